package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.engine.Doing;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.Option;

/** Weights that stay in their files are looked at once, and again when their file has changed. */
class SoundFilesTest {
    @RegisterExtension
    private final TinyModelCopy copy = new TinyModelCopy();

    private Path model;

    @BeforeEach
    void folder() {
        model = copy.folder();
    }

    private void load(Opening opening) {
        PyTorch.call(() -> {
            StableDiffusion.open(model, opening).close();
            return null;
        });
    }

    @Test
    void aChangedFileIsLookedAtAgain() throws IOException {
        List<Path> files = ModelLayout.of(model).files();
        load(Opening.PLAIN);
        assertFalse(SoundFiles.areAll(files));
        load(Opening.PLAIN.inFiles());
        assertTrue(SoundFiles.areAll(files));
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        FileTime time = Files.getLastModifiedTime(weights);
        endInNan(weights);
        Files.setLastModifiedTime(weights, time);
        load(Opening.PLAIN.inFiles()); // nobody can tell: not looked at
        Files.setLastModifiedTime(weights, FileTime.fromMillis(time.toMillis() + 1000));
        assertFalse(SoundFiles.areAll(files));
        String message =
                assertThrows(Refusal.class, () -> load(Opening.PLAIN.inFiles())).getMessage();
        assertTrue(message.contains("no numbers (NaN or infinite)"), message);
        assertFalse(SoundFiles.areAll(files));
    }

    /** To look at gigabytes, and to read them for a check sum, takes a while; both are told as long as they take it. */
    @Test
    void whatReadsAllOfAModelOnceIsTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        Consumer<String> hears = told::add;
        Doing.listen(hears);
        try {
            for (int i = 0; i < 2; i++) {
                PyTorch.call(() -> {
                    try (StableDiffusion opened = StableDiffusion.open(model, Opening.PLAIN.inFiles())) {
                        opened.hash();
                        opened.hash();
                    }
                    return null;
                });
            }
            load(Opening.PLAIN);
        } finally {
            Doing.forget(hears);
        }
        String name = model.getFileName().toString();
        String title = "the model '" + name + "'";
        String read = "Reading the files of " + title + " for their check sum";
        List<String> mine = told.stream().filter(what -> what.contains(name)).toList();
        assertEquals(List.of("Looking at all numbers of " + title + ", once", read, read), mine);
    }

    /** Returns what is told of the opening of a model whose network is there after two seconds. */
    private List<String> toldOfLate(Opening opening) {
        List<String> told = new CopyOnWriteArrayList<>();
        Consumer<String> hears = told::add;
        Doing.listen(hears);
        try {
            load(opening.through((part, stored) -> {
                if (part.equals("unet")) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2100));
                return stored;
            }));
        } finally {
            Doing.forget(hears);
        }
        return told.stream()
                .filter(what -> what.contains(model.getFileName().toString()))
                .toList();
    }

    private static void requirePercents(String what, List<String> told) {
        List<Integer> percents = told.stream()
                .map(line -> Integer.parseInt(line.replace(what + ": ", "").replace(" %", "")))
                .toList();
        assertEquals(percents.stream().sorted().distinct().toList(), percents);
        assertTrue(
                percents.size() > 5 && percents.get(0) < 50 && percents.get(percents.size() - 1) > 90, told.toString());
        assertTrue(percents.get(percents.size() - 1) <= 100, told.toString());
    }

    @Test
    void howFarALongOpeningIsIsTold() {
        String title = "the model '" + model.getFileName() + "'";
        List<String> looked = toldOfLate(Opening.PLAIN.inFiles());
        assertEquals("Looking at all numbers of " + title + ", once", looked.get(0));
        requirePercents(looked.get(0), looked.subList(1, looked.size()));
        requirePercents("Loading " + title, toldOfLate(Opening.PLAIN));
    }

    private void loadWith(Path vae) {
        ModelSpec spec = new ModelSpec(model, List.of(), List.of(), Optional.of(vae), Option.OF_THE_MODEL);
        PyTorch.call(() -> {
            StableDiffusion.open(spec, Opening.PLAIN.inFiles()).close();
            return null;
        });
    }

    @Test
    void anotherAutoencoderIsLookedAtAndTheKnownModelIsNot(@TempDir Path folder) throws IOException {
        Path vae = Folders.copy(Folders.MODELS.resolve("tiny-taesd"), folder.resolve("taesd"));
        loadWith(vae);
        assertTrue(SoundFiles.areAll(ModelLayout.of(model).files()), "it would be looked at in each start again");
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        FileTime time = Files.getLastModifiedTime(weights);
        endInNan(weights);
        Files.setLastModifiedTime(weights, time);
        loadWith(vae); // nobody can tell: not looked at
        endInNan(vae.resolve("diffusion_pytorch_model.safetensors"));
        String message = assertThrows(Refusal.class, () -> loadWith(vae)).getMessage();
        assertTrue(message.contains("no numbers (NaN or infinite)") && message.contains("taesd"), message);
    }

    /** What is not used may be broken, and nothing is said of the model's files then. */
    @Test
    void beneathAnotherAutoencoderABrokenOneIsNotSound(@TempDir Path folder) throws IOException {
        Path vae = Folders.copy(Folders.MODELS.resolve("tiny-taesd"), folder.resolve("taesd"));
        endInNan(model.resolve("vae/diffusion_pytorch_model.safetensors"));
        loadWith(vae);
        assertFalse(SoundFiles.areAll(ModelLayout.of(model).files()));
        assertThrows(Refusal.class, () -> load(Opening.PLAIN.inFiles()));
    }

    private void loadWithLora() {
        Path lora = Folders.MODELS.resolve("loras/kohya_conv_ranks.safetensors");
        ModelSpec spec = new ModelSpec(
                model, List.of(new ModelSpec.LoraUse(lora, 1)), List.of(), Optional.empty(), Option.OF_THE_MODEL);
        PyTorch.call(() -> {
            StableDiffusion.open(spec, Opening.PLAIN.inFiles()).close();
            return null;
        });
    }

    /** What no LoRA changes is known to be of its file beneath one, too. */
    @Test
    void ofARunWithALoraTheListKnowsTheFile() throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        RawTensors.write(RawTensors.read(weights), weights); // as long as it will be
        beginInNan(weights, "conv_norm_out.weight", Files.getLastModifiedTime(weights));
        String message = assertThrows(Refusal.class, this::loadWithLora).getMessage();
        assertTrue(message.startsWith("conv_norm_out.weight of " + weights + " holds"), message);
        String listed = ModelLook.at(model).problem();
        assertTrue(listed.startsWith("A run on ") && listed.endsWith(message), listed);
    }

    @Test
    void aLoraHidesNothingAndKeepsWhatIsKnown() throws IOException {
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        RawTensors.write(RawTensors.read(weights), weights); // as long as it will be
        byte[] sound = Files.readAllBytes(weights);
        FileTime time = Files.getLastModifiedTime(weights);
        beginInNan(weights, "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight", time);
        String message = assertThrows(Refusal.class, this::loadWithLora).getMessage();
        assertTrue(message.contains("no numbers (NaN or infinite)"), message);
        assertFalse(SoundFiles.areAll(ModelLayout.of(model).files()));
        Files.write(weights, sound);
        Files.setLastModifiedTime(weights, time);
        loadWithLora();
        assertTrue(SoundFiles.areAll(ModelLayout.of(model).files()), "all of it was looked at");
        beginInNan(weights, "down_blocks.0.resnets.0.norm1.weight", time);
        loadWithLora(); // nobody can tell: what the LoRA leaves alone is not looked at
        beginInNan(weights, "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight", time);
        message = assertThrows(Refusal.class, this::loadWithLora).getMessage();
        assertTrue(message.contains("attn1.to_q") && message.contains("smaller weight"), message);
    }

    /** The first number of a tensor becomes none, and the file's time does not tell it. */
    private static void beginInNan(Path weights, String name, FileTime time) throws IOException {
        Map<String, RawTensors.Raw> tensors = RawTensors.read(weights);
        for (int i = 0; i < Float.BYTES; i++) tensors.get(name).bytes()[i] = -1;
        long size = Files.size(weights);
        RawTensors.write(tensors, weights);
        assertEquals(size, Files.size(weights), "nor its size");
        Files.setLastModifiedTime(weights, time);
    }

    private static void endInNan(Path weights) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        for (int i = 1; i <= 4; i++) bytes[bytes.length - i] = -1;
        Files.write(weights, bytes);
    }
}
