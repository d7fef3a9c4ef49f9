package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.HalfInFile;
import org.prompttoprompt.checkpoint.LayerWeight;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Gradients;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.lora.Lora;
import org.prompttoprompt.lora.Merged;
import org.prompttoprompt.model.HalfFolder;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.nn.Linear;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FileValue;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Weights in half precision stay in their files, and the images are those of a copy in single precision, to the bit. */
class HalfFilesTest {
    private static final Path MINI = Path.of("models/mini");
    private static final Path UNET = MINI.resolve("unet/diffusion_pytorch_model.safetensors");
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("seed", 42)
            .with("steps", 3);

    @TempDir
    private Path folder;

    private static int[][] images(Path folder, Opening opening) {
        return images(ModelSpec.of(folder), opening);
    }

    private static int[][] images(ModelSpec spec, Opening opening) {
        EditRequest swap = SWAP.with("model", spec.place())
                .with(
                        "lora",
                        FileValue.text(
                                Option.LORA,
                                spec.loras().stream()
                                        .map(use -> new FileValue(use.file().toString(), use.weight()))
                                        .toList()));
        return PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(spec, opening)) {
                return new Walks(
                                model,
                                swap,
                                EditInput.NONE,
                                new KeptSource(),
                                new KeptInversions(),
                                Wanted.IMAGES,
                                Progress.NONE)
                        .run().frames().stream()
                                .map(frame -> frame.image().update(null).getCurrentStorageArray())
                                .toArray(int[][]::new);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16"})
    void imagesAreThoseOfACopy(String type) throws IOException {
        Path model = HalfFolder.write(type, folder.resolve(type));
        int[][] copied = images(model, Opening.PLAIN);
        int[][] mapped = images(model, Opening.PLAIN.inFiles());
        assertEquals(2, copied.length);
        for (int i = 0; i < 2; i++) assertArrayEquals(copied[i], mapped[i], "image " + i);
    }

    /** A second reading of halves: as they are converted, and not as they are read. */
    @Test
    void imagesAreThoseOfFilesInSinglePrecision() throws IOException {
        Path single = HalfFolder.write("F32", folder.resolve("single"));
        assertArrayEquals(images(single, Opening.PLAIN), images(MINI, Opening.PLAIN.inFiles()));
    }

    @Test
    void bfloat16NeedsNoConversionInItsOwnPrecision() throws IOException {
        Path model = HalfFolder.write("BF16", folder.resolve("brain"));
        Opening brain = Opening.PLAIN.in(Precision.BFLOAT16);
        // The text encoder, which waits in its file, computes in single precision there: the network and the decoder
        // are compared.
        PyTorch.call(() -> {
            try (StableDiffusion copied = StableDiffusion.open(ModelSpec.of(model), brain);
                    StableDiffusion mapped = StableDiffusion.open(ModelSpec.of(model), brain.inFiles());
                    NDManager manager = copied.newManager()) {
                NDArray z = manager.randomNormal(new Shape(1, copied.vae.latentChannels(), 16, 16));
                assertArrayEquals(
                        copied.vae.decode(z).toFloatArray(),
                        mapped.vae.decode(z).toFloatArray());
                long numbers = copied.memory.network() / 2;
                assertEquals(1.6 * numbers, mapped.memory.mapped(), .1 * numbers);
                assertEquals(copied.memory.network(), mapped.memory.network());
                assertEquals(0, mapped.memory.unpacked());
            }
            return null;
        });
    }

    /** Large tensors alone stay: of the network 6848512 numbers of 8802064, the others as they are computed with. */
    @Test
    void theyAreNotCopiedAndTheEstimateKnows() {
        ModelSpec spec = ModelSpec.of(MINI);
        assertEquals(4L * (8802064 - 6848512), spec.held());
        assertEquals(4L * 8802064, spec.copied());
        PyTorch.call(() -> {
            try (StableDiffusion copied = StableDiffusion.open(spec, Opening.PLAIN);
                    StableDiffusion mapped = StableDiffusion.open(spec, Opening.PLAIN.inFiles());
                    StableDiffusion half = StableDiffusion.open(
                            spec, Opening.PLAIN.in(Precision.BFLOAT16).inFiles());
                    StableDiffusion eight =
                            StableDiffusion.open(spec, Opening.PLAIN.inFiles().held(HeldAs.INT8))) {
                assertEquals(0, copied.memory.mapped());
                assertEquals(2L * 6848512, mapped.memory.mapped());
                assertEquals(2L * 1161216, mapped.memory.mappedVae());
                assertEquals(4L * 8802064, copied.memory.network());
                assertEquals(2L * 6848512 + spec.held(), mapped.memory.network());
                assertEquals(
                        4L * (8802064 + 305280 + 1871819),
                        copied.memory.held(),
                        "a copy of all parts in single precision");
                assertEquals(
                        spec.held() + 4L * (71552 + 1871819 - 1161216),
                        mapped.memory.held(),
                        "the large tensors of the text encoder wait in its file");
                long largest = 192L * 384 * 9; // its widest convolution
                assertEquals(4 * largest, mapped.memory.unpacked());
                assertEquals(0, copied.memory.unpacked());
                assertEquals(0, half.memory.mapped(), "bfloat16 would need a conversion that costs too much");
                assertEquals(0, eight.memory.mapped());
                assertEquals(8802064, eight.memory.network());
            }
            return null;
        });
    }

    /** A layer's weights are there only as long as it computes, whatever scope is closed meanwhile. */
    @Test
    void aLayerIsWideOnlyWhileItComputes() {
        String name = "mid_block.resnets.0.conv1.weight";
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Weights weights = Opening.PLAIN.inFiles().weights("unet", TensorSource.open(UNET, manager));
                LayerWeight layer = weights.layer(name, 192, 192, 3, 3);
                assertTrue(layer instanceof HalfInFile, "it is in the file");
                int before = manager.getManagedArrays().size();
                layer.with(w -> {
                    assertEquals(before + 1, manager.getManagedArrays().size());
                    return w;
                });
                assertEquals(before, manager.getManagedArrays().size());
            }
            return null;
        });
    }

    /** The way back needs the weights of both layers, when those of the second are long there. */
    @Test
    void gradientsAreThoseOfACopy() throws IOException {
        Path file = folder.resolve("two.safetensors");
        byte[] bytes = new byte[2 * 256 * 256];
        new java.util.Random(1).nextBytes(bytes);
        for (int i = 1; i < bytes.length; i += 2) bytes[i] &= (byte) 0xBB; // below 2
        Raw raw = new Raw("F16", new long[] {256, 256}, bytes);
        Raw other = raw.transposed();
        RawTensors.write(Map.of("a.weight", raw, "b.weight", other), file);
        float[] copied = gradient(Opening.PLAIN, file);
        assertArrayEquals(copied, gradient(Opening.PLAIN.inFiles(), file));
        assertTrue(Math.abs(copied[0]) > 0);
    }

    private static float[] gradient(Opening opening, Path file) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Weights w = opening.weights("unet", TensorSource.open(file, manager));
                Linear a = Linear.withoutBias(w.at("a"), 256, 256);
                Linear b = Linear.withoutBias(w.at("b"), 256, 256);
                NDArray x = manager.arange(256f).div(256).reshape(1, 256);
                return Gradients.of(x, y -> b.forward(a.forward(y)).square().mean())
                        .gradient()
                        .toFloatArray();
            }
        });
    }

    @Test
    void whatIsNoNumberIsRefusedByFileAndKey() throws IOException {
        Path file = folder.resolve("bad.safetensors");
        byte[] bytes = new byte[2 * 256 * 256];
        bytes[bytes.length - 1] = 0x7C; // infinite
        RawTensors.write(Map.of("a.weight", new Raw("F16", new long[] {256, 256}, bytes)), file);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Weights w = Opening.PLAIN.inFiles().weights("unet", TensorSource.open(file, manager));
                for (boolean table : new boolean[] {false, true}) {
                    String told = assertThrows(Refusal.class, () -> {
                                if (table) w.table("a.weight", 256, 256);
                                else w.layer("a.weight", 256, 256);
                            })
                            .getMessage();
                    assertTrue(told.contains("a.weight of") && told.contains("bad.safetensors"), told);
                }
                String told = assertThrows(Refusal.class, () -> w.layer("a.weight", 512, 128))
                        .getMessage();
                assertTrue(told.contains("(256, 256)") && told.contains("(512, 128)"), told);
            }
            return null;
        });
    }

    /** Of a model with a LoRA stays in its files what that does not change, and the images are those of a copy. */
    @Test
    void onlyWhatALoraChangesIsCopied() throws IOException {
        String layer = "lora_unet_mid_block_attentions_0_transformer_blocks_0_ff_net_0_proj";
        String name = "mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj.weight";
        Shape shape = new Shape(1536, 192);
        Path lora = folder.resolve("lora.safetensors");
        RawTensors.write(
                Map.of(
                        layer + ".lora_down.weight", ones(1, shape.get(1)),
                        layer + ".lora_up.weight", ones(shape.get(0), 1)),
                lora);
        ModelSpec plain = ModelSpec.of(MINI);
        ModelSpec merged =
                new ModelSpec(MINI, List.of(new ModelSpec.LoraUse(lora, .01)), List.of(), Optional.empty(), "model");
        assertEquals(plain.held() + 4 * shape.size(), merged.held());
        assertEquals(plain, merged.unmerged());
        int[][] copied = images(merged, Opening.PLAIN);
        assertArrayEquals(copied, images(merged, Opening.PLAIN.inFiles()));
        assertFalse(Arrays.deepEquals(copied, images(plain, Opening.PLAIN)), "the LoRA does something");
        PyTorch.call(() -> {
            try (StableDiffusion without = StableDiffusion.open(plain, Opening.PLAIN.inFiles());
                    StableDiffusion with = StableDiffusion.open(merged, Opening.PLAIN.inFiles())) {
                assertEquals(without.memory.mapped() - 2 * shape.size(), with.memory.mapped());
                assertEquals(without.memory.held() + 4 * shape.size(), with.memory.held(), "the text encoder waits");
                assertEquals(without.memory.unpacked(), with.memory.unpacked());
            }
            Opening half = Opening.PLAIN.in(Precision.BFLOAT16).inFiles();
            try (NDManager manager = PyTorch.newManager();
                    StableDiffusion copied32 = StableDiffusion.open(plain, Opening.PLAIN);
                    StableDiffusion with = StableDiffusion.open(merged, half)) {
                assertArrayEquals(
                        states(copied32, manager),
                        states(with, manager),
                        "what waits in its files is computed in single precision, whatever the network is");
                TensorSource stored = TensorSource.open(UNET, manager).mapped();
                Merged unet = new Merged("unet", stored, List.of(new Lora(lora, .01, manager)));
                assertTrue(stored.half(name, shape, Precision.FLOAT32).isPresent());
                assertTrue(unet.half(name, shape, Precision.FLOAT32).isEmpty());
                String other = "mid_block.resnets.0.conv1.weight";
                assertTrue(unet.half(other, new Shape(192, 192, 3, 3), Precision.FLOAT32)
                        .isPresent());
            }
            return null;
        });
    }

    private static float[] states(StableDiffusion model, NDManager manager) {
        return model.text
                .forward(manager, List.of(model.tokenizer.encode("a ball")), 0)
                .toFloatArray();
    }

    private static Raw ones(long rows, long columns) {
        ByteBuffer numbers =
                ByteBuffer.allocate((int) (rows * columns) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) numbers.putFloat(1);
        return new Raw("F32", new long[] {rows, columns}, numbers.array());
    }

    /** In bfloat16 all of a file of float16 is copied, which in single precision stays where it is. */
    @Test
    void whatFitsInSinglePrecisionAloneIsToldSo() {
        String before = System.getProperty("prompttoprompt.precision");
        try {
            System.setProperty("prompttoprompt.precision", "bfloat16");
            assertEquals(
                    ", close other programs, or start Java with -Dprompttoprompt.precision=float32, with which it fits",
                    RunMemory.cure(10, 10, 9),
                    "a setting goes before what is chosen");
            System.setProperty("prompttoprompt.precision", "");
            assertTrue(
                    RunMemory.cure(10, 10, 9)
                            .contains(" or choose single precision in Models... > Engine (models engine"),
                    RunMemory.cure(10, 10, 9));
        } finally {
            if (before == null) System.clearProperty("prompttoprompt.precision");
            else System.setProperty("prompttoprompt.precision", before);
        }
        String told = RunMemory.cure(10, 11, 10);
        assertTrue(
                told.endsWith(
                        "choose weights in eight bits in Models... > Engine (models engine int8), with which it fits"),
                told);
        told = RunMemory.cure(10, 11, 11);
        assertTrue(told.endsWith("close other programs"), told);
    }
}
