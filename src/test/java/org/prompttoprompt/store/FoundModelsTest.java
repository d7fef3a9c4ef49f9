package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.pipeline.Progress;

/** What the list tells of models that other programs have. */
class FoundModelsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/models");
    private static final byte[] FLUX = LocalHub.weights("double_blocks.0.img_attn.norm.key_norm.scale", 4);

    @TempDir
    private Path folder;

    private ModelStore store;

    @BeforeEach
    void open() {
        System.setProperty(InstalledModels.PROPERTY, folder.resolve("own").toString());
        System.setProperty("HF_HUB_CACHE", folder.resolve("hub").toString());
        store = new ModelStore(folder.resolve("own"), Map.of(), Patience.USUAL);
    }

    @AfterEach
    void close() {
        System.clearProperty(InstalledModels.PROPERTY);
        System.clearProperty("HF_HUB_CACHE");
    }

    private Path write(String path, byte[] content) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Path snapshot(String name) {
        return folder.resolve("hub/models--somebody--" + name + "/snapshots/" + LocalHub.COMMIT);
    }

    private List<ModelEntry> all() {
        return store.list(Progress.NONE);
    }

    private ModelEntry titled(String title) {
        List<ModelEntry> all = all();
        return all.stream()
                .filter(one -> one.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title + " is not in " + all));
    }

    private String addingRefused(Path file) {
        return assertThrows(Refusal.class, () -> store.add(file.toString(), ""))
                .getMessage()
                .replaceFirst("^model=\\Q" + file + "\\E: ", "");
    }

    @Test
    void theLicenceIsThatOfTheCard() throws Exception {
        copy(GOLDEN.resolve("tiny-sd1"), snapshot("told"));
        write("hub/models--somebody--told/snapshots/" + LocalHub.COMMIT + "/README.md", """
                ---
                tags: [x]
                license: mit
                ---
                license: of the text below
                """.getBytes());
        copy(GOLDEN.resolve("tiny-sd1"), snapshot("untold"));
        copy(GOLDEN.resolve("tiny-sd1"), folder.resolve("plain"));
        Files.writeString(
                folder.resolve("plain/README.md"),
                "---\r\nlicense: other\r\nlicense_name: 'stabilityai-ai-community'\r\n---\r\n");
        store.add(folder.resolve("plain").toString(), "");
        assertEquals("mit (its card says)", titled("somebody/told").licence());
        assertEquals("not told", titled("somebody/untold").licence());
        assertEquals("stabilityai-ai-community (its card says)", titled("plain").licence());
        Files.writeString(folder.resolve("plain/README.md"), "About\nlicense: mit\n");
        assertEquals("not told", titled("plain").licence());
    }

    /** A store of a lab that is looked into has notes of what was accepted when it was filled. */
    @Test
    void theLicenceOfANoteIsNotThatOfACard() throws Exception {
        Path lab = folder.resolve("lab/models/tiny");
        copy(GOLDEN.resolve("tiny-sd1"), lab);
        Files.writeString(lab.resolve("README.md"), "---\nlicense: mit\n---\n");
        Files.writeString(lab.resolve(InstalledModels.NOTE), "{\"licence\": \"openrail\"}");
        store.lookIn(folder.resolve("lab").toString());
        assertEquals("openrail (noted when it was downloaded)", titled("tiny").licence());
        Files.writeString(lab.resolve(InstalledModels.NOTE), "{\"licence\": \"unknown\"}");
        assertEquals("mit (its card says)", titled("tiny").licence());
    }

    /** The list takes a folder for a model where a run does, and says what it lacks as a run does. */
    @Test
    void aFolderWithoutItsIndexIsAModelWhereARunTakesIt() throws Exception {
        Path model = folder.resolve("kept/mine");
        copy(GOLDEN.resolve("tiny-sd1"), model);
        Files.deleteIfExists(model.resolve("model_index.json"));
        store.lookIn(folder.resolve("kept").toString());
        assertEquals(model, ModelFolder.of(model.toString()));
        assertTrue(titled("mine").isModel(), titled("mine").toString());
        for (String part : List.of("tokenizer", "text_encoder", "vae", "scheduler")) {
            Files.move(model.resolve(part), folder.resolve("away"));
            String run = assertThrows(Refusal.class, () -> ModelFolder.of(model.toString()))
                    .getMessage();
            assertTrue(run.contains("it has no folder '" + part + "' and no model_index.json. Give a folder in"), run);
            ModelEntry entry = titled("mine");
            assertEquals(run, entry.look().problem());
            assertEquals("cannot be used", entry.kind());
            String list = StoreText.list(all());
            assertTrue(list.contains("\n" + run) && !list.contains(": " + run), list);
            String look = assertThrows(Refusal.class, () -> store.lookIn(model.toString()))
                    .getMessage();
            assertTrue(look.endsWith(run), look);
            Files.move(folder.resolve("away"), model.resolve(part));
        }
        store.lookIn(model.toString());
        assertEquals(model.toString(), titled("mine").name());
        Path comfy = folder.resolve("ComfyUI/models");
        copy(GOLDEN.resolve("tiny-taesd"), comfy.resolve("vae/taesd"));
        write("ComfyUI/models/unet/flux.safetensors", FLUX);
        assertEquals(
                List.of(comfy.resolve("unet/flux.safetensors"), comfy.resolve("vae/taesd")),
                OtherPrograms.below(comfy).stream().sorted().toList(),
                "a folder for each kind is no model");
    }

    @Test
    void whatCannotBeUsedIsListedWithTheReasonThatAddingGives() throws Exception {
        String web = "stable-diffusion-webui/models/Stable-diffusion/";
        List<Path> files = List.of(
                write(web + "broken.safetensors", "<!DOCTYPE html><html>Sign in</html>".getBytes()),
                write(web + "flux.safetensors", FLUX),
                write(web + "sub/old.ckpt", new byte[99]));
        write(
                "stable-diffusion-webui/models/VAE/good.safetensors",
                Files.readAllBytes(GOLDEN.resolve("tiny-taesd/diffusion_pytorch_model.safetensors")));
        write("stable-diffusion-webui/models/ESRGAN/4x.pt", new byte[9]);
        write("stable-diffusion-webui/models/ControlNet/pose.safetensors", LocalHub.weights("control_model.x", 4));
        store.lookIn(folder.resolve("stable-diffusion-webui").toString());
        for (Path file : files) {
            ModelEntry one = titled(PartFile.title(file));
            assertEquals(file.toString(), one.name());
            assertEquals("cannot be used", one.kind());
            assertEquals(addingRefused(file), one.look().problem());
            assertTrue(one.look().problem().length() > 20, one.look().problem());
            assertFalse(store.choices(ModelLook.Use.MODEL).containsKey(one.name()));
        }
        assertTrue(titled("old.ckpt").look().problem().contains("is a pickled checkpoint"));
        assertTrue(titled("flux").look().problem().startsWith("It is Flux"));
        String list = StoreAction.LIST.run(store, "", Map.of(), Progress.NONE).text();
        assertTrue(list.contains("\n" + files.get(1) + ": It is Flux, which"), list);
        assertTrue(list.contains("\n" + files.get(2) + " is a pickled checkpoint"), list);
        assertFalse(list.contains("4x") || list.contains("pose"), list);
        assertTrue(list.indexOf("good") < list.indexOf("flux"), list);
    }

    @Test
    void ofManyThatCannotBeUsedInOneFolderSomeAreToldOneByOne() throws Exception {
        for (int i = 10; i < 30; i++) write("my words/embeddings/old" + i + ".pt", new byte[i]);
        write("my words/embeddings/good.safetensors", LocalHub.weights("emb_params", 4));
        store.lookIn(folder.resolve("my words").toString());
        List<ModelEntry> cannot = all().stream()
                .filter(one -> one.kind().equals("cannot be used"))
                .toList();
        assertEquals(Unusable.FEW + 1, cannot.size());
        ModelEntry rest = cannot.get(Unusable.FEW);
        assertEquals("15 more in embeddings", rest.title());
        assertTrue(rest.look().problem().contains("embeddings holds 15 more that cannot be used, such as old"));
        assertTrue(
                rest.look().problem().matches(".* models add [\"'].*my words.*[\"']"), "it can be pasted into a shell");
        assertTrue(rest.look().bytes() > 15 * 10 && rest.look().bytes() < 15 * 30);
    }

    @Test
    void ofTheCacheOnlyWhatDrawsIsTold() throws Exception {
        copy(GOLDEN.resolve("tiny-sd1"), snapshot("half"));
        Files.delete(snapshot("half").resolve("unet/config.json"));
        write(folder.relativize(snapshot("language")).resolve("config.json").toString(), "{}".getBytes());
        write(
                folder.relativize(snapshot("language"))
                        .resolve("model.safetensors")
                        .toString(),
                FLUX);
        write(folder.relativize(snapshot("file")).resolve("flux.safetensors").toString(), FLUX);
        write(folder.relativize(snapshot("sounds")).resolve("vocab.json").toString(), FLUX);
        assertEquals("cannot be used", titled("somebody/half").kind());
        assertTrue(titled("somebody/half").look().problem().contains("config.json"));
        assertTrue(titled("somebody/file").look().problem().startsWith("It is Flux"));
        assertTrue(all().stream().noneMatch(one -> one.name().matches("somebody/(language|sounds)")));
    }

    /** Which of its snapshots is meant nobody says: the list tells so, and each snapshot can be checked. */
    @Test
    void aModelOfTheCacheWithTwoSnapshotsIsListedWithTheReason() throws Exception {
        for (String name : List.of("two", "words")) {
            for (String commit : List.of("a".repeat(40), "b".repeat(40))) {
                Path snapshot = snapshot(name).resolveSibling(commit);
                if (name.equals("two")) copy(GOLDEN.resolve("tiny-sd1"), snapshot);
                else write(folder.relativize(snapshot).resolve("config.json").toString(), "{}".getBytes());
            }
        }
        ModelEntry two = titled("somebody/two");
        assertEquals("cannot be used", two.kind());
        String why = assertThrows(Refusal.class, () -> ModelFolder.of("somebody/two"))
                .getMessage();
        assertTrue(why.contains("with 2 snapshots. Name one of them: "), why);
        assertEquals(why, two.look().problem());
        assertEquals(
                why,
                assertThrows(Refusal.class, () -> store.verify("somebody/two", Progress.NONE))
                        .getMessage());
        String list = StoreText.list(all());
        assertTrue(list.contains("\nsomebody/two  ") && list.contains(why), list);
        assertFalse(list.contains("somebody/words"), "a language model: " + list);
        String named = why.replaceFirst(".*Name one of them: (.*), \\.\\.\\.$", "$1");
        assertTrue(store.verify(named, Progress.NONE).text().contains("  unet/config.json\n"));
        Path main = snapshot("two").getParent().resolveSibling("refs/main");
        write(folder.relativize(main).toString(), "b".repeat(40).getBytes());
        assertTrue(titled("somebody/two").isModel());
    }

    /** A link leads to its own folder, to one above or to another: what lies there is one model. */
    @Test
    void aFileThatLinksLeadToOnceMoreIsToldOnce() throws Exception {
        Path lora = write("UI/models/loras/ink.safetensors", LocalHub.lora(10));
        Path word = write("UI/embeddings/wet.safetensors", LocalHub.weights("emb_params", 4));
        copy(GOLDEN.resolve("tiny-sd1"), folder.resolve("UI/models/tiny"));
        Files.createSymbolicLink(lora.resolveSibling("again"), lora.getParent());
        Files.createSymbolicLink(lora.resolveSibling("up"), folder.resolve("UI"));
        Files.createSymbolicLink(folder.resolve("UI/models/a"), lora.getParent());
        Files.createSymbolicLink(folder.resolve("UI/models/z"), lora.getParent());
        Files.createSymbolicLink(lora.resolveSibling("a.safetensors"), lora);
        Files.createSymbolicLink(folder.resolve("UI/models/tiny/loop"), folder.resolve("UI/models/tiny"));
        assertEquals(
                List.of(word, lora, folder.resolve("UI/models/tiny")),
                OtherPrograms.below(folder.resolve("UI")).stream().sorted().toList());
        String told = store.lookIn(folder.resolve("UI").toString());
        assertTrue(told.startsWith("Found 3 models in "), told);
        assertTrue(titled("tiny").look().bytes() > 0, "its size is told");
        assertTrue(store.verify(titled("tiny").name(), Progress.NONE).text().contains("  unet/config.json\n"));
    }

    @Test
    void aFolderWithOnlySuchSaysWhy() throws Exception {
        write("here/flux.safetensors", FLUX);
        String message = assertThrows(
                        Refusal.class, () -> store.lookIn(folder.resolve("here").toString()))
                .getMessage();
        assertTrue(message.endsWith("What is there cannot be used: It is Flux, which cannot be used here."), message);
    }

    /** Whoever has copied eight models badly learns it of more than one. */
    @Test
    void eachOfWhatIsBrokenIsTold() throws Exception {
        List<Path> files = new ArrayList<>();
        byte[] whole = LocalHub.lora(100);
        for (int i = 0; i < 8; i++)
            files.add(write("here/copy" + i + ".safetensors", Arrays.copyOf(whole, whole.length - 1 - i)));
        String message = assertThrows(
                        Refusal.class, () -> store.lookIn(folder.resolve("here").toString()))
                .getMessage();
        assertTrue(message.contains("\n8 there cannot be used:\n"), message);
        List<String> told = message.lines()
                .filter(line -> line.startsWith(folder.toString()))
                .toList();
        assertEquals(Unusable.FEW, told.size(), message);
        assertEquals(Unusable.FEW, Set.copyOf(told).size(), message);
        assertTrue(told.get(0).matches(".*/copy\\d\\.safetensors.*half-way.*"), message);
        assertTrue(message.endsWith("\nand 3 more. Why, that is told of each by: models add /path."), message);
        for (Path file : files.subList(3, 8)) Files.delete(file);
        message = assertThrows(
                        Refusal.class, () -> store.lookIn(folder.resolve("here").toString()))
                .getMessage();
        for (Path file : files.subList(0, 3)) assertTrue(message.contains("\n" + file), message);
        assertFalse(message.contains(" more."), message);
        write("here/good.safetensors", whole);
        String found = store.lookIn(folder.resolve("here").toString());
        assertTrue(found.startsWith("Found 1 model in "), found);
        for (Path file : files.subList(0, 3)) assertTrue(found.contains("\n" + file), found);
    }

    @Test
    void anAutoencoderIsCalledAsItsFolderAndFromTheProgramThatHasIt() throws Exception {
        Map<String, ModelEntry.Origin> programs = Map.of(
                "a/stable-diffusion-webui/models/VAE", ModelEntry.Origin.AUTOMATIC1111,
                "b/ComfyUI/models/vae", ModelEntry.Origin.COMFYUI,
                "c/invokeai/models/sd-1/vae", ModelEntry.Origin.INVOKEAI,
                "d/mine/models", ModelEntry.Origin.FOLDER,
                "e/mine/models/checkpoints", ModelEntry.Origin.COMFYUI,
                "f/mine/models/Stable-diffusion", ModelEntry.Origin.AUTOMATIC1111);
        for (String path : programs.keySet()) {
            copy(GOLDEN.resolve("tiny-taesd"), folder.resolve(path).resolve("taesd-" + path.charAt(0)));
            store.lookIn(
                    folder.resolve(path.substring(0, path.indexOf("/models"))).toString());
        }
        for (Map.Entry<String, ModelEntry.Origin> program : programs.entrySet()) {
            ModelEntry one = titled("taesd-" + program.getKey().charAt(0));
            assertEquals(ModelLook.Use.VAE, one.look().use());
            assertEquals(program.getValue(), one.origin(), program.getKey());
            assertTrue(Files.isDirectory(one.place()));
        }
        assertTrue(all().stream().noneMatch(one -> one.title().contains("diffusion_pytorch_model")));
        Path inside = write("i/invokeai.yaml", new byte[0]).resolveSibling("models");
        assertEquals(ModelEntry.Origin.INVOKEAI, OtherPrograms.program(inside));
    }

    @Test
    void aLoraOfAKindThatIsRefusedIsNoneThatCanBeUsed() throws Exception {
        Path dora = folder.resolve("ComfyUI/models/loras/dora.safetensors");
        Files.createDirectories(dora.getParent());
        Files.copy(GOLDEN.resolve("loras/refuse_dora_peft.safetensors"), dora);
        Files.copy(GOLDEN.resolve("loras/kohya_linear_f16.safetensors"), dora.resolveSibling("plain.safetensors"));
        store.lookIn(folder.resolve("ComfyUI").toString());
        assertEquals("a LoRA", titled("plain").kind());
        Files.createDirectories(snapshot("ink"));
        Files.copy(dora.resolveSibling("plain.safetensors"), snapshot("ink").resolve("ink.safetensors"));
        assertEquals(
                Map.of(
                        "somebody/ink",
                        "somebody/ink (Hugging Face cache)",
                        dora.resolveSibling("plain.safetensors").toString(),
                        "plain (ComfyUI)"),
                store.choices(ModelLook.Use.LORA));
        assertEquals("cannot be used", titled("dora").kind());
        assertTrue(
                titled("dora").look().problem().startsWith("It is DoRA (PEFT naming), which is not supported. Plain"));
        assertEquals(addingRefused(dora), titled("dora").look().problem());
        for (String kind : List.of("dora", "full_diff", "ia3", "locon_mid", "loha", "lokr", "oft")) {
            ModelLook look = ModelLook.at(GOLDEN.resolve("loras/refuse_" + kind + ".safetensors"));
            assertEquals(ModelLook.Use.NONE, look.use(), kind);
            assertTrue(look.problem().length() < 400, kind + ": " + look.problem());
        }
    }

    @Test
    void filesOfTheCacheAreComparedWithTheNamesOfTheirBlobs() throws Exception {
        Path unet = snapshot("tiny").resolve("unet/diffusion_pytorch_model.safetensors");
        Path index = snapshot("tiny").resolve("model_index.json");
        Path large = link(unet, "hello".getBytes(), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        Path small = link(index, "hello\n".getBytes(), "ce013625030ba8dba906f756967f9e9ca394464a");
        assertEquals("told by the cache", titled("somebody/tiny").hashes());
        String right = store.verify("somebody/tiny", Progress.NONE).text();
        assertTrue(
                right.startsWith(
                        "OK    model_index.json\nOK    unet/diffusion_pytorch_model.safetensors\nFAIL  The files of"
                                + " somebody/tiny are those that its cache names, but cannot be used: "),
                right);
        assertTrue(titled("somebody/tiny").hashes().startsWith("right, checked "));
        Files.writeString(large, "hullo");
        String told = store.verify("somebody/tiny", Progress.NONE).text();
        assertTrue(
                told.contains("OK    model_index.json\nFAIL  unet/diffusion_pytorch_model.safetensors: its content"),
                told);
        assertTrue(told.contains(large.toString()) && told.contains("delete what is damaged"), told);
        assertEquals("damaged", titled("somebody/tiny").hashes());
        Files.writeString(large, "hello");
        Files.writeString(small, "hello");
        told = store.verify("somebody/tiny", Progress.NONE).text();
        assertTrue(told.startsWith("FAIL  model_index.json: its content") && told.contains("OK    unet"), told);
        Files.delete(small);
        told = store.verify("somebody/tiny", Progress.NONE).text();
        assertTrue(told.startsWith("FAIL  model_index.json: it is missing"), told);
    }

    /** Sums tell of the way and not of the source: what a run has found is told of what other programs have, too. */
    @Test
    void whatARunHasFoundIsToldBehindTheSumsOfTheCache() throws Exception {
        Map<String, byte[]> files = LocalHub.tiny();
        byte[] unet = files.get("unet/diffusion_pytorch_model.safetensors");
        Arrays.fill(unet, unet.length - 4, unet.length, (byte) -1); // no number in any precision
        Path other = folder.resolve("other/models/mine");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String sum = FileTransferTest.sum(file.getValue()).get().hex();
            link(snapshot("none").resolve(file.getKey()), file.getValue(), sum);
            write("other/models/mine/" + file.getKey(), file.getValue());
        }
        store.lookIn(folder.resolve("other").toString());
        Outcome before = store.verify("somebody/none", Progress.NONE);
        assertTrue(
                before.well() && before.text().endsWith("\nAll files of somebody/none are as they should be."),
                before.text());
        assertTrue(store.verify(other.toString(), Progress.NONE).well());
        for (Path place : List.of(snapshot("none"), other))
            assertThrows(Refusal.class, () -> PyTorch.call(() -> StableDiffusion.open(place)));
        Outcome after = store.verify("somebody/none", Progress.NONE);
        assertFalse(after.well(), "scripts read it");
        assertTrue(
                after.text()
                        .contains(
                                "\nFAIL  The files of somebody/none are those that its cache names, but cannot be used: A"
                                        + " run on "),
                after.text());
        assertTrue(after.text().contains("(NaN or infinite)"), after.text());
        assertTrue(
                after.text()
                        .endsWith(
                                ". It is so at its source, and another download brings the same. Take another model or"
                                        + " another copy."),
                after.text());
        after = store.verify(other.toString(), Progress.NONE);
        assertTrue(
                !after.well()
                        && after.text()
                                .matches("(?s).*\nNobody has told .*\nFAIL  \\Q" + other
                                        + "\\E cannot be used: A run on .*download it again, or take .*"),
                after.text());
    }

    /** A file of the cache lies among the blobs; a snapshot links to it. */
    private Path link(Path link, byte[] content, String sum) throws Exception {
        Path blob = folder.resolve("hub/models--somebody--tiny/snapshots")
                .resolveSibling("blobs")
                .resolve(sum);
        Files.createDirectories(blob.getParent());
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, link.getParent().relativize(blob));
        return Files.write(blob, content);
    }

    @Test
    void sumsOfOtherFilesAreTold() throws Exception {
        Path file = write("ComfyUI/models/loras/ink.safetensors", LocalHub.lora(10));
        Path cut = write("ComfyUI/models/loras/hello.safetensors", "hello".getBytes());
        assertThrows(
                Refusal.class,
                () -> store.verify(file.toString(), Progress.NONE).text(),
                "nobody has named the folder");
        store.lookIn(folder.resolve("ComfyUI").toString());
        assertTrue(store.verify(file.toString(), Progress.NONE)
                .text()
                .matches("sha256:[0-9a-f]{64}  ink.safetensors\nNobody has.*"));
        assertTrue(store.verify(file.toString(), Progress.NONE).well());
        String hello = store.verify(cut.toString(), Progress.NONE).text();
        assertTrue(hello.contains("\nFAIL  " + cut + " cannot be used: " + cut + " is damaged: it has only"), hello);
        assertTrue(store.verify(cut.toString(), Progress.NONE)
                .text()
                .startsWith("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  hello.safe"));
        assertTrue(titled("hello").canBeChecked() && titled("ink").canBeChecked());
        assertFalse(titled("mini").canBeChecked());
    }

    /** Windows of two ImageJs that share the list. */
    @Test
    void foldersThatAreNamedAtTheSameTimeAreAllKept() throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 8; i++)
            all.add(write("shared/" + i + "/ink.safetensors", LocalHub.lora(10))
                    .getParent()
                    .toString());
        for (int round = 0; round < 5; round++) {
            Files.deleteIfExists(store.folder().resolve("folders.json"));
            CountDownLatch begin = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (String one : all) {
                Thread thread = new Thread(() -> {
                    try {
                        begin.await();
                        store.lookIn(one);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            begin.countDown();
            for (Thread thread : threads) thread.join();
            List<String> kept = new NamedFolders(store.folder())
                    .readable().stream().map(Path::toString).sorted().toList();
            assertEquals(all, kept);
        }
    }

    @Test
    void aFolderThatWasNamedIsForgottenAndKeepsItsFiles() throws Exception {
        Path ink = write("my ComfyUI/models/loras/ink.safetensors", LocalHub.lora(10));
        Path comfy = folder.resolve("my ComfyUI");
        Path other = write("other/sun.safetensors", LocalHub.lora(10)).getParent();
        String found = store.lookIn(comfy.toString());
        assertTrue(found.endsWith(" To look there no more: models forget \"" + comfy + "\"."), found);
        store.lookIn(other.toString());
        assertEquals(List.of(comfy, other), store.named());
        String removing =
                assertThrows(Refusal.class, () -> store.remove(ink.toString())).getMessage();
        assertTrue(removing.contains(" To look there no more: models forget \"" + comfy + "\"."), removing);
        for (Path wrong : List.of(ink, folder, folder.resolve("none")))
            assertEquals(
                    "model=" + wrong + ": this is no folder that was named to look for models in. There is: \"" + comfy
                            + "\", " + other + ".",
                    assertThrows(Refusal.class, () -> store.forget(wrong.toString()))
                            .getMessage());
        assertEquals(ink.toString(), titled("ink").name());
        Path link = Files.createSymbolicLink(folder.resolve("link"), comfy);
        assertEquals(
                "Models are no longer looked for in " + link
                        + "; nothing there was deleted, and each is still given by its path.",
                StoreAction.FORGET
                        .run(store, link.toString(), Map.of(), Progress.NONE)
                        .text());
        assertTrue(Files.exists(ink));
        assertEquals(List.of(other), store.named());
        assertTrue(all().stream().noneMatch(one -> one.title().equals("ink")));
        Files.move(other, folder.resolve("away"));
        store.forget(other.toString());
        assertEquals(List.of(), store.named(), "its disk is unplugged");
        String none = assertThrows(Refusal.class, () -> store.forget(comfy.toString()))
                .getMessage();
        assertTrue(none.endsWith(" None was named."), none);
    }

    /** It would be lost by the next folder that is named. */
    @Test
    void aDamagedListOfFoldersIsToldAndKept() throws Exception {
        write("ComfyUI/models/loras/ink.safetensors", LocalHub.lora(10));
        String named = folder.resolve("ComfyUI").toString();
        store.lookIn(named);
        Path list = store.folder().resolve("folders.json");
        String whole = Files.readString(list);
        Map<String, String> damaged = new LinkedHashMap<>();
        damaged.put(whole.substring(0, whole.length() - 5), " is not a JSON list: it ends in the middle, as a");
        damaged.put("", " is empty. It lists the folders in which models");
        damaged.put("{}", " is not a JSON list: it holds '{}'");
        damaged.put(whole + "]", " is not a JSON list: something stands behind its end. It lists the folders");
        damaged.put("[{}]", " holds something that is no path of a folder. It lists the folders in which models");
        damaged.put("[\"a\u0000\"]", " holds something that is no path of a folder. It lists the folders");
        for (String text : damaged.keySet()) {
            Files.writeString(list, text);
            ModelEntry told = titled("folders.json");
            assertEquals("cannot be used", told.kind());
            String problem = told.look().problem();
            assertTrue(problem.startsWith(list + damaged.get(text).replace(", as a", "")), problem);
            assertTrue(problem.endsWith("name each folder again by models look /path."), problem);
            assertFalse(told.canBeChecked() || told.isOfFolder());
            String ink = folder.resolve("ComfyUI/models/loras/ink.safetensors").toString();
            assertEquals(
                    problem,
                    assertThrows(Refusal.class, () -> store.verify(ink, Progress.NONE))
                            .getMessage());
            for (StoreAction action : List.of(StoreAction.LOOK, StoreAction.FORGET))
                assertEquals(
                        problem,
                        assertThrows(Refusal.class, () -> action.run(store, named, Map.of(), Progress.NONE))
                                .getMessage());
            assertEquals(text, Files.readString(list));
        }
        Files.delete(list);
        store.lookIn(named);
        assertEquals(whole, Files.readString(list));
    }

    /** What the list tells and what is looked into are of the same moment. */
    @Test
    void theListOfFoldersIsReadOnce() throws Exception {
        write("ComfyUI/models/loras/ink.safetensors", LocalHub.lora(10));
        copy(GOLDEN.resolve("tiny-sd1"), snapshot("cached"));
        store.lookIn(folder.resolve("ComfyUI").toString());
        Path list = store.folder().resolve("folders.json");
        String whole = Files.readString(list);
        for (boolean damaged : new boolean[] {true, false}) {
            Files.writeString(list, damaged ? "" : whole);
            List<String> titles = store
                    .list((done, total, message) -> {
                        try {
                            if (message.startsWith("Looking for models")) Files.writeString(list, damaged ? whole : "");
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        return true;
                    })
                    .stream()
                    .map(ModelEntry::title)
                    .toList();
            assertEquals(List.of(damaged, !damaged), List.of(titles.contains("folders.json"), titles.contains("ink")));
        }
    }

    @Test
    void aDamagedListOfLicencesIsARow() throws Exception {
        Path list = write("own/licences.json", "[]".getBytes());
        ModelEntry told = titled("licences.json");
        assertEquals(List.of("cannot be used", "damaged"), List.of(told.kind(), told.hashes()));
        String text = StoreAction.LIST.run(store, "", Map.of(), Progress.NONE).text();
        assertTrue(text.contains("\n" + list + " is not a JSON object: it holds '[]'. It lists the licences"), text);
        Files.delete(list);
        text = StoreAction.LIST.run(store, "", Map.of(), Progress.NONE).text();
        assertFalse(text.contains("licences.json"), text);
        assertTrue(text.matches("(?s)NAME +WHAT IT IS +SIZE +PRECISION +LICENCE +FILES +FROM\n.*"), text);
    }

    @Test
    void theListTellsTheLicenceOfAnEmbeddedModelThatIsTold() throws Exception {
        String told = store.licence("mini", "");
        assertEquals(
                "Licence of mini, which is embedded in the plugin: "
                        + titled("mini").licence() + " (https://opensource.org/license/bsd-2-clause)",
                told);
    }
}
