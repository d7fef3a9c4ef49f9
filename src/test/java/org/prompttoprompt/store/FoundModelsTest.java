package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelLook;
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
        String list = StoreAction.LIST.run(store, "", Map.of(), Progress.NONE);
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

    @Test
    void aFolderWithOnlySuchSaysWhy() throws Exception {
        write("here/flux.safetensors", FLUX);
        String message = assertThrows(
                        Refusal.class, () -> store.lookIn(folder.resolve("here").toString()))
                .getMessage();
        assertTrue(message.endsWith("What is there cannot be used: It is Flux, which cannot be used here."), message);
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
                Map.of("somebody/ink", "somebody/ink (Hugging Face cache)"),
                store.choices(ModelLook.Use.LORA),
                "the page says that files of other programs are behind More...");
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
        assertEquals("""
                OK    model_index.json
                OK    unet/diffusion_pytorch_model.safetensors
                All files of somebody/tiny are as they should be.""", store.verify("somebody/tiny", Progress.NONE));
        assertTrue(titled("somebody/tiny").hashes().startsWith("right, checked "));
        Files.writeString(large, "hullo");
        String told = store.verify("somebody/tiny", Progress.NONE);
        assertTrue(
                told.contains("OK    model_index.json\nFAIL  unet/diffusion_pytorch_model.safetensors: its content"),
                told);
        assertTrue(told.contains(large.toString()) && told.contains("delete what is damaged"), told);
        assertEquals("damaged", titled("somebody/tiny").hashes());
        Files.writeString(large, "hello");
        Files.writeString(small, "hello");
        told = store.verify("somebody/tiny", Progress.NONE);
        assertTrue(told.startsWith("FAIL  model_index.json: its content") && told.contains("OK    unet"), told);
        Files.delete(small);
        told = store.verify("somebody/tiny", Progress.NONE);
        assertTrue(told.startsWith("FAIL  model_index.json: it is missing"), told);
    }

    /** A file of the cache lies among the blobs; a snapshot links to it. */
    private Path link(Path link, byte[] content, String sum) throws Exception {
        Path blob = snapshot("tiny").getParent().resolveSibling("blobs").resolve(sum);
        Files.createDirectories(blob.getParent());
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, link.getParent().relativize(blob));
        return Files.write(blob, content);
    }

    @Test
    void sumsOfOtherFilesAreTold() throws Exception {
        Path file = write("ComfyUI/models/loras/ink.safetensors", LocalHub.lora(10));
        Path cut = write("ComfyUI/models/loras/hello.safetensors", "hello".getBytes());
        assertThrows(Refusal.class, () -> store.verify(file.toString(), Progress.NONE), "nobody has named the folder");
        store.lookIn(folder.resolve("ComfyUI").toString());
        assertTrue(store.verify(file.toString(), Progress.NONE)
                .matches("sha256:[0-9a-f]{64}  ink.safetensors\nNobody has.*"));
        assertTrue(store.verify(cut.toString(), Progress.NONE)
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
            List<String> kept = new FoundModels(store.folder())
                    .folders().stream().map(Path::toString).sorted().toList();
            assertEquals(all, kept);
        }
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
