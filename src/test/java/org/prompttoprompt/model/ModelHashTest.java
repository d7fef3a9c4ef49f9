package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.engine.Quiet;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** The hash is of what was read, is made once, and finds the model again. */
class ModelHashTest {
    @RegisterExtension
    private final TinyModelCopy copy = new TinyModelCopy();

    private Path model;

    @BeforeEach
    void folder() {
        model = copy.folder();
    }

    private String hash(AtomicLong read) {
        return FileHashes.sha256(model, ModelLayout.of(model).files(), (done, total) -> {
            read.incrementAndGet();
            assertTrue(done <= total, done + " of " + total);
            return true;
        });
    }

    private String hash() {
        return hash(new AtomicLong());
    }

    @Test
    void whatIsNotReadDoesNotChangeIt() throws IOException {
        String before = hash();
        Files.createDirectory(model.resolve("safety_checker"));
        Files.write(model.resolve("safety_checker/model.safetensors"), new byte[100]);
        Files.write(model.resolve("unet/diffusion_pytorch_model.fp16.safetensors"), new byte[100]);
        Files.writeString(model.resolve("README.md"), "read me");
        assertEquals(before, hash());
        for (String file :
                new String[] {"unet/config.json", "tokenizer/merges.txt", "scheduler/scheduler_config.json"}) {
            String old = hash();
            Files.writeString(model.resolve(file), Files.readString(model.resolve(file)) + "\n");
            assertNotEquals(old, hash(), file);
        }
    }

    /** Who is told that files are read for it waits for that; it is there before the last picture of a run is. */
    @Test
    void whatWasBegunIsMadeBeforeItIsAskedFor() throws InterruptedException {
        ModelHash begun = new ModelHash(ModelLayout.of(model));
        assertFalse(begun.isMade());
        begun.begin();
        for (int i = 0; i < 6000 && !begun.isMade(); i++) Thread.sleep(10);
        assertTrue(begun.isMade());
        assertFalse(begun.isKnown(), "where the model lies is noted when it is asked for");
        assertEquals(hash(), begun.value((done, total) -> fail("it is not made again")));
        assertTrue(begun.isKnown());
    }

    /** It would take a processor away from one of the programs that are measured, and what was found is kept for all time. */
    @Test
    void whileTheEngineMeasuresItselfNoFileIsRead() {
        ModelHash begun = new ModelHash(ModelLayout.of(model));
        Quiet.during(() -> {
            begun.begin();
            assertFalse(isMadeWithin(begun, 300));
            return null;
        });
        assertEquals(hash(), begun.value((done, total) -> true));
    }

    /** The same matrices with another strength are another LoRA, in a recipe and for a model that is kept. */
    @Test
    void theStrengthOfAnAdapterIsPartOfItsHash(@TempDir Path folder) throws IOException {
        Path golden = Path.of("src/test/resources/golden/models/lora-peft");
        Path adapter =
                Files.copy(golden.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        Path config = folder.resolve("adapter_config.json");
        String text = Files.readString(golden.resolve("adapter_config.json"));
        Files.writeString(config, text);
        String before = AddOns.reference(adapter).hash();
        assertEquals(before, AddOns.reference(adapter).hash());
        Files.writeString(config, text.replace("\"lora_alpha\": 5", "\"lora_alpha\": 10"));
        assertNotEquals(before, AddOns.reference(adapter).hash());
        ModelSpec spec =
                new ModelSpec(model, List.of(new ModelSpec.LoraUse(adapter, 1)), List.of(), Optional.empty(), "");
        assertEquals(List.of(adapter, config), spec.othersAndStrengths());
    }

    private static boolean isMadeWithin(ModelHash hash, long milliseconds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (!hash.isMade() && System.nanoTime() < end) Thread.onSpinWait();
        return hash.isMade();
    }

    /** Its files are found when somebody waits already. */
    @Test
    void whoWaitsForWhatWasBegunHearsHowFarItIs() {
        ModelLayout layout = ModelLayout.of(model);
        CompletableFuture<Void> waits = new CompletableFuture<>();
        ModelLayout late = (ModelLayout) Proxy.newProxyInstance(
                ModelLayout.class.getClassLoader(), new Class<?>[] {ModelLayout.class}, (self, method, values) -> {
                    if (method.getName().equals("files")) waits.join();
                    return method.invoke(layout, values);
                });
        ModelHash begun = new ModelHash(late);
        begun.begin();
        waits.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS);
        List<Long> heard = new CopyOnWriteArrayList<>();
        String made = begun.value((done, total) -> {
            assertTrue(done <= total, done + " of " + total);
            return heard.add(done);
        });
        assertTrue(heard.size() >= layout.files().size(), heard.toString());
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(hash(), made);
    }

    @Test
    void aFileIsReadOnceForItsSizeAndTime() throws IOException {
        AtomicLong read = new AtomicLong();
        String first = hash(read);
        assertTrue(read.get() >= ModelLayout.of(model).files().size());
        read.set(0);
        assertEquals(first, hash(read));
        assertEquals(0, read.get());
        Path weights = model.resolve("unet/diffusion_pytorch_model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        FileTime time = Files.getLastModifiedTime(weights);
        Files.write(weights, bytes);
        Files.setLastModifiedTime(weights, FileTime.fromMillis(time.toMillis() + 1));
        assertNotEquals(first, hash(read));
        assertTrue(read.get() > 0);
    }

    /** Weights that stay in their files are watched: their hash is made beside other work, and whoever asks first waits. */
    @Test
    void ofMappedWeightsItIsMadeBeside() {
        PyTorch.call(() -> {
            try (StableDiffusion copied = StableDiffusion.open(model);
                    StableDiffusion mapped = StableDiffusion.open(model, Opening.PLAIN.inFiles());
                    StableDiffusion changed = StableDiffusion.open(model, Opening.PLAIN.inFiles())) {
                assertThrows(CancellationException.class, () -> copied.beginHash(reading -> false));
                mapped.beginHash(reading -> false);
                String hash = mapped.hash();
                assertEquals(hash, copied.hash());
                changed.beginHash(reading -> true);
                Files.writeString(model.resolve("unet/config.json"), "{}");
                assertThrows(Refusal.class, changed::hash);
            }
            return null;
        });
    }

    @Test
    void anotherProcessKnowsItAndABrokenNoteIsMadeAnew() throws IOException {
        hash();
        Path notes = copy.cache().resolve("known-files.json");
        assertTrue(Files.readString(notes).contains("sha256"));
        Notebook other = new Notebook("known-files.json");
        Path config = model.resolve("unet/config.json").toRealPath();
        assertTrue(other.get(config.toString()).isPresent());
        for (String broken : new String[] {"", "{", "[]", "{\"" + config + "\":5}"}) {
            Files.writeString(notes, broken);
            assertTrue(new Notebook("known-files.json").get(config.toString()).isEmpty(), broken);
            com.google.gson.JsonObject note = new com.google.gson.JsonObject();
            note.addProperty("size", 1);
            new Notebook("known-files.json").put("key", note);
            assertTrue(new Notebook("known-files.json").get("key").isPresent(), broken);
        }
    }

    @Test
    void itCanBeStopped() {
        assertThrows(
                CancellationException.class,
                () -> FileHashes.sha256(model, ModelLayout.of(model).files(), (done, total) -> false));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditRequest request = EditRequest.of(Task.GENERATE)
                    .with("prompt", "a cat")
                    .with("steps", 1)
                    .with(Option.MODEL, model);
            List<Long> rows = new ArrayList<>();
            Progress stops = (done, total, message) -> {
                rows.add(done);
                return !message.startsWith("Reading the files");
            };
            assertThrows(CancellationException.class, () -> p2p.run(request, stops));
            assertEquals(0L, rows.get(rows.size() - 1), "bytes are no rows, by which the time that is left is counted");
            assertEquals(1, p2p.run(request, Progress.NONE).frames().size());
        }
    }

    @Test
    void aResultNamesNoFolderAndFindsItsModelAgain() throws IOException {
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with("prompt", "a cat")
                .with("steps", 1)
                .with(Option.MODEL, model);
        EditResult made;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            made = p2p.run(request, Progress.NONE);
        }
        String recipe = made.request().toText() + made.provenance().toText();
        assertFalse(recipe.contains(model.getParent().toString()), recipe);
        String reference = made.request().get(Option.MODEL);
        assertEquals("my model@" + made.provenance().hash().substring(0, 16), reference);
        assertEquals(model.toString(), ModelReference.located(reference));
        for (String line : new String[] {
            "modelname=my model\n", "pytorch=2.", "djl=0.", "device=cpu\n", "dtype=float32\n", "threads=", "plugin="
        }) assertTrue(recipe.contains(line), line + " in " + recipe);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult again = p2p.run(EditRequest.parse(recipe), Progress.NONE);
            assertArrayEquals(
                    made.frames().get(0).image().update(null).getCurrentStorageArray(),
                    again.frames().get(0).image().update(null).getCurrentStorageArray());
        }
        Files.writeString(model.resolve("unet/config.json"), Files.readString(model.resolve("unet/config.json")) + " ");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String message = assertThrows(Refusal.class, () -> p2p.run(EditRequest.parse(recipe), Progress.NONE))
                    .getMessage();
            assertTrue(message.contains("have changed since"), message);
        }
        CacheFolder.delete(model);
        refused(reference, "was in " + model, "no longer there");
        refused(
                "other@0123456789abcdef",
                "with the model 'other' (hash 0123456789abcdef)",
                "has not used yet",
                "model=/path");
    }

    private static void refused(String reference, String... parts) {
        String message =
                assertThrows(Refusal.class, () -> ModelFolder.of(reference)).getMessage();
        for (String part : parts) assertTrue(message.contains(part), message);
    }
}
