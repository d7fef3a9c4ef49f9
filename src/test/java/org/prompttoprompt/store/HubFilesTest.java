package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;

/** Which files of a repository are needed, by listings as they are published. */
class HubFilesTest {
    private static final URI SOMEWHERE = URI.create("https://example.org/x");
    private static final String[] SD15 = {
        ".gitattributes",
        "README.md",
        "model_index.json",
        "v1-5-pruned.ckpt",
        "v1-5-pruned.safetensors",
        "feature_extractor/preprocessor_config.json",
        "safety_checker/config.json",
        "safety_checker/model.safetensors",
        "scheduler/scheduler_config.json",
        "text_encoder/config.json",
        "text_encoder/model.fp16.safetensors",
        "text_encoder/model.safetensors",
        "text_encoder/pytorch_model.bin",
        "tokenizer/merges.txt",
        "tokenizer/special_tokens_map.json",
        "tokenizer/tokenizer_config.json",
        "tokenizer/vocab.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "unet/diffusion_pytorch_model.non_ema.safetensors",
        "unet/diffusion_pytorch_model.safetensors",
        "vae/config.json",
        "vae/diffusion_pytorch_model.bin",
        "vae/diffusion_pytorch_model.safetensors"
    };

    private static Listing listing(String... paths) {
        List<RemoteFile> files = Arrays.stream(paths)
                .map(path -> new RemoteFile(path, SOMEWHERE, 1, Optional.empty()))
                .toList();
        return new Listing("somebody/model", "model", "", new Licence("", ""), files);
    }

    private static List<String> chosen(boolean half, String file, String... paths) {
        return HubFiles.choose(listing(paths), file, half).files().stream()
                .map(RemoteFile::path)
                .toList();
    }

    @Test
    void ofAFolderWhatIsReadAndHalfPrecisionWhereItIsWished() {
        List<String> half = chosen(true, "", SD15);
        assertEquals(12, half.size(), half.toString());
        assertTrue(half.contains("unet/diffusion_pytorch_model.fp16.safetensors"));
        assertTrue(half.contains("text_encoder/model.fp16.safetensors"));
        assertTrue(half.contains("vae/diffusion_pytorch_model.safetensors"), "there is no half of it");
        assertTrue(half.contains("tokenizer/merges.txt"));
        List<String> single = chosen(false, "", SD15);
        assertEquals(12, single.size());
        assertTrue(single.contains("unet/diffusion_pytorch_model.safetensors"));
        for (String path : single)
            assertFalse(path.contains("fp16") || path.contains("safety") || path.contains(".bin"), path);
    }

    @Test
    void shardsComeWithTheirIndex() {
        String[] sharded = {
            "model_index.json",
            "unet/config.json",
            "unet/diffusion_pytorch_model.safetensors.index.json",
            "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
            "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
            "unet/diffusion_pytorch_model.bin.index.json"
        };
        assertEquals(Arrays.asList(sharded).subList(0, 5), chosen(true, "", sharded));
    }

    @Test
    void ofFilesTheOnlyOneOrTheOneThatIsNamed() {
        assertEquals(List.of("ink.safetensors"), chosen(true, "", "README.md", "ink.safetensors"));
        assertEquals(
                List.of("diffusion_pytorch_model.safetensors", "config.json"),
                chosen(true, "", "taesd_decoder.safetensors", "diffusion_pytorch_model.safetensors", "config.json"));
        assertEquals(List.of("b.safetensors"), chosen(true, "b.safetensors", "a.safetensors", "b.safetensors"));
        String several = assertThrows(Refusal.class, () -> chosen(true, "", "a.safetensors", "b.safetensors"))
                .getMessage();
        assertTrue(several.contains("file=a.safetensors"), several);
        String none = assertThrows(Refusal.class, () -> chosen(true, "c.safetensors", "a.safetensors"))
                .getMessage();
        assertTrue(none.contains("It has: a.safetensors."), none);
    }

    @Test
    void pickledOnesAreNotTaken() {
        assertTrue(assertThrows(Refusal.class, () -> chosen(true, "", "a.ckpt"))
                .getMessage()
                .contains("but as a.ckpt"));
        assertThrows(Refusal.class, () -> chosen(true, "a.ckpt", "a.ckpt"));
        assertThrows(
                Refusal.class,
                () -> chosen(true, "", "model_index.json", "unet/config.json", "unet/diffusion_pytorch_model.bin"));
    }

    @Test
    void pagesOfRepositoriesStandForThem() {
        URI hub = URI.create("https://huggingface.co");
        assertEquals("a/b", Source.parse(" a/b ", hub).toString());
        assertEquals("a/b@v2", Source.parse("a/b@v2", hub).toString());
        assertEquals("a/b", Source.parse("https://huggingface.co/a/b", hub).toString());
        assertEquals(
                "a/b@v2",
                Source.parse("https://huggingface.co/a/b/tree/v2", hub).toString());
        assertEquals(
                "https://huggingface.co/a/b/resolve/main/c.safetensors",
                Source.parse("https://huggingface.co/a/b/blob/main/c.safetensors", hub)
                        .toString());
    }

    @Test
    void theRecommendedOnesAreWhole() {
        assertTrue(Recommended.all().size() > 6);
        for (Recommended model : Recommended.all()) {
            Source.parse(model.source(), URI.create("https://huggingface.co"));
            assertTrue(model.name().matches("[a-z0-9.-]+") && model.bytes() > 1_000_000, model.name());
            assertTrue(
                    model.licenceLink().startsWith("https://")
                            && !model.licence().isEmpty(),
                    model.name());
            assertTrue(model.description().length() > 80 && model.description().endsWith("."), model.name());
            assertTrue(model.sha256().isEmpty() || model.sha256().matches("[0-9a-f]{64}"), model.name());
        }
        for (String use : List.of("photographs", "drawings", "microscopy"))
            assertTrue(Recommended.all().stream().anyMatch(model -> model.use().equals(use)), use);
    }

    @Test
    void proxiesComeFromTheEnvironment() {
        Proxies proxies = new Proxies(Map.of(
                "HTTPS_PROXY",
                "http://user:secret@proxy.example.org:3128",
                "NO_PROXY",
                "localhost,.inside.example.org"));
        assertEquals("proxy.example.org:3128", address(proxies, "https://huggingface.co/a"));
        assertEquals("", address(proxies, "https://hub.inside.example.org/a"));
        assertEquals("", address(proxies, "http://127.0.0.1:8080/a"));
        assertEquals("", address(proxies, "http://example.org/a"));
        Proxies wrong = new Proxies(Map.of("https_proxy", "not a proxy"));
        assertThrows(Refusal.class, () -> wrong.select(URI.create("https://example.org")));
    }

    private static String address(Proxies proxies, String uri) {
        var address = (java.net.InetSocketAddress)
                proxies.select(URI.create(uri)).get(0).address();
        return address == null ? "" : address.getHostString() + ":" + address.getPort();
    }
}
