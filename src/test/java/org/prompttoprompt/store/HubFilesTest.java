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

    /** What stands in an address of a browser is encoded, and is not always a name. */
    @Test
    void anAddressThatIsNoRepositorysPageIsRefused() {
        URI hub = URI.create("https://huggingface.co");
        assertEquals(
                "a/b@refs/pr/1",
                Source.parse("https://huggingface.co/a/b/tree/refs%2Fpr%2F1", hub)
                        .toString());
        assertEquals(
                "a/b-c", Source.parse("https://huggingface.co/a/b%2Dc", hub).toString());
        for (String wrong : List.of(
                "../api",
                "%2e%2e/x",
                "a/b%20c",
                "\u00e4/b",
                "a/b%00",
                "a/b%2Fc%3Fd",
                "a/b%zz",
                "a/b/tree/x%20y",
                "a/b/tree/%00")) {
            String address = "https://huggingface.co/" + wrong;
            String told = assertThrows(Refusal.class, () -> Source.parse(address, hub), address)
                    .getMessage();
            assertTrue(told.contains("is the page of no repository") || told.contains("is no address"), told);
        }
    }

    private static final URI HUB = URI.create("https://hub.org");

    @Test
    void aLinkThatIsPutTogetherIsEncodedAndStaysInItsRepository() {
        String begin = "https://hub.org/a/b/blob/main/";
        assertEquals(begin + "LICENSE.md", Links.file(HUB, "a/b", "main", "LICENSE.md"));
        assertEquals(begin + "my%20licence%20%C3%A4%3F.md", Links.file(HUB, "a/b", "main", "./my licence \u00e4?.md"));
        assertEquals(begin + "README.md#the%20licence", Links.file(HUB, "a/b", "main", "/README.md#the licence"));
        assertEquals(
                begin + "x/%22%3E%3Cscript%3E%0A",
                Links.file(HUB, "a/b", "main", "x/\"><script>\n.").replaceFirst("\\.$", ""));
        assertEquals("https://hub.org/a/b/blob/refs%2Fpr%2F1/L", Links.file(HUB, "a/b", "refs/pr/1", "L"));
        assertEquals("https://hub.org/a%20b/%3Fc/blob/main/L", Links.file(HUB, "a b/?c", "main", "L"));
        for (String out :
                List.of("../../c/d", "x/../../y", "..", "", "#x", "x\\..\\y", "javascript:alert(1)", "mailto:x"))
            assertEquals("", Links.file(HUB, "a/b", "main", out), out);
    }

    /** What a server tells to open is an address of the web, or nothing is told. */
    @Test
    void aLinkThatIsToldIsOneOfTheWeb() {
        assertEquals("https://x.org/a?b=c#d", Links.checked(" https://x.org/a?b=c#d\n"));
        assertEquals("http://x.org/my%20own%20%C3%A4", Links.checked("http://x.org/my own \u00e4"));
        assertEquals(
                "https://x.org/%1B%5B2J".replace("%5B", "["),
                Links.checked("https://x.org/\u001b[2J").replace("%5B", "["));
        for (String wrong : List.of(
                "javascript:alert(1)//",
                "file:///etc/passwd",
                "LICENSE",
                "https:",
                "https://",
                "https://good.org@evil.org/x",
                "ftp://x.org/",
                "")) assertEquals("", Links.checked(wrong), wrong);
        assertEquals("mit and more", new Licence("mit\nand \u001b more", "").id());
        assertEquals("unknown", new Licence(" \u0007", "javascript://x").id());
        assertEquals("not told by the server", new Licence(" \u0007", "javascript://x.org").toString());
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
        assertTrue(assertThrows(Refusal.class, () -> wrong.select(URI.create("https://example.org")))
                .getMessage()
                .startsWith("https_proxy in the environment names the proxy 'not a proxy'"));
        for (String secret : List.of("user:secret@not a proxy", "http://user:se/cret@not a proxy", "sec ret@proxy")) {
            String told = assertThrows(
                            Refusal.class,
                            () -> new Proxies(Map.of("https_proxy", secret)).select(URI.create("https://example.org")))
                    .getMessage();
            assertTrue(told.contains("proxy'") && !told.contains("se"), told);
        }
    }

    private static String address(Proxies proxies, String uri) {
        var address = (java.net.InetSocketAddress)
                proxies.select(URI.create(uri)).get(0).address();
        return address == null ? "" : address.getHostString() + ":" + address.getPort();
    }
}
