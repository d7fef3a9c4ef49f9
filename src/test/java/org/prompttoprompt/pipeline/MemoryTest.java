package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.model.WeightMemory.InEight;
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
                RunMemory memory = RunMemory.of(job, model);
                int widest = job.plan().widest();
                assertTrue(widest > 5, widest + " rows");
                assertTrue(model.memory.network() > 1_000_000);
                assertEquals(2 * widest, memory.rowsAtOnce(PLENTY, 2 * widest));
                assertEquals(5, memory.rowsAtOnce(memory.pass().of(5, 5), 2 * widest));
                assertEquals(4, memory.rowsAtOnce(memory.pass().of(5, 5) - 1, 2 * widest));
                assertEquals(2, memory.rowsAtOnce(0, 2 * widest));
                // In eight bits it would hold a quarter of these, and two million for a layer's in each of two threads.
                InEight eight = new InEight(2_000_000, -25_000_000);
                RunMemory mapped = new RunMemory(job, memory.pass(), 100_000_000, 0, 0, 0, eight);
                long needed = 100_000_000 + memory.pass().of(2, 2);
                mapped.require(room(needed), PLENTY);
                String told = refused(mapped, needed - 1, PLENTY);
                assertTrue(told.contains("smaller width and height, close other programs"), told);
                assertTrue(
                        told.endsWith(
                                ", or choose weights in eight bits in Models... > Engine (models engine int8), with which it fits."),
                        told);
                long inEight = 29_000_000 + memory.pass().of(2, 2);
                assertTrue(refused(mapped, inEight, PLENTY).contains("int8"));
                assertFalse(refused(mapped, inEight - 1, PLENTY).contains("int8"), "it does not fit so either");
                long pictures = 12L * 128 * 128 * 4;
                mapped.require(room(PLENTY), pictures);
                assertTrue(refused(mapped, PLENTY, pictures - 1).contains("pictures"));
            }
            return null;
        });
    }

    /** As of a GPU whose driver tells so many bytes. */
    @Test
    void whatDoesNotFitIntoAGpuIsRefusedBeforeItComputes() {
        long[] free = {0};
        LongFunction<Room> before = Room.asked;
        Room.asked = need -> new Room(free[0], true);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String told = refusedOn(p2p);
            assertTrue(
                    told.matches(
                            "The model's weights take about 0.0 GB of memory of the GPU, and 0.0 GB are free\\. .*"),
                    told);
            assertTrue(told.endsWith(", or compute on the CPU (Models... > Engine)."), told);
            ModelSpec spec = ModelSpec.of(SWAP);
            free[0] = spec.copied();
            told = refusedOn(p2p);
            assertTrue(
                    told.startsWith("This needs about 0.") && told.contains(" GB of memory of the GPU and 0."), told);
            assertTrue(told.endsWith(", or compute on the CPU (Models... > Engine)."), told);
            free[0] = PLENTY;
            p2p.run(SWAP.with("steps", 1), Progress.NONE);
            // With the model loaded, of the run alone.
            free[0] = 1000;
            assertTrue(refusedOn(p2p).contains(" GB of memory of the GPU and 0.0 GB are free."));
            free[0] = Long.MAX_VALUE;
            p2p.run(SWAP.with("steps", 1), Progress.NONE);
        } finally {
            Room.asked = before;
        }
    }

    private static String refusedOn(PromptToPrompt p2p) {
        return assertThrows(Refusal.class, () -> p2p.run(SWAP.with("steps", 1), Progress.NONE))
                .getMessage();
    }

    /** Before the weights are read, by what the configurations tell: the smallest network call and the weights themselves. */
    @Test
    void aRunThatCannotFitIsRefusedBeforeItsModelIsLoaded() {
        EditRequest large = SWAP.with("width", 4096).with("height", 4096);
        ModelSpec spec = ModelSpec.of(large);
        ModelOutline outline = ModelOutline.of(spec);
        List<ReadRequest> run = Walks.read(large, EditInput.NONE, outline);
        long needed = PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(spec, Memory.opening(spec))) {
                assertEquals(0, model.memory.mapped(), "it is little");
                Job job = Job.of(SWAP, model);
                long small = RunMemory.of(job, model).pass().of(2, 2);
                long pass = outline.pass(
                                run.get(0).settings(), run.get(0).source().ids().size(), model.precision)
                        .of(2, 2);
                assertTrue(pass > 100 * small, pass + " and at 128 x 128 " + small);
                ReadRequest as = Walks.read(SWAP, EditInput.NONE, outline).get(0);
                assertEquals(
                        small,
                        outline.pass(as.settings(), as.source().ids().size(), model.precision)
                                .of(2, 2),
                        "as a loaded model tells it");
                Job whole = Job.of(large, model);
                assertEquals(pass, RunMemory.of(whole, model).pass().of(2, 2));
                // What is loaded has taken its place when the run is looked at.
                return model.memory.held() + RunMemory.of(whole, model).least();
            }
        });
        Memory.requireRoom(spec, outline, run, room(needed));
        String told = assertThrows(Refusal.class, () -> Memory.requireRoom(spec, outline, run, room(needed - 1)))
                .getMessage();
        assertTrue(told.contains("This needs about") && told.contains("int8), with which it fits"), told);
        told = assertThrows(Refusal.class, () -> Memory.requireRoom(spec, outline, run, room(needed / 2)))
                .getMessage();
        assertFalse(told.contains("int8"), told);
        // A generation has one row. (Where weights lie in their files these and the call are more than the decoding
        // takes.)
        ReadRequest drawn = Walks.read(
                        EditRequest.of(Task.GENERATE).with("prompt", "a red ball on the grass"),
                        EditInput.NONE,
                        outline)
                .get(0);
        ReadRequest edit = Walks.read(SWAP, EditInput.NONE, outline).get(0);
        Opening inFiles = Opening.PLAIN.inFiles();
        long more = RunMemory.least(outline, edit, inFiles, false) - RunMemory.least(outline, drawn, inFiles, false);
        assertTrue(more > outline.pass(drawn.settings(), 0, Precision.FLOAT32).of(1, 1) / 2, more + " bytes more");
    }

    /** What decoding takes is known before anything is loaded, of a tiny autoencoder in place of the model's too. */
    @Test
    void decodingTakesWhatALoadedAutoencoderTells() {
        Path models = Path.of("src/test/resources/golden/models").toAbsolutePath();
        EditRequest own = EditRequest.of(Task.GENERATE)
                .with("prompt", "a red ball")
                .with("model", models.resolve("tiny-sd1"))
                .with("width", 96);
        for (EditRequest request : List.of(own, own.with("vae", models.resolve("tiny-taesd")))) {
            ModelSpec spec = ModelSpec.of(request);
            ModelOutline outline = ModelOutline.of(spec);
            ReadRequest read = Walks.read(request, EditInput.NONE, outline).get(0);
            for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16})
                for (Opening opening : List.of(
                        Opening.PLAIN.in(precision), Opening.PLAIN.in(precision).inFiles()))
                    PyTorch.call(() -> {
                        try (StableDiffusion model = StableDiffusion.open(spec, opening)) {
                            int factor = model.vae.factor();
                            int height = read.settings().height() / factor;
                            assertEquals(
                                    model.vae.decodingBytes(height, 96 / factor),
                                    outline.decodingBytes(read.settings(), opening),
                                    spec.vae() + " " + opening);
                        }
                        return null;
                    });
        }
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
                RunMemory memory = RunMemory.of(job, model);
                assertEquals(4 * (2 * (largest + 1024L * 1024) + 3 * largest + ClearMaps.MOST_VALUES), memory.fine());
                assertTrue(memory.fine() < 400e6, "MB");
                long needed = memory.least() + memory.fine();
                memory.requireFine(room(needed));
                String refused = assertThrows(Refusal.class, () -> memory.requireFine(room(needed - 1)))
                        .getMessage();
                assertTrue(refused.contains("smaller width and height, or detail=coarse"), refused);
            }
            return null;
        });
    }

    /** Numbers of the network of tiny-sd1. */
    private static final long ALL = 555380;

    /** How many of them are in layers that kohya_conv_ranks changes. */
    private static final long CHANGED = 350848;

    /** What is converted or merged is held already when a run is checked: only what is mapped must still find room. */
    @Test
    void weightsCountOnce() {
        Path models = Path.of("src/test/resources/golden/models");
        Path lora = models.resolve("loras/kohya_conv_ranks.safetensors");
        ModelSpec plain = ModelSpec.of(models.resolve("tiny-sd1"));
        ModelSpec merged = new ModelSpec(
                plain.place(), List.of(new ModelSpec.LoraUse(lora, 1)), List.of(), Optional.empty(), "model");
        assertEquals(0, plain.held());
        assertEquals(4 * CHANGED, merged.held());
        PyTorch.call(() -> {
            try (StableDiffusion copied = StableDiffusion.open(plain, Opening.PLAIN);
                    StableDiffusion model = StableDiffusion.open(plain, Opening.PLAIN.inFiles());
                    StableDiffusion other = StableDiffusion.open(merged, Opening.PLAIN.inFiles())) {
                assertEquals(0, copied.memory.mapped());
                assertEquals(model.memory.network(), model.memory.mapped());
                assertEquals(model.memory.network(), other.memory.network());
                assertEquals(4 * CHANGED, other.memory.heldNetwork());
                assertEquals(4 * (ALL - CHANGED), other.memory.mapped());
                // Of the text encoder likewise, and 77 numbers that are not single.
                assertEquals(4 * (CHANGED + 24576 + 77), other.memory.held());
            }
            return null;
        });
        assertTrue(Memory.copies(4, true, 8));
        assertFalse(Memory.copies(4, true, 7));
        long large = 3_400_000_000L;
        assertFalse(Memory.copies(large, true, 4 * large));
        assertTrue(Memory.copies(large, false, 2 * large));
        assertFalse(Memory.copies(large, false, 2 * large - 1));
        // A file in half precision with what training kept beside the model: of the network alone, at four bytes a
        // number.
        ModelSpec half = ModelSpec.of(models.resolve("single/tiny-sd1-ldm-f16-ema.safetensors"));
        assertEquals(4 * ALL, half.held());
        Memory.requireToLoad(half, room(half.held()));
        assertEquals(half.held() / 4, half.held(Precision.FLOAT32, HeldAs.INT8));
        String told = refusedToLoad(half, half.held() - 1);
        assertTrue(
                told.endsWith(
                        "a smaller model, or choose weights in eight bits in Models... > Engine (models engine int8)."),
                told);
        told = refusedToLoad(half, half.held() / 4 - 1);
        assertTrue(told.endsWith("a smaller model."), told);
        told = refusedToLoad(merged, merged.held() / 4 - 1);
        assertTrue(told.endsWith("a smaller model, or leave out the LoRA."), told);
    }

    private static String refusedToLoad(ModelSpec spec, long free) {
        return assertThrows(Refusal.class, () -> Memory.requireToLoad(spec, room(free)))
                .getMessage();
    }

    /** A network of a hundred billion numbers, to be held in eight bits, in a file of holes: it is never read. */
    @Test
    void aModelThatCannotFitIsRefusedBeforeItIsRead(@TempDir Path folder) throws Exception {
        Path tiny = Path.of("src/test/resources/golden/models/tiny-sd1");
        try (Stream<Path> files = Files.walk(tiny)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(tiny.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        long numbers = 100_000_000_000L;
        long each = 1_000_000_000; // a tensor has at most two gigabytes
        String tensors = LongStream.range(0, numbers / each)
                .mapToObj(n -> "\"x" + n + "\":{\"dtype\":\"F16\",\"shape\":[" + each + "],\"data_offsets\":["
                        + 2 * n * each + "," + 2 * (n + 1) * each + "]}")
                .collect(Collectors.joining(",", "{", "}"));
        byte[] header = tensors.getBytes();
        ByteBuffer begin = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        begin.putLong(header.length).put(header).flip();
        Path weights = folder.resolve("unet/diffusion_pytorch_model.safetensors");
        Files.delete(weights);
        try (FileChannel holes = FileChannel.open(
                weights, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            holes.write(begin);
            holes.write(ByteBuffer.allocate(1), 8 + header.length + 2 * numbers - 1);
        }
        System.setProperty("prompttoprompt.weights", "int8");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String told = assertThrows(
                            Refusal.class, () -> p2p.run(SWAP.with("model", folder.toString()), Progress.NONE))
                    .getMessage();
            assertTrue(told.startsWith("The model's weights take about 100.0 GB of memory, and "), told);
            assertFalse(told.contains("int8"), told);
        } finally {
            System.clearProperty("prompttoprompt.weights");
        }
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
                RunMemory own = RunMemory.of(job, model);
                RunMemory full = new RunMemory(job, own.pass(), 0, 0, 3_400_000_000L, 0, own.inEight());
                assertEquals(18.4e9, full.gradients() * 4096. / pixels, 1e8);
                assertTrue(own.least() > own.gradients());
                Job direct = Job.of(edit.with("method", "direct"), EditInput.of(image), model);
                assertEquals(0, RunMemory.of(direct, model).gradients());
            }
            return null;
        });
    }

    /** Freed memory that does not go back at once: nine tenths of a large network's call, and what Java grows by. */
    @Test
    void whatStaysTakenCounts() {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(Path.of("models/mini"))) {
                Job job = Job.of(SWAP.with("width", 512).with("height", 512), model);
                RunMemory own = RunMemory.of(job, model);
                long call = own.pass().of(2, 2);
                RunMemory full = new RunMemory(job, own.pass(), 0, 0, 3_400_000_000L, 0, own.inEight());
                RunMemory little = new RunMemory(job, own.pass(), 0, 0, 100_000_000, 0, own.inEight());
                assertEquals(call, little.bytes(2));
                assertEquals(1.9 * call + 150e6, full.bytes(2), 2);
                long most = full.bytes(4);
                assertEquals(4, full.rowsAtOnce(most, 4));
                assertEquals(3, full.rowsAtOnce(most - 1, 4));
                long decoding = 5 * call;
                RunMemory decoded = new RunMemory(job, own.pass(), 0, 0, 3_400_000_000L, decoding, own.inEight());
                assertEquals(5.9 * call + 150e6, decoded.bytes(2), 2);
            }
            return null;
        });
    }

    private static Room room(long free) {
        return new Room(free, false);
    }

    private static String refused(RunMemory memory, long free, long heap) {
        return assertThrows(Refusal.class, () -> memory.require(room(free), heap))
                .getMessage();
    }
}
