package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Rows of a network call are as many as fit; what does not fit even two by two is refused. */
class MemoryTest {
    private static final long PLENTY = 1L << 50;

    @Test
    void rowsAreAsManyAsFit() {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(Path.of("models/mini"))) {
                Job job = Job.of(
                        EditRequest.of(Task.SWAP)
                                .with("prompt", "a red ball on the grass")
                                .with("target", "a blue ball on the grass")
                                .with("steps", 10)
                                .with("tau", "0:0.1:1"),
                        model);
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
