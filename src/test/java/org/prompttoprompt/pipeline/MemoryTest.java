package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.ClearMaps;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Rows of a network call are as many as fit; what does not fit even two by two is refused. */
class MemoryTest {
    private static final long PLENTY = 1L << 50;
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass");

    @Test
    void rowsAreAsManyAsFit() {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(Path.of("models/mini"))) {
                Job job = Job.of(SWAP.with("steps", 10).with("tau", "0:0.1:1"), model);
                int factor = model.vae.factor();
                long row = Memory.row(job, factor);
                int widest = job.plan().widest();
                assertTrue(widest > 5, widest + " rows");
                assertTrue(model.weights() > 1_000_000);
                assertEquals(2 * widest, Memory.rowsAtOnce(job, factor, 0, PLENTY));
                assertEquals(5, Memory.rowsAtOnce(job, factor, 100, 100 + 5 * row + row / 2));
                assertEquals(2, Memory.rowsAtOnce(job, factor, 100, 0));
                long needed = 100 + Math.max(2 * row, 128L * 128 * 128 * 4 * 6);
                Memory.require(job, factor, 100, 100, needed, PLENTY);
                assertTrue(refused(job, factor, needed - 1, PLENTY).contains("smaller width and height"));
                long pictures = 12L * 128 * 128 * 4;
                Memory.require(job, factor, 100, 100, PLENTY, pictures);
                assertTrue(refused(job, factor, PLENTY, pictures - 1).contains("pictures"));
            }
            return null;
        });
    }

    /**
     * At 512 x 512 the levels of 64, 32 and 16 pixels a side: 4096² + 1024² + 256² values for each of two rows, three more of the largest
     * at the end, and those computed at a time. No map of a layer or head is held.
     */
    @Test
    void sumsOfFineMapsAreBounded() {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(Path.of("models/mini"))) {
                Job job = Job.of(SWAP.with("width", 512).with("height", 512), model);
                long largest = 4096L * 4096;
                assertEquals(
                        4 * (2 * (largest + 1024L * 1024) + 3 * largest + ClearMaps.MOST_VALUES), Memory.fine(job));
                assertTrue(Memory.fine(job) < 400e6, "MB");
                int factor = model.vae.factor();
                long needed = 100 + Memory.fine(job) + Math.max(2 * Memory.row(job, factor), 512L * 512 * 128 * 4 * 6);
                Memory.requireFine(job, factor, 100, needed);
                String refused = assertThrows(Refusal.class, () -> Memory.requireFine(job, factor, 100, needed - 1))
                        .getMessage();
                assertTrue(refused.contains("smaller width and height, or detail=coarse"), refused);
            }
            return null;
        });
    }

    /** What is converted or merged is held already when a run is checked: only what is mapped must still find room. */
    @Test
    void weightsCountOnce() {
        Path models = Path.of("src/test/resources/golden/models");
        Path lora = models.resolve("loras/kohya_conv_ranks.safetensors");
        ModelSpec plain = ModelSpec.of(models.resolve("tiny-sd1"));
        ModelSpec merged = new ModelSpec(
                plain.place(), List.of(new ModelSpec.LoraUse(lora, 1)), List.of(), Optional.empty(), "model");
        assertEquals(0, plain.held());
        PyTorch.call(() -> {
            try (StableDiffusion copied = StableDiffusion.open(plain, Opening.PLAIN);
                    StableDiffusion model = StableDiffusion.open(plain, Opening.PLAIN.inFiles());
                    StableDiffusion other = StableDiffusion.open(merged, Opening.PLAIN.inFiles())) {
                assertEquals(0, copied.mapped());
                assertEquals(model.weights(), model.mapped());
                assertEquals(model.weights(), plain.mappable());
                assertEquals(model.weights(), other.weights());
                assertEquals(0, other.mapped());
                assertEquals(model.weights(), merged.held());
            }
            return null;
        });
        assertEquals(0, merged.mappable());
        assertTrue(Memory.copies(1, 3, 8));
        assertFalse(Memory.copies(1, 3, 7));
        // A file in half precision with what training kept beside the model: of the network alone, at four bytes a
        // number.
        ModelSpec half = ModelSpec.of(models.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"));
        assertEquals(merged.held(), half.held());
        Memory.requireToLoad(half.held(), half.held());
        String told = assertThrows(Refusal.class, () -> Memory.requireToLoad(14_000_000_000L, 8_000_000_000L))
                .getMessage();
        assertTrue(told.contains("14.0 GB") && told.contains("8.0 GB are free"), told);
    }

    /** By gradients through Stable Diffusion 1.5 at 512 pixels 22 GB, in 64 x 64 latent pixels with 3.4 GB of weights. */
    @Test
    void nullTextInversionNeedsTheWholePass() {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(Path.of("models/mini"))) {
                EditRequest edit = EditRequest.of(Task.EDIT)
                        .with("prompt", "a red ball")
                        .with("target", "a blue ball")
                        .with("method", "nulltext");
                SourceImage image = SourceImage.of(128, 128, new float[3 * 128 * 128]);
                Job job = Job.of(edit, EditInput.of(image), model);
                long pixels = (128L / model.vae.factor()) * (128 / model.vae.factor());
                assertEquals(18.4e9, Memory.gradients(job, model.vae.factor(), 3_400_000_000L) * 4096. / pixels, 1e8);
                Job direct = Job.of(edit.with("method", "direct"), EditInput.of(image), model);
                assertEquals(0, Memory.gradients(direct, model.vae.factor(), 3_400_000_000L));
            }
            return null;
        });
    }

    private static String refused(Job job, int factor, long free, long heap) {
        return assertThrows(Refusal.class, () -> Memory.require(job, factor, 100, 100, free, heap))
                .getMessage();
    }
}
