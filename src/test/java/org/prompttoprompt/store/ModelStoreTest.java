package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.MountedDisk;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Models that come from a server of repositories, are checked, mended and removed, and what is said when something is wrong. */
class ModelStoreTest {
    private static final String ID = "somebody/tiny";
    private static final String LICENCE = "creativeml-openrail-m";
    private static final Patience SHORT = new Patience(3, Duration.ofMillis(1), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private LocalServer server;
    private ModelStore store;
    private Path models;

    @BeforeEach
    void open() throws Exception {
        server = new LocalServer();
        models = folder.resolve("models");
        System.setProperty(InstalledModels.PROPERTY, models.toString());
        System.setProperty("HF_HUB_CACHE", folder.resolve("hub").toString());
        store = new ModelStore(models, Map.of("HF_ENDPOINT", server.uri() + "/"), SHORT);
        LocalHub.serve(server, ID, LICENCE, LocalHub.tiny());
    }

    @AfterEach
    void close() {
        server.close();
        Token.useForThisSession("");
        System.clearProperty(InstalledModels.PROPERTY);
        System.clearProperty("HF_HUB_CACHE");
    }

    private Offer offer(String what) {
        return store.offer(what, "", true, "");
    }

    private String download(String what, String name) {
        Offer offer = offer(what);
        return store.download(offer, name, offer.licence(), Progress.NONE);
    }

    private static String refused(Runnable job) {
        String message = assertThrows(Refusal.class, job::run).getMessage();
        assertTrue(message.length() < 600 && !message.contains("Exception"), message);
        return message;
    }

    private List<String> left() throws IOException {
        if (!Files.exists(models)) return List.of();
        try (var all = Files.list(models)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".lock-") && !name.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aRepositoryIsInstalledAndKnownByItsName() throws Exception {
        Offer offer = offer(ID);
        assertEquals("tiny", offer.name());
        assertEquals(LICENCE, offer.licence());
        assertTrue(offer.text().contains("creativeml-openrail-m (https://"), offer.text());
        List<String> told = new ArrayList<>();
        String said = store.download(offer, "", LICENCE, (done, total, message) -> {
            assertTrue(done <= total, message);
            told.add(message);
            return true;
        });
        assertTrue(said.startsWith("Installed tiny (a small model of 94 words, "), said);
        assertTrue(said.endsWith("Give it as model=tiny."), said);
        assertTrue(told.get(0).startsWith("Downloading tiny: "), told.get(0));
        assertEquals(List.of("tiny"), left());
        assertEquals(models.resolve("tiny"), ModelFolder.of("tiny"));
        assertEquals(List.of("tiny"), InstalledModels.names());
        assertFalse(Files.exists(models.resolve("tiny/README.md")), "not needed");
        for (String path : LocalHub.tiny().keySet()) {
            if (path.endsWith(".md") || path.endsWith(".jpg")) continue;
            assertArrayEquals(LocalHub.tiny().get(path), Files.readAllBytes(models.resolve("tiny/" + path)), path);
        }
        ModelEntry entry = entry("tiny");
        assertEquals(ModelEntry.Origin.INSTALLED, entry.origin());
        assertEquals("single", entry.look().precision());
        assertTrue(entry.licence().matches("creativeml-openrail-m, accepted \\d{4}-\\d\\d-\\d\\d"), entry.licence());
        assertTrue(entry.hashes().matches("right, checked \\d{4}-\\d\\d-\\d\\d"), entry.hashes());
        assertEquals("tiny", store.choices(ModelLook.Use.MODEL).get("tiny"));
        assertTrue(refused(() -> download(ID, "")).contains("There is a model called 'tiny' already"));
        download(ID, "another");
        assertEquals(List.of("another", "tiny"), left());
    }

    private ModelEntry entry(String name) {
        return store.list(Progress.NONE).stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What is known to be wrong is refused at once: the server is asked nothing. */
    @Test
    void whatCannotBeDownloadedIsToldBeforeTheServerIsAsked() throws Exception {
        Files.createDirectories(models.resolve("there"));
        String weights = server.uri() + "/" + ID + "/resolve/main/x";
        Path mine = Files.writeString(folder.resolve("mine.safetensors"), "");
        for (String[] wrong : new String[][] {
            {
                "sd-turbo",
                "accept",
                "WRONG",
                "accept=WRONG: the licence of sd-turbo is stabilityai-ai-community (https://"
            },
            {"sd-turbo", "accept", "WRONG", "give the model as stabilityai/sd-turbo: its page is asked then."},
            {"sd-turbo", "name", "a b", "name=a b: a model's name has letters"},
            {ID, "name", "there", "There is a model called 'there' already"},
            {ID, "file", "x.bin", "file=x.bin: only .safetensors files are downloaded"},
            {ID, "sha256", "12", "sha256=12 is no SHA-256"},
            {ID, "precision", "third", "precision=third: give half"},
            {weights + ".ckpt", "accept", "mit", "is a pickled checkpoint, which can run any code"},
            {weights + ".PT", "name", "", "Look beside it for a copy that ends with .safetensors"},
            {weights + ".pth?download=true", "name", "", "is a pickled checkpoint"},
            {weights + ".bin", "name", "", "is a pickled checkpoint"},
            {weights + ".pkl", "name", "", "is a pickled checkpoint"},
            {
                weights + ".safetensors",
                "accept",
                "mit",
                ": look on " + server.uri() + "/" + ID + " what it allows, and accept that by accept=unknown."
            },
            {"x/y.ckpt", "accept", "mit", "'x/y.ckpt' is called as a file is, and neither an address nor a file of this"
            },
            {"x/y.ckpt", "name", "", "only .safetensors files are taken, as others can run code"},
            {"x/y.ckpt", "name", "", "A repository that is really called so is meant by x/y.ckpt@main."},
            {"x/y.PT", "name", "", "Look for a copy that ends with .safetensors"},
            {"y.bin", "name", "", "Look for a copy that ends with .safetensors"},
            {"x/y.zip", "name", "", "Look for a copy that ends with .safetensors"},
            {
                "x/y.safetensors",
                "name",
                "",
                "give its address, which begins with https://, or add a file of this computer"
            },
            {"/no/such/y.safetensors", "name", "", "give its address, which begins with https://, or add a file of this"
            },
            {mine.toString(), "name", "", "need not be downloaded: add it by models add " + mine + "."},
        }) {
            String told =
                    refused(() -> StoreAction.DOWNLOAD.run(store, wrong[0], Map.of(wrong[1], wrong[2]), Progress.NONE));
            assertTrue(told.contains(wrong[3]), told);
        }
        assertEquals(List.of(), List.copyOf(server.asked));
        assertTrue(refused(() -> offer(weights + ".ckpt")).contains("pickled"), "the window asks for offers");
        assertTrue(refused(() -> offer("x/y.ckpt")).contains("called as a file is"), "the window asks for offers");
        assertEquals(List.of(), List.copyOf(server.asked));
    }

    /** Its page or a revision says that no file is meant, and whatever is told to go on with it says so too. */
    @Test
    void aRepositoryThatIsCalledAsAFileIsIsReachedAllTheSame() throws Exception {
        String id = "somebody/tiny.ckpt";
        LocalHub.serve(server, id, LICENCE, LocalHub.tiny());
        for (String asked : List.of(id + "@main", server.uri() + "/" + id)) {
            Offer offer = offer(asked);
            assertEquals(id + "@main", offer.source());
            assertThrows(
                    CancellationException.class,
                    () -> store.download(offer, "mine", LICENCE, (done, total, message) -> false));
            String problem = entry("mine").look().problem();
            assertTrue(problem.contains("models download " + id + "@main name=mine, or"), problem);
            store.download(offer, "mine", LICENCE, Progress.NONE);
            Files.delete(models.resolve("mine/model_index.json"));
            assertTrue(store.repair("mine", Progress.NONE).text().startsWith("Repaired mine"));
            store.remove("mine");
        }
    }

    @Test
    void withoutItsLicenceAcceptedNothingComes() throws Exception {
        Offer offer = offer(ID);
        String message = refused(() -> store.download(offer, "", "", Progress.NONE));
        assertTrue(message.contains("accept=creativeml-openrail-m"), message);
        assertTrue(
                refused(() -> store.download(offer, "", "mit", Progress.NONE)).contains("accept=mit: the licence of"));
        assertEquals(List.of(), left());
        assertTrue(server.asked.stream().noneMatch(asked -> asked.path().contains("/resolve/")));
        store.download(offer, "", LICENCE, Progress.NONE);
        store.remove("tiny");
        String said = store.download(offer, "", "", Progress.NONE);
        assertTrue(
                said.matches("(?s).*Its licence, " + LICENCE + ", was accepted on \\d{4}-\\d\\d-\\d\\d\\. Give it.*"),
                said);
        assertTrue(store.licence(offer).startsWith("Licence of somebody/tiny: creativeml-openrail-m"));
    }

    /** A name with blanks is told so that a shell, and a macro, take it as it is told. */
    @Test
    void whatIsSuggestedCanBePasted() throws Exception {
        LocalHub.serve(server, ID, "my own licence", LocalHub.tiny());
        Offer offer = offer(ID);
        for (String accept : List.of("", "mit")) {
            String told = refused(() -> store.download(offer, "", accept, Progress.NONE));
            assertTrue(
                    told.contains(" accept it by \"accept=my own licence\" (in a macro accept=[my own licence])"),
                    told);
        }
        String address = server.otherName() + "/x.safetensors?a=b&c=d";
        server.serve("/x.safetensors", LocalServer.bytes(LocalHub.lora(5000), ""));
        assertThrows(
                CancellationException.class,
                () -> store.download(offer(address), "mine", "unknown", (done, total, message) -> false));
        String problem = entry("mine").look().problem();
        assertTrue(problem.contains("models download \"" + address + "\" name=mine, or"), problem);
        store.remove("mine");
        LocalHub.serve(
                server, "a/two", "mit", Map.of("b c.safetensors", LocalHub.lora(1), "d.safetensors", LocalHub.lora(2)));
        String several = refused(() -> offer("a/two"));
        assertTrue(
                several.matches(
                        "(?s).*Say which by (\"file=b c\\.safetensors\" \\(.*\\)|file=d\\.safetensors), or, in the window of models, by its address: http.*/a/two/resolve/.*\\.safetensors\\."),
                several);
        Path mine = Files.writeString(folder.resolve("my ink.safetensors"), "");
        assertTrue(refused(() -> offer(mine.toString())).endsWith("add it by models add \"" + mine + "\"."));
    }

    private static String licence(ModelStore store, String what) {
        return StoreAction.LICENCE.run(store, what, Map.of(), Progress.NONE).text();
    }

    /** Of what is recommended or installed the licence is known, of others the page on the server that tells it. */
    @Test
    void whereALicenceCanBeReadIsToldWithoutANetwork() throws Exception {
        Offer before = offer(ID);
        download(ID, "mine");
        ModelStore away = new ModelStore(models, Map.of("HF_ENDPOINT", "http://127.0.0.1:1"), SHORT);
        String link = "https://huggingface.co/stabilityai/sd-turbo/blob/main/LICENSE.md";
        for (String what : List.of(
                "sd-turbo", " SD-Turbo ", "stabilityai/sd-turbo", "https://huggingface.co/stabilityai/sd-turbo")) {
            String told = licence(away, what);
            assertTrue(
                    told.startsWith(
                            "Licence of stabilityai/sd-turbo: stabilityai-ai-community (" + link + ")\nIts text"),
                    told);
            assertTrue(told.contains("127.0.0.1:1 cannot be reached"), told);
        }
        for (String what : List.of("mine", ID)) {
            String told = licence(away, what);
            assertTrue(
                    told.matches("(?s)Licence of " + ID + ": " + LICENCE
                            + " \\(https://\\S+\\), accepted on \\d{4}-\\d\\d-\\d\\d\nIts text.*"),
                    told);
        }
        String told = refused(() -> licence(away, "a/b"));
        assertTrue(
                told.contains("cannot be reached")
                        && told.endsWith("\nIts page tells its licence: http://127.0.0.1:1/a/b"),
                told);
        assertTrue(
                away.licence(before).startsWith("Licence of " + ID + ": " + LICENCE + " (https://"),
                "between two questions");
        assertTrue(licence(away, "mini").contains("BSD-2-Clause (https://"), "embedded");
        Path lora = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(10));
        store.add(lora.toString(), "ink");
        assertTrue(refused(() -> licence(store, "ink")).contains("was added from " + lora), "nobody knows");
        told = refused(() -> licence(store, "no/body"));
        assertTrue(told.contains("has no no/body (404)") && !told.contains("Its page"), told);
    }

    /** Whatever is wrong with the rest of a repository, and where its text is given to others only. */
    @Test
    void aLicenceIsToldWhereItsTextOrItsModelIsNot() throws Exception {
        Map<String, byte[]> files = Map.of(
                "LICENSE", "You may.".getBytes(), "a.safetensors", LocalHub.lora(1), "b.safetensors", LocalHub.lora(2));
        LocalHub.serve(server, "a/two", "mit", files);
        assertEquals("Licence of a/two: mit\n\nYou may.", licence(store, "a/two"));
        server.serve(
                "/a/two/resolve/" + LocalHub.COMMIT + "/LICENSE", LocalServer.status(403, "X-Error-Code", "GatedRepo"));
        String told = licence(store, "a/two");
        assertTrue(
                told.startsWith("Licence of a/two: mit\nIts page tells more: " + server.uri() + "/a/two\nIts text"),
                told);
        server.serve("/a/two/resolve/main/a.safetensors", LocalServer.bytes(LocalHub.lora(1), ""));
        told = licence(store, server.uri() + "/a/two/resolve/main/a.safetensors");
        assertTrue(told.endsWith("not told by the server\nIts page tells more: " + server.uri() + "/a/two"), told);
    }

    /** What nobody has told is looked up by who accepts it. */
    @Test
    void ofALicenceThatNobodyTellsItIsToldWhereItCanBeRead() throws Exception {
        LocalHub.serve(server, "a/ink", "", Map.of("ink.safetensors", LocalHub.lora(10)));
        String page = server.uri() + "/a/ink";
        server.serve("/files/ink.safetensors", LocalServer.bytes(LocalHub.lora(10), ""));
        server.serve("/a/ink/resolve/main/ink.safetensors", LocalServer.bytes(LocalHub.lora(10), ""));
        for (String[] one : new String[][] {
            {"a/ink", "on " + page, "\nIts page tells more: " + page},
            {page + "/resolve/main/ink.safetensors", "on " + page, "\nIts page tells more: " + page},
            {
                server.otherName() + "/files/ink.safetensors",
                "on the page that has its address",
                "\nThe address of a file tells none: look for it on the page that has this address."
            }
        }) {
            Offer offer = offer(one[0]);
            assertFalse(offer.isLicenceTold());
            String look = "look " + one[1] + " what it allows";
            assertEquals(
                    "The licence of the model " + one[0] + " is not told by the server: " + look
                            + ", and accept that by accept=unknown to download the model.",
                    refused(() -> store.download(offer, "", "", Progress.NONE)));
            assertEquals(
                    "accept=mit: the licence of " + one[0] + " is not told by the server: " + look
                            + ", and accept that by accept=unknown.",
                    refused(() -> store.download(offer, "", "mit", Progress.NONE)));
            assertTrue(store.licence(offer).endsWith("not told by the server" + one[2]), store.licence(offer));
            String said = store.download(offer, "ink", "unknown", Progress.NONE);
            assertTrue(
                    said.endsWith(" Its licence is not told by the server: " + look + ". Give it as lora=ink."), said);
            store.remove("ink");
        }
        LocalHub.serve(server, "a/linked", "", "https://x.org/terms", Map.of("ink.safetensors", LocalHub.lora(10)));
        assertTrue(
                refused(() -> store.download(offer("a/linked"), "", "", Progress.NONE))
                        .contains(
                                "is not told by the server (https://x.org/terms): look there what it allows, and accept that by"));
        LocalHub.serve(server, "a/ink", "mit", Map.of("ink.safetensors", LocalHub.lora(10)));
        Offer told = offer("a/ink");
        assertTrue(told.isLicenceTold());
        assertEquals(
                "The model a/ink has a licence: mit. Read it on " + page
                        + ", and accept it by accept=mit to download the model.",
                refused(() -> store.download(told, "", "", Progress.NONE)));
    }

    /** A card's link may be a file of its repository, or anything. */
    @Test
    void theLinkOfALicenceIsAnAddress() throws Exception {
        String page = server.uri() + "/" + ID + "/blob/main/";
        for (String[] link : new String[][] {
            {"LICENSE.md", page + "LICENSE.md"},
            {"our licence?.md", page + "our%20licence%3F.md"},
            {"https://x.org/our licence", "https://x.org/our%20licence"},
            {"../../../x", ""},
            {"javascript://x.org/", ""},
        }) {
            LocalHub.serve(server, ID, "mit", link[0], LocalHub.tiny());
            String told = offer(ID).licenceInWords();
            assertEquals(link[1].isEmpty() ? "mit" : "mit (" + link[1] + ")", told);
        }
    }

    @Test
    void theTextOfALicenceIsShown() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>(LocalHub.tiny());
        files.put("LICENSE.md", "You may.".getBytes());
        LocalHub.serve(server, "somebody/free", "", files);
        Offer offer = offer("somebody/free");
        assertEquals("unknown", offer.licence());
        assertTrue(store.licence(offer).endsWith("not told by the server\n\nYou may."), store.licence(offer));
    }

    @Test
    void aStoppedDownloadLeavesNoModelAndIsGoneOnWith() throws Exception {
        Offer offer = offer(ID);
        String weights = "/" + ID + "/resolve/" + LocalHub.COMMIT + "/unet/diffusion_pytorch_model.safetensors";
        int size = LocalHub.tiny().get("unet/diffusion_pytorch_model.safetensors").length;
        long[] before = {0};
        Progress whole = (done, total, message) -> {
            if (!message.contains("unet/diff")) before[0] = done;
            return done < before[0] + size;
        };
        assertThrows(CancellationException.class, () -> store.download(offer, "", LICENCE, whole));
        assertEquals(List.of("partial-tiny"), left());
        assertEquals(List.of(), InstalledModels.names());
        assertThrows(Refusal.class, () -> ModelFolder.of("tiny"));
        assertThrows(Refusal.class, () -> ModelFolder.of("partial-tiny"));
        server.asked.clear();
        download(ID, "");
        assertEquals(List.of("tiny"), left());
        assertTrue(server.asked.stream().noneMatch(asked -> asked.path().contains("text_encoder")), "brought again");
        assertEquals(0, server.times(weights), "it was whole, and only not renamed");
    }

    /** Somebody, or a disk, may have changed what was whole: it comes again, and is not installed as checked. */
    @Test
    void whatWasFinishedAndIsChangedSinceComesAgain() throws Exception {
        Offer offer = offer(ID);
        String config = "unet/config.json";
        for (boolean shorter : new boolean[] {false, true}) {
            assertThrows(
                    CancellationException.class,
                    () -> store.download(
                            offer, "", LICENCE, (done, total, message) -> !message.contains("vae/diffusion")));
            Path finished = models.resolve("partial-tiny").resolve(config);
            byte[] bytes = Files.readAllBytes(finished);
            bytes[bytes.length / 2] ^= 1;
            Files.write(finished, shorter ? cut(bytes, 1) : bytes);
            server.asked.clear();
            List<String> told = new ArrayList<>();
            store.download(offer, "", LICENCE, (done, total, message) -> told.add(message));
            assertTrue(told.stream().anyMatch(line -> line.endsWith(config + Installation.WHY_ANEW)), told.toString());
            assertEquals(1, server.times("/" + ID + "/resolve/" + LocalHub.COMMIT + "/" + config));
            assertTrue(store.verify("tiny", Progress.NONE).well());
            store.remove("tiny");
        }
    }

    /** A server's error in place of a file, without a sum that would tell: it is not kept, and not said to be at the source. */
    @Test
    void whatMayHaveComeWrongIsAskedForOnceMore() throws Exception {
        String address = server.uri() + "/busy.safetensors";
        for (String error :
                List.of("{\"error\":\"busy\"}", "<?xml version=\"1.0\"?>\n<Error/>", "<Error><Code>x</Code></Error>")) {
            server.serve("/busy.safetensors", LocalServer.text(error, "application/octet-stream"));
            String told = refused(() -> download(address, ""));
            assertTrue(
                    told.contains(
                            " came, but cannot be used here: busy.safetensors is a message of a server and not the"
                                    + " file itself. It was not installed. Nobody tells its check sum, so it may have come wrong:"
                                    + " download it once more"),
                    told);
            assertFalse(told.contains("at its source"), told);
            assertEquals(List.of(), left());
        }
        server.serve("/busy.safetensors", LocalServer.bytes(LocalHub.lora(100), ""));
        download(address, "");
        assertEquals(List.of("busy"), InstalledModels.names());
    }

    /** Given up by the user: it is listed, kept while somebody is at it, and cleared with all that it has left. */
    @Test
    void aDownloadThatIsGivenUpIsListedAndCleared() throws Exception {
        Offer offer = offer(ID);
        assertThrows(
                CancellationException.class,
                () -> store.download(offer, "mine", LICENCE, (done, total, message) -> !message.contains("unet/diff")));
        ModelEntry entry = entry("mine");
        assertEquals(ModelEntry.Origin.UNFINISHED, entry.origin());
        assertTrue(entry.hashes().matches("\\d+ kB of \\d+ MB"), entry.hashes());
        String problem = entry.look().problem();
        assertTrue(problem.contains("goes on by models download " + ID + " name=mine, or"), problem);
        assertTrue(problem.endsWith("models remove mine clears it."), problem);
        assertTrue(StoreText.list(store.list(Progress.NONE)).matches("(?s).*\nmine +unfinished .*"));
        assertEquals(Map.of(), without(store.choices(ModelLook.Use.MODEL), "mini", "cells"));
        String unfinished = refused(() -> store.verify("mine", Progress.NONE).text());
        assertEquals("'mine' is no whole model yet. " + problem, unfinished);
        try (StoreLock lock = StoreLock.take(models, "mine")) {
            assertTrue(refused(() -> store.remove("mine")).contains("another ImageJ is busy with the model 'mine'"));
            assertTrue(entry("mine").look().problem().contains("just now"));
        }
        assertEquals(List.of("partial-mine"), left());
        String said = store.remove("mine");
        assertTrue(said.matches("Removed what had come of mine \\(.+ [kM]B\\); nothing of it is left\\."), said);
        try (var all = Files.list(models)) {
            assertEquals(
                    List.of(".lock-.licences", ".lock-mine", "licences.json"),
                    all.map(f -> f.getFileName().toString()).sorted().toList());
        }
        assertEquals("{}", Files.readString(models.resolve("licences.json")), "its licence is still accepted");
        assertTrue(refused(() -> store.remove("mine")).contains("no model of this name"));
        download(ID, "other");
        assertThrows(
                CancellationException.class,
                () -> store.download(offer, "mine", LICENCE, (done, total, message) -> false));
        store.remove("mine");
        assertNotEquals("{}", Files.readString(models.resolve("licences.json")), "a model of that licence is here");
        Files.createDirectories(models.resolve("partial-removed-7"));
        assertTrue(entry("removed-7").look().problem().contains("what is left of a model"));
        store.remove("removed-7");
        assertEquals(List.of("other"), left());
    }

    /** One that a server will never give is told in a row, why when it is asked for, and all are cleared at once. */
    @Test
    void manyThatWereGivenUpAreListedShortAndClearedTogether() throws Exception {
        String file = "/" + ID + "/resolve/" + LocalHub.COMMIT + "/vae/diffusion_pytorch_model.safetensors";
        server.serve(file, LocalServer.status(403));
        for (String name : List.of("one", "two")) refused(() -> download(ID, name));
        server.serve("/x.safetensors", LocalServer.bytes(LocalHub.lora(10), ""));
        Offer lora = store.offer(server.otherName() + "/x.safetensors", "", true, "0".repeat(64));
        refused(() -> store.download(lora, "wrong", "unknown", Progress.NONE));
        assertEquals(List.of("partial-one", "partial-two"), left(), "of one nothing has come");
        String list = StoreAction.LIST.run(store, "", Map.of(), Progress.NONE).text();
        assertTrue(list.matches("(?s).*\none +unfinished +\\d+ MB .*\ntwo +unfinished .*"), list);
        assertTrue(
                list.endsWith(
                        "\n2 downloads are not finished: models verify NAME tells why and how it goes on, models clear"
                                + " clears all of them."),
                list);
        assertTrue(list.lines().allMatch(line -> line.length() < 140), list);
        String why = refused(() -> store.verify("one", Progress.NONE).text());
        assertTrue(why.contains("The last try ended so: 127.0.0.1:") && why.contains("(403)"), why);
        assertTrue(why.contains("It goes on by models download " + ID + " name=one, or"), why);
        LocalHub.serve(server, ID, LICENCE, LocalHub.tiny());
        assertThrows(
                CancellationException.class,
                () -> store.download(offer(ID), "one", LICENCE, (done, total, message) -> false));
        assertFalse(
                refused(() -> store.verify("one", Progress.NONE).text()).contains("The last try"), "it was stopped");
        try (StoreLock other = StoreLock.take(models, "two")) {
            list = StoreText.list(store.list(Progress.NONE));
            assertTrue(
                    list.contains("\n1 download is not finished: ") && list.matches("(?s).*\ntwo +is coming .*"), list);
            Outcome came = StoreAction.CLEAR.run(store, "", Map.of(), Progress.NONE);
            assertFalse(came.well(), "one is left");
            String said = came.text();
            assertTrue(
                    said.matches("Removed what had come of one \\(\\d+ MB\\)\\.\nAnother window .* model 'two' .*"),
                    said);
        }
        assertEquals(List.of("partial-two"), left());
        assertTrue(store.clear().text().startsWith("Removed what had come of two ("));
        assertEquals(List.of(), left());
        assertEquals("No download is unfinished.", store.clear().text());
        assertEquals(
                "{}", Files.readString(models.resolve("licences.json")).replaceAll("\"http[^\"]*\":\"[^\"]*\"", ""));
        download(ID, "one");
        assertTrue(entry("one").isModel() && !Files.exists(models.resolve("one/.ended")));
        assertEquals("No download is unfinished.", store.clear().text());
        assertEquals(List.of("one"), left());
    }

    /** A full disk leaves a reason without a word. */
    @Test
    void aReasonThatIsEmptyIsNone() throws Exception {
        server.serve(
                "/" + ID + "/resolve/" + LocalHub.COMMIT + "/vae/diffusion_pytorch_model.safetensors",
                LocalServer.status(403));
        refused(() -> download(ID, "one"));
        Path ended = models.resolve("partial-one/.ended");
        assertTrue(refused(() -> store.verify("one", Progress.NONE)).contains("The last try ended so: 127"));
        for (byte[] none : new byte[][] {{}, "\n ".getBytes(), {(byte) 0xff, (byte) 0xfe}}) {
            Files.write(ended, none);
            String told = refused(() -> store.verify("one", Progress.NONE));
            assertTrue(told.contains(" have come. It goes on by models download " + ID), told);
        }
    }

    /** What has come under another name is not used, and not lost. */
    @Test
    void whatWasBegunUnderAnotherNameIsToldBeforeItComesOnceMore() throws Exception {
        Progress stopped = (done, total, message) -> !message.contains("vae/diff");
        assertThrows(CancellationException.class, () -> store.download(offer(ID), "", LICENCE, stopped));
        List<String> told = new ArrayList<>();
        Progress hears = (done, total, message) -> told.add(message);
        try (StoreLock other = StoreLock.take(models, "tiny")) {
            assertEquals(List.of(), offer(ID).named("x").elsewhere(models), "somebody is at it");
        }
        store.download(offer(ID), "other", "", hears);
        assertTrue(
                told.get(0)
                        .matches(
                                "[\\d.]+ [kM]B of [\\d.]+ [kM]B of somebody/tiny have come already as 'tiny', and are not"
                                        + " used for 'other'\\. To go on with them: models download somebody/tiny name=tiny"),
                told.get(0));
        assertEquals(
                1,
                told.stream().filter(line -> line.contains("have come already")).count());
        store.remove("other");
        told.clear();
        store.download(offer(ID), "", "", hears);
        assertTrue(told.stream().noneMatch(line -> line.contains("have come already")), told.toString());
    }

    private boolean isUnfinished(String name) {
        return Unfinished.named(models, name).isPresent();
    }

    /** Between the look at what is unfinished and its turn it has come whole. */
    @Test
    void aDownloadThatHasJustEndedIsNotCleared() throws Exception {
        Progress stopped = (done, total, message) -> !message.contains("unet/diff");
        String said = "";
        for (int i = 0; i < 5 && !Files.exists(models.resolve("later")); i++) {
            for (String name : List.of("first", "later"))
                if (!isUnfinished(name))
                    assertThrows(CancellationException.class, () -> store.download(offer(ID), name, LICENCE, stopped));
            try (StoreLock lock = StoreLock.take(models, "first")) {
                CompletableFuture<String> clear =
                        CompletableFuture.supplyAsync(() -> store.clear().text());
                Thread.sleep(60); // it waits for the first one by now, a fifth of a second at most
                if (isUnfinished("later")) Files.move(models.resolve("partial-later"), models.resolve("later"));
                said = clear.get();
            }
        }
        assertFalse(said.contains("later"), said);
        assertTrue(Files.exists(models.resolve("later")), said);
        assertTrue(store.accepted(offer(ID)).isPresent(), "its licence stays accepted");
    }

    private static Map<String, String> without(Map<String, String> all, String... keys) {
        Map<String, String> rest = new LinkedHashMap<>(all);
        rest.keySet().removeAll(List.of(keys));
        return rest;
    }

    @Test
    void aNameThatIsNoneIsToldWithWhatMayBeMeant() throws Exception {
        assertTrue(refused(() -> store.verify("x", Progress.NONE).text())
                .contains("model=x: no model of this name was installed"));
        assertEquals(
                "model=x: no model of this name was installed or added here, found, or comes with the plugin. There is: mini,"
                        + " cells. Models... in the menu, or models list on the command line, lists all.",
                refused(() -> store.verify("x", Progress.NONE)));
        assertTrue(refused(() -> store.verify("/a/b", Progress.NONE)).contains("when it was added: models add /path."));
        assertTrue(refused(() -> store.verify("mimi", Progress.NONE)).contains("Did you mean 'mini'?"));
        assertTrue(refused(() -> store.repair("x", Progress.NONE).text()).contains("There is none yet."));
        download(ID, "tiny");
        List<Runnable> asks = List.of(
                () -> store.verify("tinny", Progress.NONE).text(),
                () -> store.repair("tinny", Progress.NONE).text(),
                () -> store.remove("tinny"),
                () -> ModelFolder.of("tinny"),
                () -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("lora", "tinny 0.5")),
                () -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("vae", "tinny")),
                () -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("embeddings", "tinny")));
        for (Runnable ask : asks) {
            String message = refused(ask);
            assertTrue(message.contains("=tinny"), message);
            assertTrue(message.contains("Did you mean 'tiny'? Models... in the menu, or models list"), message);
        }
        assertTrue(refused(() -> store.remove("a/b")).contains("other programs"));
        assertTrue(refused(() -> store.remove("zebra")).contains("There is: tiny."));
        assertTrue(refused(() -> ModelFolder.of("cell")).contains("Did you mean 'cells'?"));
        assertTrue(refused(() -> offer("sd-tubro")).contains("Did you mean 'sd-turbo'?"));
    }

    @Test
    void damagedFilesAreFoundAndMended() throws Exception {
        download(ID, "");
        assertTrue(store.verify("tiny", Progress.NONE).text().endsWith("All files of tiny are as they should be."));
        assertTrue(store.repair("tiny", Progress.NONE).text().contains("nothing is to be repaired"));
        Path unet = models.resolve("tiny/unet/diffusion_pytorch_model.safetensors");
        byte[] right = Files.readAllBytes(unet);
        byte[] wrong = right.clone();
        wrong[wrong.length - 1] ^= 1;
        Files.write(unet, wrong);
        later(unet);
        assertEquals("changed since its check", entry("tiny").hashes());
        assertTrue(store.verify("tiny", Progress.NONE).text().contains("its content has changed"));
        assertEquals("damaged", entry("tiny").hashes(), "of the right size");
        Files.write(unet, right);
        later(unet);
        assertEquals("changed since its check", entry("tiny").hashes());
        store.verify("tiny", Progress.NONE);
        assertTrue(entry("tiny").hashes().startsWith("right, checked "));
        Files.write(unet, wrong);
        Files.delete(models.resolve("tiny/vae/config.json"));
        String report = store.verify("tiny", Progress.NONE).text();
        assertTrue(report.contains("FAIL  unet/diffusion_pytorch_model.safetensors: its content has changed"), report);
        assertTrue(report.contains("FAIL  vae/config.json: it is missing"), report);
        assertTrue(report.endsWith("models repair tiny, or in the Models window."), report);
        assertEquals("damaged", entry("tiny").hashes());
        server.asked.clear();
        assertEquals(
                "Repaired tiny: unet/diffusion_pytorch_model.safetensors, vae/config.json.",
                store.repair("tiny", Progress.NONE).text());
        assertEquals(3, server.asked.size(), "the listing and two files");
        assertArrayEquals(right, Files.readAllBytes(unet));
        assertTrue(entry("tiny").hashes().startsWith("right, checked "));
        assertTrue(store.verify("tiny", Progress.NONE).text().endsWith("as they should be."));
        assertEquals(List.of("tiny"), left());
        Files.write(unet, wrong);
        Map<String, byte[]> changed = new LinkedHashMap<>(LocalHub.tiny());
        changed.put("unet/diffusion_pytorch_model.safetensors", LocalHub.weights("w", 7));
        LocalHub.serve(server, ID, LICENCE, changed);
        assertTrue(refused(() -> store.repair("tiny", Progress.NONE).text()).contains("now than was installed"));
    }

    /** As a user does it: by the command line, in a process of its own. */
    @Test
    void damagedConfigurationsAreMendedByTheCommandLine() throws Exception {
        download(ID, "");
        Map<String, byte[]> harms = new LinkedHashMap<>();
        harms.put("unet/config.json", cut(LocalHub.tiny().get("unet/config.json"), 5));
        harms.put("vae/config.json", new byte[0]);
        harms.put("scheduler/scheduler_config.json", new byte[] {(byte) 0xff, 0, 1, 2});
        harms.put("model_index.json", "[]".getBytes());
        for (Map.Entry<String, byte[]> harm : harms.entrySet())
            Files.write(models.resolve("tiny/" + harm.getKey()), harm.getValue());
        assertEquals(ModelLook.Use.NONE, entry("tiny").look().use());
        String verified = models(2, "verify", "tiny");
        for (String path : harms.keySet()) assertTrue(verified.contains("FAIL  " + path + ": it has "), verified);
        String repaired = models(0, "repair", "tiny");
        assertTrue(repaired.startsWith("Repaired tiny: ") && repaired.endsWith("."), repaired);
        for (String path : harms.keySet()) {
            assertTrue(repaired.contains(path), repaired);
            assertArrayEquals(LocalHub.tiny().get(path), Files.readAllBytes(models.resolve("tiny/" + path)), path);
        }
        assertEquals(ModelLook.Use.MODEL, entry("tiny").look().use());
        assertTrue(models(0, "verify", "tiny").endsWith("All files of tiny are as they should be."));
        assertEquals(List.of("tiny"), left());
    }

    /** Returns what the command line prints where it ends with this status: 0 on its standard output, else on that for errors. */
    private String models(int status, String... args) throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.prompttoprompt.cli.CommandLine",
                "models"));
        command.addAll(List.of(args));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put(InstalledModels.VARIABLE, models.toString());
        builder.environment().put("HF_HUB_CACHE", folder.resolve("hub").toString());
        builder.environment().put("HF_ENDPOINT", server.uri().toString());
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        assertEquals(status, process.exitValue(), Files.readString(err));
        return Files.readString(status == 0 ? out : err).strip();
    }

    /** It would be in logs, in shells' histories, and in the note of the model. */
    @Test
    void aPasswordInAnAddressIsShownNowhere() throws Exception {
        server.serve("/ink.safetensors", LocalServer.bytes(LocalHub.lora(100), "\"1\""));
        String place = server.uri().getAuthority() + "/ink.safetensors";
        for (String address : List.of(
                "http://user:secret@" + place,
                "http://secret@" + place,
                "https://us er:sec ret@" + place,
                "https://user:sec/secret@" + place,
                "ftp://user:secret@" + place,
                "http://user:secret@")) {
            for (StoreAction action : StoreAction.values()) {
                String told = refused(() -> action.run(store, address, Map.of(), Progress.NONE));
                assertFalse(told.contains("sec"), action + ": " + told);
            }
            assertFalse(ModelStore.shown("Asking for " + address).contains("sec"), address);
            assertFalse(refused(() -> store.offer(address, "", true, "")).contains("sec"), address);
        }
        assertEquals(List.of(), List.copyOf(server.asked));
        String told = models(2, "download", "http://user:secret@" + place, "accept=unknown", "name=ink");
        assertTrue(told.startsWith("The address of " + server.uri().getAuthority() + " holds a password"), told);
        // A server may send on to one.
        for (String to :
                List.of("http://user:secret@" + place, "http://user:secret@ " + place, "http://secret@" + place)) {
            server.serve("/on.safetensors", LocalServer.redirect(to));
            told = refused(() -> store.offer(server.uri() + "/on.safetensors", "", true, ""));
            assertTrue(told.contains(" sends on to ") && !told.contains("sec"), told);
        }
        for (String proxy : List.of("user:secret@proxy:x", "http://user:secret@proxy:x")) {
            told = refused(() -> new ModelStore(models, Map.of("HTTPS_PROXY", proxy), SHORT)
                    .offer("https://files.invalid/a/ink.safetensors", "", true, ""));
            assertTrue(told.contains("'") && !told.contains("secret"), told);
        }
        for (String whole : List.of("https://host:8080/a@b", "https://hub.org/a/b@main?x=1", "owner/name@main"))
            assertEquals(whole, ModelStore.shown(whole));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("secret"), file.toString());
        }
    }

    /** Of one server, and of two that send to each other. */
    @Test
    void aCircleOfRedirectsIsRefusedInOneSentence() throws Exception {
        server.serve("/a.safetensors", LocalServer.redirect("/b.safetensors"));
        server.serve("/b.safetensors", LocalServer.redirect(server.otherName() + "/a.safetensors"));
        String address = server.uri() + "/a.safetensors";
        String circle = "127.0.0.1 sends requests for /a.safetensors in a circle: open it in a browser to see where it"
                + " leads, and give another address.";
        assertEquals(
                circle,
                refused(() -> StoreAction.DOWNLOAD.run(store, address, Map.of("accept", "unknown"), Progress.NONE)));
        assertEquals(11, server.asked.size(), "it goes on and on");
        assertEquals(circle, models(2, "download", address, "accept=unknown"));
        assertFalse(Files.exists(models), "something was made");
        String listing = "/api/models/" + ID + "/revision/main";
        server.serve(listing, LocalServer.redirect(listing + "?again"));
        assertTrue(refused(() -> offer(ID)).matches("127\\.0\\.0\\.1 sends requests for \\S+ in a circle: [^.]*\\."));
    }

    /** Gigabytes come twice only where somebody wants that. */
    @Test
    void whatIsInstalledUnderAnotherNameIsToldByIt() throws Exception {
        download(ID, "mine");
        Offer offer = offer(ID);
        assertEquals("It is installed already, as mine.\n\n", store.already(offer));
        server.asked.clear();
        assertEquals(
                "The model somebody/tiny is installed already, as 'mine': use it by that name. To have it twice, give"
                        + " another by name=.",
                refused(() -> store.download(offer, "", LICENCE, Progress.NONE)));
        assertEquals(List.of(), List.copyOf(server.asked));
        assertEquals(List.of("mine"), left());
        List<String> told = new ArrayList<>();
        String said = store.download(offer, "twice", LICENCE, (done, total, message) -> told.add(message));
        assertEquals("somebody/tiny is installed already, as mine", told.get(0));
        assertTrue(said.contains("It is installed as mine too. Give it as model=twice."), said);
        store.remove("mine");
        store.remove("twice");
        assertEquals("", store.already(offer));
        assertTrue(download(ID, "").endsWith("Give it as model=tiny."));
        // Another version of it, or another file, is another model.
        Map<String, byte[]> two = Map.of("a.safetensors", LocalHub.lora(10), "b.safetensors", LocalHub.lora(20));
        LocalHub.serve(server, "somebody/two", "mit", two);
        for (String file : two.keySet()) {
            Offer one = store.offer("somebody/two", file, true, "");
            assertEquals("", store.already(one));
            store.download(one, file.substring(0, 1), "mit", Progress.NONE);
        }
    }

    /** It is no damage, and may be read all the same: weights of full precision go before those of half. */
    @Test
    void whatLiesBesideAModelIsNamed() throws Exception {
        download(ID, "");
        Path own = models.resolve("tiny");
        Files.write(own.resolve("unet/model.fp16.safetensors"), LocalHub.weights("x", 1));
        Files.writeString(own.resolve("notes.md"), "");
        Files.writeString(own.resolve(".hidden"), "");
        Outcome came = store.verify("tiny", Progress.NONE);
        assertTrue(came.well(), came.text());
        List<String> lines = came.text().lines().toList();
        assertTrue(
                came.text()
                        .endsWith("\nEXTRA notes.md: it was not installed with the others, and no run reads it.\n"
                                + "EXTRA unet/model.fp16.safetensors: it was not installed with the others, and a run may"
                                + " read it, in the place of another too: take it out, unless you put it there.\n"
                                + "All files of tiny whose sums are noted are as they should be."),
                came.text());
        assertEquals(2, lines.stream().filter(line -> line.startsWith("EXTRA ")).count(), came.text());
        Files.delete(own.resolve("vae/config.json"));
        came = store.verify("tiny", Progress.NONE);
        assertTrue(!came.well() && came.text().contains("\nEXTRA notes.md: "), came.text());
        Path mine = folder.resolve("mine");
        Files.createDirectories(mine);
        Files.write(mine.resolve("ink.safetensors"), LocalHub.lora(10));
        store.add(mine.toString(), "");
        assertFalse(store.verify("mine", Progress.NONE).text().contains("EXTRA"));
        Files.writeString(mine.resolve("notes.md"), "");
        came = store.verify("mine", Progress.NONE);
        assertTrue(
                came.text().contains("EXTRA notes.md: it was not there when the sums were noted, and no run"),
                came.text());
        assertTrue(came.well(), came.text());
    }

    /** Writes within one tick of the disk's clock keep its time. */
    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1000));
    }

    /** What is known is of this computer: without it a glance at the sizes is left. */
    @Test
    void withoutWhatIsKnownTheSizesTell() throws Exception {
        download(ID, "");
        Path own = models.resolve("tiny");
        Files.move(own, models.resolve("moved")); // known by their paths
        assertEquals("right when downloaded", entry("moved").hashes());
        Files.write(models.resolve("moved/vae/config.json"), new byte[3]);
        assertEquals("damaged", entry("moved").hashes());
    }

    @Test
    void aRemovedModelIsGoneAndAnAddedOneStaysWhereItIs() throws Exception {
        download(ID, "");
        assertEquals("Removed tiny and its files.", store.remove("tiny"));
        assertEquals(List.of(), left());
        Path file = Files.write(folder.resolve("ink v2.safetensors"), LocalHub.lora(100));
        assertTrue(store.add(file.toString(), "").endsWith("Give it as lora=ink-v2."));
        EditRequest request = EditRequest.of(Task.GENERATE).with("lora", "ink-v2 0.8; " + file + " -1");
        assertEquals(
                List.of(new ModelSpec.LoraUse(file, 0.8), new ModelSpec.LoraUse(file, -1)),
                ModelSpec.of(request).loras());
        assertEquals(ModelEntry.Origin.ADDED, entry("ink-v2").origin());
        assertEquals("not checked", entry("ink-v2").hashes());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        String cut = refused(() -> store.verify("ink-v2", Progress.NONE).text());
        assertTrue(cut.startsWith("model=ink-v2: ") && cut.contains("half-way"), cut);
        Files.write(file, whole);
        assertTrue(store.verify("ink-v2", Progress.NONE).text().contains("these sums are noted now"));
        assertTrue(entry("ink-v2").hashes().startsWith("as noted, checked "));
        assertTrue(store.verify("ink-v2", Progress.NONE).text().contains("OK    ink v2.safetensors"));
        Files.write(file, LocalHub.lora(99));
        assertTrue(store.verify("ink-v2", Progress.NONE).text().contains("FAIL"));
        assertTrue(store.remove("ink-v2").contains("its files stay where they are"));
        assertTrue(Files.exists(file));
        Path model = Path.of("models/mini").toAbsolutePath();
        store.add(model.toString(), "mine");
        assertEquals(model, ModelFolder.of("mine"));
        assertTrue(refused(() -> store.remove("mini")).contains("embedded"));
        for (Outcome came : List.of(store.verify("mini", Progress.NONE), store.repair(" mini", Progress.NONE))) {
            assertTrue(came.well(), "nothing is wrong with it");
            assertTrue(came.text().startsWith("mini comes with the plugin: all its files are those of"), came.text());
        }
        assertTrue(refused(() -> store.remove("nothing")).contains("There is: mine. Models..."));
        assertTrue(
                refused(() -> store.add(folder.resolve("none").toString(), "")).contains("no such folder or file"));
        Files.createDirectories(folder.resolve("empty"));
        assertTrue(refused(() -> store.add(folder.resolve("empty").toString(), ""))
                .contains(
                        "model=" + folder.resolve("empty") + ": It holds no model: name a folder in diffusers layout"));
        Path page = Files.writeString(folder.resolve("page.safetensors"), "<html>");
        assertTrue(refused(() -> store.add(page.toString(), "")).contains("is a page of a website"));
        for (String name : List.of("../x", "a/b", "cells", "partial-x", "x.safetensors", "nul", "a b", "-x"))
            assertTrue(refused(() -> store.add(file.toString(), name)).contains("name=" + name), name);
    }

    /** Whoever reads why can tell a name that will do. */
    @Test
    void aNameIsRefusedForWhatIsWrongWithIt() {
        String device = "Windows keeps this name for a device. Give another.";
        Map<String, String> wrong = Map.of(
                "partial-x", "it begins with partial-, as what is still coming does. Give another.",
                "con", device,
                "NUL.x", device,
                "x.", "it ends with a dot, which Windows leaves out. Give another.",
                "cells", "this is the name of an embedded model. Give another.",
                "x.Safetensors", "it ends like a file's, and a model's does not. Give another.");
        wrong.forEach((name, why) ->
                assertEquals("name=" + name + ": " + why, refused(() -> InstalledModels.requireName(name))));
        assertTrue(refused(() -> InstalledModels.requireName("x".repeat(81))).contains("has 80 of them at most"));
        for (String name : List.of("lock", "lock-1", "console", "partial", "x.y", "x".repeat(80)))
            assertEquals(name, InstalledModels.requireName(name));
    }

    /** Its path was in the note, and its files are nobody's here. */
    @Test
    void ofWhatWasAddedADamagedNoteGoesAlone() throws Exception {
        Path file = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(9));
        store.add(file.toString(), "mine");
        Files.writeString(models.resolve("mine").resolve(InstalledModels.NOTE), "{x");
        assertEquals("Removed mine from the list; its files stay where they are.", store.remove("mine"));
        assertTrue(Files.exists(file));
        assertEquals(List.of(), left());
        download(ID, "");
        Files.writeString(models.resolve("tiny").resolve(InstalledModels.NOTE), "{x");
        assertEquals("Removed tiny and its files.", store.remove("tiny"));
    }

    /** No list shows it: the model is there, and works or is damaged as before. */
    @Test
    void whatARepairHasLeftIsClearedToo() throws Exception {
        download(ID, "");
        Files.delete(models.resolve("tiny/vae/diffusion_pytorch_model.safetensors"));
        Progress stopped = (done, total, message) -> !message.startsWith("Downloading") || done == 0;
        assertThrows(CancellationException.class, () -> store.repair("tiny", stopped));
        assertEquals(List.of("partial-tiny", "tiny"), left());
        try (StoreLock other = StoreLock.take(models, "tiny")) {
            Outcome came = store.clear();
            assertTrue(!came.well() && came.text().contains("busy with the model 'tiny'"), came.text());
        }
        assertEquals(List.of("partial-tiny", "tiny"), left());
        String said = store.clear().text();
        assertTrue(said.startsWith("Removed what had come of a repair of tiny ("), said);
        assertEquals(List.of("tiny"), left());
        assertTrue(store.accepted(offer(ID)).isPresent(), "its licence stays accepted");
        assertEquals("No download is unfinished.", store.clear().text());
        assertTrue(store.repair("tiny", Progress.NONE).well());
    }

    /** A repository's small files have Git's sum, and their SHA-256 is noted: one reading gives both. */
    @Test
    void whatHadComeIsReadOnce() throws Exception {
        String path = "model_index.json";
        Offer offer = offer(ID);
        assertThrows(
                CancellationException.class,
                () -> store.download(offer, "", LICENCE, (done, total, text) -> !text.endsWith(".safetensors")));
        assertTrue(Files.exists(models.resolve("partial-tiny").resolve(path)), left().toString());
        List<String> told = new ArrayList<>();
        store.download(offer, "", "", (done, total, text) -> told.add(text));
        assertEquals(1, told.stream().filter(text -> text.endsWith(", " + path)).count(), told.toString());
        InstallNote note = InstallNote.read(models.resolve("tiny"));
        assertEquals(
                Checksum.of(Checksum.Kind.SHA256, models.resolve("tiny").resolve(path), (done, all) -> true),
                note.files().get(path).sum());
    }

    /** As shells complete it. */
    @Test
    void aSlashBehindANameIsNoneOfIt() throws Exception {
        String said = StoreAction.DOWNLOAD
                .run(store, ID + "/", Map.of("accept", LICENCE), Progress.NONE)
                .text();
        assertTrue(said.startsWith("Installed tiny ("), said);
        assertEquals("tiny", store.offer(ID + "/", "", true, "").name(), "the window asks for offers");
        for (String page : List.of("/", "/tree/main/", "/tree/main", ""))
            assertEquals(
                    ID,
                    Source.parse(server.uri() + "/" + ID + page, server.uri()).id());
        for (String end : List.of("", "/", "\\", "//", "/ ")) {
            assertTrue(
                    StoreAction.VERIFY
                            .run(store, "tiny" + end, Map.of(), Progress.NONE)
                            .well(),
                    end);
            assertTrue(
                    StoreAction.REPAIR
                            .run(store, "tiny" + end, Map.of(), Progress.NONE)
                            .well(),
                    end);
            assertTrue(
                    StoreAction.VERIFY
                            .run(store, "mini" + end, Map.of(), Progress.NONE)
                            .well(),
                    end);
            for (String named : List.of("tiny", ID, "mini", "sd-turbo"))
                assertTrue(licence(store, named + end).startsWith("Licence of "), named + end);
        }
        assertEquals(
                "Removed tiny and its files.",
                StoreAction.REMOVE.run(store, "tiny/", Map.of(), Progress.NONE).text());
        for (String root : List.of("/", "C:\\", "https://x.org/a/", "//"))
            assertEquals(root, Source.withoutEnd(root), "it is all of it");
    }

    @Test
    void whatIsInTheListAlreadyIsToldByItsName() throws Exception {
        Path file = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(100));
        assertFalse(store.add(file.toString(), "").contains("too"));
        assertEquals(
                "This model is in the list already, as 'ink': give it as lora=ink, or give it another name by name=.",
                refused(() -> store.add(file.toString(), "")));
        assertTrue(
                store.add(folder.resolve("./ink.safetensors").toString(), "second")
                        .endsWith(
                                ". It is in the list as ink too; models remove ink takes that name off. Give it as lora=second."));
        assertTrue(store.add(file.toString(), "third").contains(" as ink, second too; models remove ink"));
        Path other = Files.write(folder.resolve("other.safetensors"), LocalHub.lora(99));
        assertEquals(
                "There is a model called 'ink' already: give another name by name=, or remove that one first.",
                refused(() -> store.add(other.toString(), "ink")));
    }

    /** As many files are called that other programs keep: model.safetensors. */
    @Test
    void aSecondFileOfTheSameNameGetsAnother() throws Exception {
        Path first = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(100));
        Path second =
                Files.write(Files.createDirectory(folder.resolve("b")).resolve("ink.safetensors"), LocalHub.lora(99));
        assertEquals(Optional.empty(), store.adding(first.toString()).problem(""));
        assertEquals(Optional.empty(), store.taken("ink"));
        store.add(first.toString(), "");
        Addition adding = store.adding(second.toString());
        assertEquals("ink", adding.ownName());
        Optional<String> taken =
                Optional.of("There is a model called 'ink' already: give another name here, or remove that one first.");
        for (String name : List.of("", "ink", " ink ")) assertEquals(taken, adding.problem(name));
        assertEquals(taken, store.taken("ink"));
        assertTrue(adding.problem("a b").orElseThrow().startsWith("name=a b: a model's name has letters"));
        assertTrue(store.taken("mini").orElseThrow().endsWith(" is the name of an embedded model. Give another."));
        assertEquals(Optional.empty(), adding.problem("ink-b"));
        store.add(second.toString(), "ink-b");
        assertEquals(List.of("ink", "ink-b"), left());
        assertEquals(
                Optional.of("This model is in the list already, as 'ink-b': give it as lora=ink-b, or give it another"
                        + " name here."),
                store.adding(second.toString()).problem("ink-b"));
    }

    /** A second name would stay in the list when the files go with the first. */
    @Test
    void whatWasDownloadedIsNotAddedFromItsOwnFolder() throws Exception {
        download(ID, "good");
        Path own = models.resolve("good");
        Path link = Files.createSymbolicLink(folder.resolve("link"), own);
        for (Path same : List.of(own, link, models.resolve("../models/good")))
            for (String name : List.of("", "again"))
                assertEquals(
                        "model=" + same
                                + ": this is in the list already, as 'good', which was downloaded into this folder"
                                + " and is removed with it: give it as model=good.",
                        refused(() -> store.add(same.toString(), name)));
        Path vae = own.resolve("vae");
        assertEquals(
                "model=" + vae
                        + ": this is a part of 'good', which was downloaded and is removed with it: give it as vae="
                        + vae + ", or copy it elsewhere and add the copy.",
                refused(() -> store.add(vae.toString(), "again")));
        Files.writeString(own.resolve(InstalledModels.NOTE), "{x");
        assertTrue(refused(() -> store.add(own.toString(), "again")).contains("already, as 'good'"));
        assertEquals(List.of("good"), left());
        Path beside = Files.write(models.resolve("mine.safetensors"), LocalHub.lora(9));
        store.add(beside.toString(), "beside");
        assertTrue(store.add(beside.toString(), "again").contains("models remove beside takes that name off"));
    }

    /** Whatever lies there, it is told as that. */
    @Test
    void whatIsNeitherAModelNorAFolderIsToldAsWhatItIs() throws Exception {
        Path text = Files.writeString(folder.resolve("a.txt"), "words");
        Path weights = Files.write(folder.resolve("my ink.safetensors"), LocalHub.lora(9));
        String file = ": this is a file, and models are looked for in a folder. ";
        assertEquals(
                "model=" + text + file
                        + "Name the folder of the program, which holds 'models', or one with .safetensors files.",
                refused(() -> store.lookIn(text.toString())));
        assertEquals(
                "model=" + weights + file + "A file of weights is added by itself: models add \"" + weights + "\".",
                refused(() -> store.lookIn(weights.toString())));
        assertTrue(
                refused(() -> store.lookIn(folder.resolve("none").toString())).contains("no such folder"));
        assertTrue(
                refused(() -> store.add(text.toString(), "")).contains(text + " is not a .safetensors file: choose"));
        assertTrue(
                refused(() -> ModelFolder.of(text.toString())).contains(text + " is not a .safetensors file: choose"));
        Path device = Path.of("/dev/null");
        if (!Files.exists(device)) return;
        String neither = "/dev/null is neither a file nor a folder: give the path of a .safetensors file";
        assertTrue(refused(() -> store.add("/dev/null", "")).contains(neither));
        assertTrue(refused(() -> ModelFolder.of("/dev/null")).contains(neither));
        assertTrue(refused(() -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("lora", "/dev/null")))
                .startsWith(
                        "lora=/dev/null: this is not a file, /dev/null. Give the path of a LoRA's .safetensors file"));
    }

    /** What helps a damaged one is told of a damaged one alone. */
    @Test
    void whatWasAddedAndIsSoundIsNotToBeRepaired() throws Exception {
        Path file = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(100));
        store.add(file.toString(), "");
        Outcome came = store.repair(" ink", Progress.NONE);
        assertEquals(
                "Nothing is to be repaired: ink can be used, as far as names and headers tell.",
                came.text(),
                "its check sums are not noted yet");
        assertTrue(came.well());
        store.verify("ink", Progress.NONE);
        came = store.repair("ink", Progress.NONE);
        assertEquals(
                "Nothing is to be repaired: all files of ink are as they were noted, and can be used.", came.text());
        assertTrue(came.well());
        Files.write(file, LocalHub.lora(99));
        assertEquals(
                "The model 'ink' was added from " + file
                        + " and not downloaded, so nothing can be downloaded anew. Not as"
                        + " they were noted to be: ink.safetensors. Bring them back as they were; or, if they are meant to"
                        + " be so, remove the name and add the model anew.",
                refused(() -> store.repair("ink", Progress.NONE)));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        String told = refused(() -> store.repair("ink", Progress.NONE));
        assertTrue(
                told.contains("It cannot be used: ") && told.contains("10 are there. Copy its files there once"), told);
        assertTrue(told.endsWith("; or, if you made them yourself, make them anew."), told);
        assertFalse(told.contains("its Repair") || told.contains("source"), told);
        // What was not damaged on its way is not mended by another copy.
        Files.write(file, LocalHub.weights("double_blocks.0.img_attn.norm.key_norm.scale", 4));
        told = refused(() -> store.repair("ink", Progress.NONE));
        assertTrue(told.contains("It cannot be used: It is Flux") && !told.contains("Copy its files"), told);
    }

    /** What can be used with an option alone is told that option, and not that it is damaged. */
    @Test
    void whatWasAddedAndNeedsAnOptionIsToldIt() throws Exception {
        Path own = folder.resolve("odd");
        Map<String, byte[]> files = LocalHub.tiny();
        files.put("scheduler/scheduler_config.json", "{\"_class_name\": \"OddScheduler\"}".getBytes());
        for (Map.Entry<String, byte[]> one : files.entrySet()) {
            Files.createDirectories(own.resolve(one.getKey()).getParent());
            Files.write(own.resolve(one.getKey()), one.getValue());
        }
        store.add(own.toString(), "");
        Outcome came = store.repair("odd", Progress.NONE);
        assertTrue(came.well(), came.text());
        assertTrue(came.text().startsWith("Nothing is to be repaired: odd can be used"), came.text());
        assertTrue(came.text().contains(" It needs an option to draw: "), came.text());
    }

    /** As on a disk that is unplugged: it is not damaged, and comes back. */
    @Test
    void whatWasAddedAndIsNotThereNowIsToldAsThat() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Path file = Files.write(disk.resolve("ink.safetensors"), LocalHub.lora(100));
        Path model = disk.resolve("mine");
        for (Map.Entry<String, byte[]> one : LocalHub.tiny().entrySet()) {
            Files.createDirectories(model.resolve(one.getKey()).getParent());
            Files.write(model.resolve(one.getKey()), one.getValue());
        }
        store.add(file.toString(), "");
        store.add(model.toString(), "");
        store.verify("ink", Progress.NONE);
        String before = entry("ink").hashes();
        assertTrue(entry("mine").isModel() && before.startsWith("as noted, checked "), before);
        Files.move(disk, folder.resolve("unplugged"));
        for (String name : List.of("ink", "mine")) {
            String told = "was added from " + disk.resolve(name.equals("ink") ? "ink.safetensors" : name)
                    + ", which is not there now: its disk may be unplugged, or it was moved. Bring it back, or take its name off"
                    + " the list: models remove " + name + ".";
            ModelEntry entry = entry(name);
            assertEquals("It " + told, entry.look().problem());
            assertEquals("not there", entry.hashes());
            assertEquals(ModelEntry.Origin.ADDED, entry.origin());
            String list = StoreText.list(store.list(Progress.NONE));
            assertTrue(list.contains("\n" + name + ": It " + told), list);
            assertEquals("The model '" + name + "' " + told, refused(() -> store.verify(name, Progress.NONE)));
            assertEquals("The model '" + name + "' " + told, refused(() -> store.repair(name, Progress.NONE)));
        }
        String told = refused(() -> ModelFolder.of("mine"));
        assertTrue(told.startsWith("model=mine: it was added from " + disk) && told.contains("unplugged"), told);
        told = refused(() -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("lora", "ink 0.8")));
        assertTrue(told.startsWith("lora=ink: it was added from " + disk) && told.contains("unplugged"), told);
        told = refused(() -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("vae", "mine")));
        assertTrue(told.startsWith("vae=mine: it was added from " + disk), told);
        assertFalse(store.choices(ModelLook.Use.MODEL).containsKey("mine"));
        Files.move(folder.resolve("unplugged"), disk);
        assertEquals(before, entry("ink").hashes());
        assertEquals(model, ModelFolder.of("mine"));
        Files.move(disk, folder.resolve("unplugged"));
        assertEquals("Removed ink from the list; its files stay where they are.", store.remove("ink"));
        assertEquals("Removed mine from the list; its files stay where they are.", store.remove("mine"));
        assertEquals(List.of(), left());
    }

    /** What came first is thrown away, and the progress begins again. */
    @Test
    void aDownloadThatIsMadeTwiceSaysWhy() throws Exception {
        byte[] right = LocalHub.lora(5000);
        byte[] wrong = right.clone();
        wrong[wrong.length - 1]++;
        LocalHub.serve(server, "a/ink", "mit", Map.of("ink.safetensors", right));
        String path = "/a/ink/resolve/" + LocalHub.COMMIT + "/ink.safetensors";
        server.serve(
                path,
                exchange -> LocalServer.bytes(server.times(path) == 1 ? wrong : right, "")
                        .to(exchange));
        List<String> told = new ArrayList<>();
        Offer offer = offer("a/ink");
        store.download(offer, "", "mit", (done, total, message) -> told.add(message));
        String why = "ink.safetensors once more, for it came damaged: its check sum was wrong";
        assertTrue(told.get(0).endsWith("ink.safetensors"), told.toString());
        assertTrue(told.get(told.size() - 1).endsWith(why), told.toString());
        assertEquals(2, server.times(path));
    }

    @Test
    void whatIsNamedByItsShortNameIsToldByIt() throws Exception {
        Path own = folder.resolve("a-folder");
        for (Map.Entry<String, byte[]> one : LocalHub.tiny().entrySet()) {
            Files.createDirectories(own.resolve(one.getKey()).getParent());
            Files.write(own.resolve(one.getKey()), one.getValue());
        }
        store.add(own.toString(), "mine");
        assertEquals("the model 'a-folder'", ModelFolder.title(ModelFolder.of(own.toString())));
        assertEquals("the model 'mine'", ModelFolder.title(ModelFolder.of(" mine")));
        PyTorch.call(() -> {
            try (StableDiffusion opened = StableDiffusion.open(own)) {
                assertEquals("the model 'mine'", opened.title());
                assertEquals("a-folder", opened.name(), "recipes keep the folder's");
            }
            return null;
        });
    }

    /** The note is damaged: the model is shown as such and can be removed. */
    @Test
    void aDamagedNoteIsNoDeadEnd() throws Exception {
        download(ID, "");
        Files.writeString(models.resolve("tiny").resolve(InstalledModels.NOTE), "{\"files\": 3}");
        assertTrue(entry("tiny").look().problem().contains("Remove the model"));
        store.remove("tiny");
        assertEquals(List.of(), left());
    }

    /** Nobody can download the note alone. */
    @Test
    void ofANoteThatWasCutItIsToldWhatHelps() throws Exception {
        download(ID, "");
        Path note = models.resolve("tiny").resolve(InstalledModels.NOTE);
        for (String content : List.of("{x", "", "[]", "{\"files\": 3}")) {
            Files.writeString(note, content);
            for (String told : List.of(
                    entry("tiny").look().problem(),
                    refused(() -> store.verify("tiny", Progress.NONE)),
                    refused(() -> store.repair("tiny", Progress.NONE)))) {
                assertTrue(told.startsWith(note + " is "), told);
                assertTrue(told.endsWith(". Remove the model and download or add it again."), told);
                assertFalse(told.contains("Download or copy"), told);
            }
        }
        Files.writeString(note, "{x");
        assertTrue(refused(() -> ModelFolder.of("tiny")).endsWith("Remove the model and download or add it again."));
    }

    @Test
    void oneFileOfARepositoryIsInstalledByItsAddressToo() throws Exception {
        byte[] lora = LocalHub.lora(5000);
        LocalHub.serve(server, "somebody/ink", "mit", Map.of("README.md", new byte[3], "ink.safetensors", lora));
        assertTrue(download("somebody/ink", "").endsWith("Give it as lora=ink."));
        assertArrayEquals(lora, Files.readAllBytes(models.resolve("ink/ink.safetensors")));
        server.serve("/files/42", exchange -> {
            exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"sun.safetensors\"");
            LocalServer.bytes(lora, "\"5\"").to(exchange);
        });
        String said = download(server.otherName() + "/files/42", "");
        assertTrue(said.endsWith("Give it as lora=sun."), said);
        assertTrue(store.verify("sun", Progress.NONE).text().contains("OK    sun.safetensors"));
        Files.delete(models.resolve("sun/sun.safetensors"));
        store.repair("sun", Progress.NONE);
        assertArrayEquals(lora, Files.readAllBytes(models.resolve("sun/sun.safetensors")));
        String wrong = "0".repeat(64);
        Offer offer = store.offer(server.otherName() + "/files/42", "", true, wrong);
        assertTrue(refused(() -> store.download(offer, "wrong", "unknown", Progress.NONE))
                .contains("not what it should be"));
        assertTrue(refused(() -> store.offer("somebody/ink", "", true, wrong)).contains("not what it was"));
        server.asked.clear();
        assertTrue(refused(() -> store.offer("somebody/ink", "", true, "12")).contains("64 digits"));
        assertEquals(List.of(), server.asked, "what is written wrong is told before anybody is asked");
        server.serve("/page", LocalServer.text("<html>", "text/html"));
        assertTrue(refused(() -> offer(server.otherName() + "/page")).contains("only .safetensors files"));
    }

    @Test
    void wrongNamesPrivateAndGatedOnesEachHaveTheirCure() throws Exception {
        server.serve("/api/models/a/missing/revision/main", LocalServer.status(401, "X-Error-Code", "RepoNotFound"));
        server.serve("/api/models/a/gated/revision/main", LocalServer.status(403, "X-Error-Code", "GatedRepo"));
        server.serve("/api/models/a/page/revision/main", LocalServer.text("<html>log in</html>", "text/html"));
        server.serve("/api/models/a/odd/revision/main", LocalServer.text("{\"siblings\":[{}]}", "application/json"));
        server.serve(
                "/api/models/a/evil/revision/main",
                LocalServer.text("{\"siblings\":[{\"rfilename\":\"../../x.safetensors\"}]}", "application/json"));
        assertTrue(refused(() -> offer("a/missing")).contains("has nothing called a/missing, or it is private"));
        String gated = refused(() -> offer("a/gated"));
        assertTrue(gated.contains("accept its terms there with your account") && gated.contains("HF_TOKEN"), gated);
        Token.useForThisSession("hf_secret");
        gated = refused(() -> offer("a/gated"));
        assertTrue(gated.contains("look whether the token that was given") && !gated.contains("secret"), gated);
        assertTrue(refused(() -> offer("a/page")).contains("does not answer as a server of models does"));
        assertTrue(refused(() -> offer("a/odd")).contains("does not answer as a server of models does"));
        assertTrue(refused(() -> offer("a/evil")).contains("may lie outside of the model's folder"));
        assertTrue(refused(() -> offer("no name"))
                .contains("(Get More in the Models window, and models recommended, list them)"));
        assertTrue(refused(() -> offer("ftp://x/y")).contains("no address of the web"));
        assertTrue(refused(() -> offer("https://me:secret@example.org/x.safetensors"))
                .contains("holds a password"));
        assertTrue(refused(() -> offer(ID + "@nowhere")).contains("look whether the name is written right"));
        server.serve(
                "/api/models/" + ID + "/revision/nowhere", LocalServer.status(404, "X-Error-Code", "RevisionNotFound"));
        assertTrue(refused(() -> offer(ID + "@nowhere")).contains("leave out what follows the @"));
    }

    /** A token is shown to the server of models alone: whoever gives one for another would do so in vain. */
    @Test
    void noTokenIsAdvisedWhereNoneIsSent() throws Exception {
        Map<String, LocalServer.Reply> answers = Map.of(
                "has nothing called '%s', or it is not for everybody (401).",
                LocalServer.status(401),
                "has nothing called '%s', or it is not for everybody (404).",
                LocalServer.status(404, "X-Error-Code", "RepoNotFound"),
                "does not give out '%s' (403).",
                LocalServer.status(403),
                "'%s' of localhost:" + server.uri().getPort()
                        + " is only for people who have asked for it there (it is gated).",
                LocalServer.status(403, "X-Error-Code", "GatedRepo"));
        String address = server.otherName() + "/closed/ink.safetensors";
        for (String token : List.of("", "hf_secret"))
            for (String told : answers.keySet()) {
                Token.useForThisSession(token);
                server.serve("/closed/ink.safetensors", answers.get(told));
                String message = refused(() -> offer(address));
                assertTrue(
                        message.contains(told.formatted(address) + " No token is sent there: it is for 127.0.0.1:"),
                        message);
                assertTrue(message.endsWith("add it by models add /path/model.safetensors."), message);
                assertFalse(message.contains("HF_TOKEN") || message.contains("owner/name"), message);
            }
        server.serve("/api/models/a/open/revision/main", LocalServer.status(401));
        assertTrue(refused(() -> offer("a/open")).endsWith("The token that was given does not open it."));
        // Nor where others could read it on the way.
        assertTrue(Token.current()
                .hidden(URI.create("http://mirror.org/x"), URI.create("http://mirror.org"))
                .orElseThrow()
                .endsWith("it needs https."));
        assertTrue(Token.current()
                .hidden(URI.create("https://mirror.org/x"), URI.create("https://mirror.org"))
                .isEmpty());
    }

    @Test
    void serversOfAnUnknownNameAreToldBeforeAnythingIsMade() throws Exception {
        ModelStore lost = new ModelStore(models, Map.of("HF_ENDPOINT", "http://mirror.invalid:8080"), SHORT);
        String message = refused(() -> lost.offer(ID, "", true, ""));
        assertTrue(
                message.startsWith("mirror.invalid:8080 cannot be reached (no server of that name is known): look"
                        + " whether HF_ENDPOINT names it right, whether this computer is online"),
                message);
        message = refused(() -> lost.offer("https://files.invalid/a/ink.safetensors", "", true, ""));
        assertTrue(
                message.startsWith("files.invalid cannot be reached (no server of that name is known): look whether"
                        + " its name is written right, whether"),
                message);
        assertFalse(message.contains("HF_ENDPOINT"), message);
        assertTrue(message.endsWith("name its folder or file: Add... in the Models window, or models add."), message);
        String key = refused(() -> lost.offer("https://files.invalid/a/ink.safetensors?token=secret1", "", true, ""));
        assertFalse(key.contains("secret1"), key);
        message = refused(() -> lost.offer(ID + "@main", "", true, ""));
        assertTrue(message.contains(", from https://huggingface.co/" + ID + ", copy it"), message);
        assertFalse(Files.exists(models), "something was made");
        download(ID, "");
        Files.delete(models.resolve("tiny/vae/config.json"));
        message = refused(() -> lost.repair("tiny", Progress.NONE).text());
        assertTrue(message.contains("mirror.invalid") && !message.contains("models add"), message);
        assertEquals(List.of("tiny"), left());
        assertEquals(
                "Repaired tiny: vae/config.json.",
                store.repair("tiny", Progress.NONE).text());
    }

    /** The listing is there, and the server of the files is not: what has come is used by the next attempt. */
    @Test
    void filesOnAServerOfAnUnknownNameAreGoneOnWith() throws Exception {
        String weights = "/" + ID + "/resolve/" + LocalHub.COMMIT + "/vae/diffusion_pytorch_model.safetensors";
        server.serve(weights, LocalServer.redirect("http://cdn.invalid/x"));
        Offer offer = offer(ID);
        String message = refused(() -> store.download(offer, "", LICENCE, Progress.NONE));
        assertTrue(
                message.startsWith("cdn.invalid, to which 127.0.0.1:") && message.contains("sends on, cannot be"),
                message);
        assertTrue(
                message.endsWith(
                        " on another computer, from https://huggingface.co/" + ID
                                + ", copy it to this one and name its folder or file: Add... in the Models window, or models add."),
                message);
        assertEquals(List.of("partial-tiny"), left());
        assertEquals(List.of(), InstalledModels.names());
        LocalHub.serve(server, ID, LICENCE, LocalHub.tiny());
        server.asked.clear();
        download(ID, "");
        assertEquals(List.of("tiny"), left());
        assertEquals(1, server.times(weights));
        assertTrue(server.asked.stream().noneMatch(asked -> asked.path().contains("/unet/")), "brought again");
    }

    /** As where a virus scanner holds a file for a moment: all that has come is used by the next attempt. */
    @Test
    void whatCannotBeMovedIntoPlaceNeedNotComeAgain() throws Exception {
        Offer offer = offer(ID);
        Installation installation = new Installation(models, server.web(), SHORT, Progress.NONE);
        Path inTheWay = models.resolve("tiny/file");
        InstallNote note = InstallNote.downloaded(offer, "");
        assertThrows(
                Refusal.class,
                () -> installation.install("tiny", offer.listing(), note, partial -> {
                    try {
                        Files.createDirectories(inTheWay.getParent());
                        Files.writeString(inTheWay, "");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        String told = entry("tiny").look().problem();
        assertTrue(told.contains("models download " + ID), told);
        server.asked.clear();
        download(ID, "");
        assertEquals(List.of("tiny"), left());
        assertTrue(server.asked.stream().noneMatch(asked -> asked.path().contains("/resolve/")), "brought again");
        assertFalse(Files.exists(models.resolve("tiny/.download")), "told as unfinished for ever");
    }

    /** The public server sends downloads on to others, which must not see whose they are. */
    @Test
    void theTokenIsShownToItsServerAloneAndWrittenNowhere() throws Exception {
        Token.useForThisSession("hf_secret");
        String path = "/" + ID + "/resolve/" + LocalHub.COMMIT + "/unet/diffusion_pytorch_model.safetensors";
        byte[] unet = LocalHub.tiny().get("unet/diffusion_pytorch_model.safetensors");
        server.serve("/cdn/unet", LocalServer.bytes(unet, "\"cdn\""));
        server.serve(path, LocalServer.redirect(server.otherName() + "/cdn/unet"));
        download(ID, "");
        List<LocalServer.Asked> ours =
                server.asked.stream().filter(a -> !a.path().equals("/cdn/unet")).toList();
        assertTrue(ours.stream().allMatch(a -> a.header("authorization").equals("Bearer hf_secret")));
        List<LocalServer.Asked> others =
                server.asked.stream().filter(a -> a.path().equals("/cdn/unet")).toList();
        assertEquals(1, others.size());
        assertEquals("", others.get(0).header("authorization"));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                assertFalse(new String(Files.readAllBytes(file), "ISO-8859-1").contains("hf_secret"), file.toString());
        }
        assertEquals("a token", Token.current().toString());
    }

    /** Java would tell what it cannot send, in a message that goes into logs. */
    @Test
    void aTokenThatCannotBeSentIsToldWithoutItself() {
        for (String wrong :
                List.of("hf_secret\nmore", "hf_secret more", "hf_secr\u00e9t", "hf_secret\u0000", "\"hf\tsecret\"")) {
            String message = refused(() -> Token.useForThisSession(wrong));
            assertTrue(message.startsWith("The token holds a space, a line break or another character"), message);
            assertTrue(message.contains("Copy it once more"), message);
            assertFalse(message.contains("secr"), message);
        }
        assertTrue(refused(() -> Token.of("a\nb", Token.VARIABLE)).startsWith("HF_TOKEN holds"));
        Token.useForThisSession(" hf_secret\n");
        assertTrue(Token.current().isThere(), "what stands around it was copied with it");
    }

    @Test
    void aSettingOfTheNetworkThatIsWrongIsNamed() {
        for (String wrong : List.of("nonsense", "ftp://mirror.org", "https://me:secret@mirror.org")) {
            String message =
                    refused(() -> new ModelStore(models, Map.of("HF_ENDPOINT", wrong), SHORT).offer(ID, "", true, ""));
            assertTrue(message.startsWith("HF_ENDPOINT, which names a mirror: "), message);
            assertFalse(message.contains("secret"), message);
        }
        String message = refused(() -> new ModelStore(models, Map.of("HTTPS_PROXY", "nonsense:x"), SHORT)
                .offer("https://files.invalid/a/ink.safetensors", "", true, ""));
        assertTrue(message.startsWith("HTTPS_PROXY in the environment names the proxy 'nonsense:x'"), message);
    }

    @Test
    void aMirrorWithoutASchemeIsToldWithIt() {
        Map<String, String> right = Map.of(
                "127.0.0.1:18431", "http://127.0.0.1:18431",
                "localhost/hub/", "http://localhost/hub",
                "hub.example.org", "https://hub.example.org",
                "https:/hub.example.org", "https://hub.example.org",
                "//hub.example.org:8080/", "https://hub.example.org:8080");
        right.forEach((wrong, cure) -> {
            String told = refused(() -> Server.of(Hub.VARIABLE, "https://huggingface.co", Map.of(Hub.VARIABLE, wrong)));
            assertTrue(told.startsWith("HF_ENDPOINT, which names a mirror: '"), told);
            assertTrue(told.contains("has not https:// before") && told.endsWith(" write it as " + cure + "."), told);
            told = refused(() -> EngineFiles.server(Map.of(EngineFiles.VARIABLE, wrong)));
            assertTrue(told.startsWith(EngineFiles.VARIABLE) && told.endsWith(" write it as " + cure + "."), told);
        });
        String told = refused(() -> Hub.server(Map.of(Hub.VARIABLE, "me:secret@mirror.org")));
        assertTrue(told.contains("mirror.org holds a password") && !told.contains("secret"), told);
        told = refused(() -> store.offer("127.0.0.1:18431/a/b", "", true, ""));
        assertTrue(told.contains("the address of a file, which begins with https://"), told);
    }

    @Test
    void aSecondImageJMustWait() throws Exception {
        Offer offer = offer(ID);
        try (StoreLock lock = StoreLock.take(models, "tiny")) {
            String message = refused(() -> store.download(offer, "", LICENCE, Progress.NONE));
            assertTrue(message.contains("another ImageJ is busy with the model 'tiny'"), message);
        }
        download(ID, "");
    }

    /** Returns what is said where another ImageJ has the lock at first, and changes something before it lets go of it. */
    private String meanwhile(String name, Runnable change, java.util.function.Supplier<String> job) throws Exception {
        for (int i = 0; i < 20; i++) {
            StoreLock other = StoreLock.take(models, name);
            Thread changes = new Thread(() -> {
                LockSupport.parkNanos(120_000_000);
                change.run();
                other.close();
            });
            changes.start();
            try {
                return job.get();
            } catch (Refusal late) {
                assertTrue(late.getMessage().contains("is busy with the model"), late.getMessage());
            } finally {
                changes.join();
            }
        }
        return "busy for ever";
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is checked, mended or removed is what is there when it is this one's turn. */
    @Test
    void whatAnotherImageJHasChangedMeanwhileIsSeen() throws Exception {
        download(ID, "");
        Path unet = models.resolve("tiny/unet/diffusion_pytorch_model.safetensors");
        byte[] right = Files.readAllBytes(unet);
        Files.write(unet, new byte[right.length]);
        server.asked.clear();
        String said = meanwhile(
                "tiny",
                () -> write(unet, right),
                () -> store.repair("tiny", Progress.NONE).text());
        assertTrue(said.contains("nothing is to be repaired"), said);
        assertEquals(List.of(), List.copyOf(server.asked));
        Files.write(unet, new byte[right.length]);
        said = meanwhile(
                "tiny",
                () -> write(unet, right),
                () -> store.verify("tiny", Progress.NONE).text());
        assertTrue(said.endsWith("All files of tiny are as they should be."), said);
        Path lora = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(10));
        store.add(lora.toString(), "ink");
        Path note = models.resolve("ink").resolve(InstalledModels.NOTE);
        byte[] plain = Files.readAllBytes(note);
        store.verify("ink", Progress.NONE);
        byte[] noted = Files.readAllBytes(note);
        Files.write(note, plain);
        said = meanwhile(
                "ink",
                () -> write(note, noted),
                () -> store.verify("ink", Progress.NONE).text());
        assertEquals("OK    ink.safetensors\nAll files of ink are as they should be.", said);
        Path partial = Files.createDirectories(models.resolve("partial-late"));
        Path whole = models.resolve("late");
        said = meanwhile(
                "late",
                () -> {
                    if (!partial.toFile().renameTo(whole.toFile())) return;
                    write(whole.resolve(InstalledModels.NOTE), plain);
                },
                () -> store.remove("late"));
        assertEquals(
                "Removed late from the list; its files stay where they are.", said, "it came to its end meanwhile");
        try (StoreLock other = StoreLock.take(models, "tiny")) {
            for (Runnable job : List.<Runnable>of(
                    () -> store.verify("tiny", Progress.NONE).text(),
                    () -> store.repair("tiny", Progress.NONE).text()))
                assertTrue(refused(job).contains("another ImageJ is busy with the model 'tiny'"));
        }
        refused(() -> store.verify("nothing", Progress.NONE).text());
        refused(() -> store.remove("nothing"));
        assertFalse(Files.exists(StoreLock.file(models, "nothing")), "what is none gets no lock");
    }

    /** A folder that others fill: it is read as it is. */
    @Test
    void whatLiesOnADiskThatCannotBeWrittenIsCheckedAllTheSame() throws Exception {
        try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("disk"), "size=8m")) {
            ModelStore lab = new ModelStore(
                    disk.path(), Map.of("HF_ENDPOINT", server.uri().toString()), SHORT);
            Path lora = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(10));
            lab.add(lora.toString(), "ink");
            lab.add(lora.toString(), "new");
            lab.verify("ink", Progress.NONE);
            Files.delete(StoreLock.file(disk.path(), "ink"));
            assertTrue(disk.remount("ro"));
            assertTrue(lab.verify("ink", Progress.NONE).text().endsWith("All files of ink are as they should be."));
            String told = refused(() -> lab.verify("new", Progress.NONE).text());
            assertTrue(told.contains("cannot be written, because"), told);
            // Another folder, which who downloads is advised, does not help who removes.
            assertTrue(disk.remount("rw"));
            Files.createDirectories(disk.path().resolve("partial-other"));
            assertTrue(disk.remount("ro"));
            String why = " cannot be removed, because the disk of " + disk.path()
                    + " is there to be read only: ask who looks after this computer.";
            assertEquals("The model 'ink'" + why, refused(() -> lab.remove("ink")));
            assertEquals(
                    "What has come of downloads" + why,
                    refused(() -> lab.clear().text()));
            assertTrue(disk.remount("rw"));
            assertTrue(lab.clear().well());
            lab.remove("ink");
        }
    }

    @Test
    void whatDoesNotFitOrMayNotBeWrittenIsToldBefore() throws Exception {
        LocalHub.serve(server, "a/large", "mit", Map.of("x.safetensors", LocalHub.lora(10)));
        server.serve(
                "/api/models/a/large/revision/main",
                LocalServer.text(
                        "{\"cardData\":{\"license\":\"mit\"},\"siblings\":[{\"rfilename\":\"x.safetensors\",\"size\":7000000000000000}]}",
                        "application/json"));
        String message = refused(() -> download("a/large", ""));
        assertTrue(
                message.startsWith("There is no room for the model 'large': 7000.00 TB are still needed in"), message);
        assertTrue(message.contains("PROMPTTOPROMPT_MODELS"), message);
        assertEquals(List.of(), left(), "nothing has come that could be unfinished");
        assertEquals(Optional.empty(), store.accepted(offer("a/large")), "nothing is accepted of what has no room");
        String asked = refused(() -> StoreAction.DOWNLOAD.run(store, "a/large", Map.of(), Progress.NONE));
        assertEquals(message, asked, "it is told before anybody is asked to accept a licence");
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        ModelStore none = new ModelStore(
                file.resolve("models"), Map.of("HF_ENDPOINT", server.uri().toString()), SHORT);
        Offer offer = offer(ID);
        message = refused(() -> none.download(offer, "", LICENCE, Progress.NONE));
        assertTrue(message.contains("cannot be written") && message.contains("PROMPTTOPROMPT_MODELS"), message);
        assertFalse(
                offer.toCome(none.folder(), "").canCome(),
                "nobody is asked to accept its licence in the window either");
        server.asked.clear();
        for (Map<String, String> options : List.of(Map.of("accept", LICENCE), Map.<String, String>of()))
            assertEquals(
                    message,
                    refused(() -> StoreAction.DOWNLOAD.run(none, ID, options, Progress.NONE)),
                    "it is told before anybody is asked to accept a licence");
        assertEquals(List.of(), server.asked, "and before a server is asked");
        assertEquals(
                message,
                refused(() -> none.download(offer, "", "", Progress.NONE)),
                "in the window, whose licence nobody has accepted yet");
    }

    /** A disk of two megabytes; only root may mount one. */
    @Test
    void aDiskThatBecomesFullIsToldAndWhatHasComeIsKept() throws Exception {
        try (MountedDisk mount = MountedDisk.inMemory(folder.resolve("disk"), "size=2m")) {
            Path disk = mount.path();
            byte[] lora = LocalHub.lora(2_000_000);
            server.serve("/x.safetensors", exchange -> {
                exchange.sendResponseHeaders(200, 0); // of an unknown length
                LocalServer.send(exchange, lora);
            });
            ModelStore small =
                    new ModelStore(disk, Map.of("HF_ENDPOINT", server.uri().toString()), SHORT);
            Offer offer = small.offer(server.otherName() + "/x.safetensors", "", true, "");
            assertEquals("?", offer.size());
            String message = refused(() -> new FileTransfer(
                            server.web(),
                            SHORT,
                            offer.listing().files().get(0),
                            disk.resolve("x.safetensors"),
                            (done, total) -> true)
                    .run());
            assertTrue(message.startsWith("The disk is full: " + disk + " has "), message);
            assertTrue(Files.size(disk.resolve("x.safetensors.part")) > 1_000_000);
            Path added = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(10));
            message = refused(() -> small.add(added.toString(), ""));
            assertTrue(
                    message.startsWith("The disk is full: ") && message.contains("Make room and try again."), message);
            try (var all = Files.list(disk)) {
                assertEquals(
                        List.of(".lock-ink"),
                        all.map(f -> f.getFileName().toString())
                                .filter(f -> !f.startsWith("x.safetensors.part"))
                                .toList());
            }
            message = refused(() -> small.download(offer, "", "unknown", Progress.NONE));
            assertTrue(message.contains("no room") || message.contains("disk is full"), message);
        }
    }

    /** People remove a model to make room: that must not need any. */
    @Test
    void aModelIsRemovedFromADiskThatTakesNothingNew() throws Exception {
        try (MountedDisk mount = MountedDisk.inMemory(folder.resolve("disk"), "size=4m,nr_inodes=40")) {
            Path disk = mount.path();
            System.setProperty(InstalledModels.PROPERTY, disk.toString());
            ModelStore small =
                    new ModelStore(disk, Map.of("HF_ENDPOINT", server.uri().toString()), SHORT);
            Path lora = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(10));
            small.add(lora.toString(), "");
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100; i++) Files.createFile(disk.resolve("other-" + i));
            });
            assertEquals("Removed ink from the list; its files stay where they are.", small.remove("ink"));
            assertEquals(List.of(), InstalledModels.names());
        }
    }

    /** In the folder of a lab one person installs and others use: files of Java's temporary ones are their maker's alone. */
    @Test
    void whoeverMayReadTheFolderMayReadWhatIsInIt() throws Exception {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) return;
        download(ID, "mine");
        Path lora = Files.write(folder.resolve("ink.safetensors"), LocalHub.lora(10));
        store.add(lora.toString(), "");
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Files.write(programs.resolve("other.safetensors"), LocalHub.lora(10));
        store.lookIn(programs.toString());
        Object plain = Files.getPosixFilePermissions(lora);
        Object plainFolder = Files.getPosixFilePermissions(programs);
        try (var all = Files.walk(models)) {
            for (Path one : all.filter(f -> !f.getFileName().toString().startsWith(".lock-"))
                    .toList())
                assertEquals(
                        Files.isDirectory(one) ? plainFolder : plain,
                        Files.getPosixFilePermissions(one),
                        one.toString());
        }
        for (String name : List.of("mine/installed.json", "ink/installed.json", "licences.json", "folders.json"))
            assertTrue(Files.exists(models.resolve(name)), name);
    }

    @Test
    void whatComesWholeButCannotBeUsedIsNotInstalled() throws Exception {
        LocalHub.serve(
                server,
                "a/flux",
                "mit",
                Map.of("x.safetensors", LocalHub.weights("double_blocks.0.img_attn.norm.key_norm.scale", 4)));
        String message = refused(() -> download("a/flux", ""));
        assertTrue(message.contains("a/flux came whole, but cannot be used here: It is Flux"), message);
        assertTrue(message.endsWith("models remove flux takes away what came, as Models... does."), message);
        assertEquals(List.of(), InstalledModels.names());
        String told = refused(() -> store.verify("flux", Progress.NONE));
        assertTrue(told.contains("All of it has come") && !told.contains("goes on"), told);
        server.serve("/empty.safetensors", LocalServer.text("", "application/octet-stream"));
        message = refused(() -> download(server.otherName() + "/empty.safetensors", ""));
        assertTrue(message.contains("empty.safetensors came, but cannot be used here: "), message);
        assertTrue(
                message.endsWith(
                        "is empty. It was not installed. Nobody tells its check sum, so it may have come wrong: download it"
                                + " once more, or take a copy from another place."),
                message);
        assertEquals(List.of("partial-flux"), left());
        store.remove("flux");
        assertEquals(List.of(), left());
        byte[] whole = LocalHub.lora(100);
        LocalHub.serve(server, "a/cut", "mit", Map.of("x.safetensors", Arrays.copyOf(whole, whole.length - 50)));
        message = refused(() -> download("a/cut", ""));
        requireOfSource(message);
    }

    /** Of what is as its source has it nothing is said that helps only where something went wrong on the way. */
    private static void requireOfSource(String message) {
        assertTrue(message.contains(". It is so at its source, and another download brings the same. "), message);
        assertFalse(
                message.matches("(?s).*(half-way|Repair|repair |delete|truncated|again|[Dd]ownload (it|or|one|the)).*"),
                message);
        assertFalse(message.matches("(?s).*[.,: ]\\. It is so.*"), message);
    }

    private static byte[] cut(byte[] whole, int by) {
        return Arrays.copyOf(whole, whole.length - by);
    }

    /** A harm of each kind, which a run tells with what helps of a file of which nothing is known. */
    @Test
    void whatIsDamagedAtItsSourceIsNotToBeDownloadedAgain() throws Exception {
        String unet = "unet/diffusion_pytorch_model.safetensors";
        byte[] weights = LocalHub.tiny().get(unet);
        byte[] pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n".getBytes();
        Map<String, byte[]> harms = new LinkedHashMap<>();
        harms.put("begin " + unet, Arrays.copyOf(weights, 4));
        harms.put("header " + unet, Arrays.copyOf(weights, 100));
        harms.put("tensors " + unet, cut(weights, 50));
        harms.put("other " + unet, LocalHub.weights("down_blocks.0.x", 4));
        harms.put("pointer " + unet, pointer);
        harms.put("message " + unet, "{\"error\": \"not found\"}".getBytes());
        harms.put("empty unet/config.json", new byte[0]);
        harms.put("config unet/config.json", cut(LocalHub.tiny().get("unet/config.json"), 5));
        harms.put("text vae/config.json", new byte[] {'"', (byte) 0xe9, '"'});
        harms.put("value vae/config.json", "{\"latent_channels\": \"four\"}".getBytes());
        for (Map.Entry<String, byte[]> harm : harms.entrySet()) {
            String[] of = harm.getKey().split(" ");
            Map<String, byte[]> files = LocalHub.tiny();
            files.put(of[1], harm.getValue());
            LocalHub.serve(server, "a/" + of[0], "mit", files);
            String message = refused(() -> download("a/" + of[0], ""));
            assertTrue(message.startsWith("a/" + of[0] + " came whole, but cannot be used here: "), message);
            requireOfSource(message);
            assertTrue(
                    message.endsWith(" It was not installed. Take another model, or a copy from another place. models"
                            + " remove " + of[0] + " takes away what came, as Models... does."),
                    message);
            Path part = models.resolve("partial-" + of[0]);
            String run = refused(() -> PyTorch.call(() -> StableDiffusion.open(part)));
            assertTrue(run.contains(of[1].replaceFirst("/.*", "")) && run.matches("(?s).*([Dd]ownload|again).*"), run);
            String wrong = message.replaceFirst(".* here: ", "").replaceFirst("\\. It is so at.*", "");
            run = run.replace(part + java.io.File.separator, ""); // what came is told by its own name
            assertTrue(run.startsWith(wrong), run + " / " + wrong);
        }
        String half = new String(LocalHub.lora(40), StandardCharsets.ISO_8859_1)
                .replace("lora_unet_x.lora_up", "lora_unet_y.lora_up");
        LocalHub.serve(server, "a/half", "mit", Map.of("x.safetensors", half.getBytes(StandardCharsets.ISO_8859_1)));
        String message = refused(() -> download("a/half", ""));
        assertTrue(message.contains("here: The file is not whole: it has the tensor lora_unet_"), message);
        requireOfSource(message);
    }

    /** Check sums tell of the way and not of the source: what a run has found stays in mind. */
    @Test
    void whatARunHasFoundIsToldBehindRightCheckSums() throws Exception {
        Map<String, byte[]> files = LocalHub.tiny();
        byte[] unet = files.get("unet/diffusion_pytorch_model.safetensors");
        Arrays.fill(unet, unet.length - 4, unet.length, (byte) -1); // no number in any precision
        LocalHub.serve(server, "a/none", "mit", files);
        download("a/none", "");
        assertTrue(store.verify("none", Progress.NONE).text().endsWith("are as they should be."), "nobody knows");
        refused(() -> PyTorch.call(() -> StableDiffusion.open(models.resolve("none"))));
        String told = store.verify("none", Progress.NONE).text();
        assertTrue(
                told.contains("\nFAIL  The files of none are those that were noted, but cannot be used: A run on "),
                told);
        assertTrue(told.contains("NaN") && told.endsWith("models remove none takes this one away."), told);
        assertTrue(told.endsWith(store.repair("none", Progress.NONE).text()), "nothing to repair");
        requireOfSource(told);
        assertFalse(store.verify("none", Progress.NONE).well()
                || store.repair("none", Progress.NONE).well());
    }

    /** The sums of what was added are those that it had itself. */
    @Test
    void ofTheSourceOfWhatWasAddedNothingIsSaid() throws Exception {
        Map<String, byte[]> files = LocalHub.tiny();
        byte[] unet = files.get("unet/diffusion_pytorch_model.safetensors");
        Arrays.fill(unet, unet.length - 4, unet.length, (byte) -1);
        Path own = folder.resolve("holes");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.createDirectories(own.resolve(file.getKey()).getParent());
            Files.write(own.resolve(file.getKey()), file.getValue());
        }
        store.add(own.toString(), "mine");
        assertTrue(store.verify("mine", Progress.NONE).well(), "noted");
        refused(() -> PyTorch.call(() -> StableDiffusion.open(own)));
        String told = store.verify("mine", Progress.NONE).text();
        assertTrue(told.contains("FAIL  mine cannot be used: A run on "), told);
        assertFalse(told.contains("source"), told);
        String cure = assertThrows(Refusal.class, () -> store.repair("mine", Progress.NONE))
                .getMessage();
        assertTrue(cure.contains("It cannot be used: A run on ") && cure.contains("NaN"), cure);
        assertTrue(cure.endsWith("or from an earlier state of the training."), cure);
    }

    @Test
    void whatCannotBeAddedNamesItsPathOnce() throws IOException {
        Path half = Files.createDirectories(folder.resolve("half/unet")).getParent();
        String told = refused(() -> store.add(half.toString(), ""));
        assertTrue(told.startsWith("model=" + half + ": ") && !told.contains(": model="), told);
        assertTrue(told.endsWith(", or a whole model in one .safetensors file."), told);
        for (String elsewhere : List.of("bk-sdm-tiny", "somebody/some-model"))
            assertTrue(refused(() -> store.add(elsewhere, "")).endsWith(": models download " + elsewhere + "."));
        assertTrue(refused(() -> store.add("/no/such/place", "")).endsWith("from its beginning."));
    }

    @Test
    void lorasWordsAndAutoencodersAreOfferedAndNamedAsModelsAre() throws Exception {
        Path golden = Path.of("src/test/resources/golden/models");
        Path lora = golden.resolve("loras/kohya_conv_ranks.safetensors").toAbsolutePath();
        Path vae = golden.resolve("tiny-taesd").toAbsolutePath();
        store.add(lora.toString(), "ink");
        store.add(vae.toString(), "tiny-vae");
        store.add(vae.resolve("diffusion_pytorch_model.safetensors").toString(), "vae-file");
        assertEquals(Map.of("ink", "ink"), store.choices(ModelLook.Use.LORA));
        assertEquals(
                List.of("tiny-vae", "vae-file"),
                List.copyOf(store.choices(ModelLook.Use.VAE).keySet()));
        assertEquals(Map.of(), store.choices(ModelLook.Use.EMBEDDING));
        assertEquals(
                List.of("mini", "cells"),
                List.copyOf(store.choices(ModelLook.Use.MODEL).keySet()));
        EditRequest swap = EditRequest.of(Task.SWAP);
        ModelSpec named = ModelSpec.of(swap.with("lora", "ink 0.8; ink").with("vae", "tiny-vae"));
        assertEquals(List.of(new ModelSpec.LoraUse(lora, .8), new ModelSpec.LoraUse(lora, 1)), named.loras());
        assertEquals(vae, named.vae().orElseThrow());
        download(ID, "");
        assertEquals(
                "vae=" + lora + ": this is a LoRA and no VAE. Give it as lora=" + lora + ".",
                refused(() -> ModelSpec.of(swap.with("vae", "ink"))));
        assertTrue(
                refused(() -> ModelSpec.of(swap.with("lora", "tiny 0.5"))).contains("is a folder and no LoRA. Give"));
        assertTrue(refused(() -> ModelSpec.of(swap.with("lora", "vae-file"))).contains("Give it as vae="));
        assertTrue(refused(() -> ModelSpec.of(swap.with("vae", "tiny"))).contains("a whole model and no VAE"));
        assertTrue(refused(() -> ModelSpec.of(swap.with("lora", "inc"))).contains("there is no file"));
    }

    @Test
    void modelsOfOtherProgramsAreFoundAndReadWhereTheyAre() throws Exception {
        Path snapshot = folder.resolve("hub/models--somebody--tiny/snapshots/" + LocalHub.COMMIT);
        for (Map.Entry<String, byte[]> file : LocalHub.tiny().entrySet()) {
            Files.createDirectories(snapshot.resolve(file.getKey()).getParent());
            Files.write(snapshot.resolve(file.getKey()), file.getValue());
        }
        Files.createDirectories(folder.resolve("hub/models--somebody--language/snapshots"));
        Path comfy = folder.resolve("ComfyUI");
        Files.createDirectories(comfy.resolve("models/loras"));
        Files.write(comfy.resolve("models/loras/ink.safetensors"), LocalHub.lora(10));
        Files.writeString(comfy.resolve("models/loras/broken.safetensors"), "no");
        assertEquals(ModelEntry.Origin.HUB, entry("somebody/tiny").origin());
        assertEquals(snapshot, ModelFolder.of("somebody/tiny"));
        assertEquals(snapshot, ModelFolder.of("somebody--tiny"));
        assertTrue(store.choices(ModelLook.Use.MODEL).containsKey("somebody/tiny"));
        assertTrue(store.lookIn(comfy.toString()).contains(", which is read where it is."));
        String path = comfy.resolve("models/loras/ink.safetensors").toString();
        assertEquals(ModelEntry.Origin.COMFYUI, entry(path).origin());
        assertEquals("ink", entry(path).title());
        assertEquals(Map.of(path, "ink (ComfyUI)"), store.choices(ModelLook.Use.LORA), "dialogs offer it by its name");
        assertTrue(
                refused(() -> store.lookIn(folder.resolve("none").toString())).contains("there is no such folder"));
        Files.createDirectories(folder.resolve("empty"));
        assertTrue(refused(() -> store.lookIn(folder.resolve("empty").toString()))
                .contains("no model that can be used was found there"));
    }

    /** A LoRA of few steps is one under the name by which it was installed, whatever its file is called. */
    @Test
    void anInstalledLoraOfFewStepsBringsItsSampler() throws Exception {
        byte[] lora = Files.readAllBytes(Path.of("src/test/resources/golden/models/loras/lcm_like.safetensors"));
        String id = "latent-consistency/lcm-lora-sdv1-5";
        LocalHub.serve(server, id, LICENCE, Map.of("pytorch_lora_weights.safetensors", lora));
        LocalHub.serve(server, "somebody/ink", LICENCE, Map.of("pytorch_lora_weights.safetensors", lora));
        download(id, "");
        download(id, "quick");
        download("somebody/ink", "");
        download(ID, "");
        Path plain = Files.write(folder.resolve("ink.safetensors"), lora);
        store.add(plain.toString(), "my-lcm-lora");
        LocalHub.serve(server, "lightning-studio/sun", LICENCE, Map.of("pytorch_lora_weights.safetensors", lora));
        download("lightning-studio/sun", "");
        assertEquals("LCM 4", steps("my-lcm-lora"), "its owner has called it so");
        assertEquals("model 10", steps("sun"), "what a publisher is called says nothing");
        assertEquals("LCM 4", steps("lcm-lora-sdv1-5"));
        assertEquals("LCM 4", steps("quick 0.8"), "its source tells it where its name does not");
        assertNotEquals("LCM 4", steps("ink"));
    }

    private static String steps(String lora) {
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with("prompt", "a ball")
                .with("model", "tiny")
                .with("lora", lora);
        EditRequest filled = ModelFacts.of(ModelFolder.of("tiny")).fill(request);
        return filled.get(Option.SCHEDULER) + " " + filled.get(Option.STEPS);
    }

    /** It is of no use without the file that tells how strong it is. */
    @Test
    void anAdapterOfPeftComesWithItsStrength() throws Exception {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("adapter_model.safetensors", LocalHub.adapter());
        files.put("adapter_config.json", "{\"lora_alpha\":8}".getBytes(StandardCharsets.UTF_8));
        files.put("README.md", new byte[10]);
        LocalHub.serve(server, "somebody/adapter", LICENCE, files);
        String said = download("somebody/adapter", "");
        assertTrue(said.contains("a LoRA"), said);
        assertTrue(said.endsWith("Give it as lora=adapter."), said);
        Offer named = store.offer("somebody/adapter", "adapter_model.safetensors", true, "");
        store.download(named, "named", named.licence(), Progress.NONE);
        for (String name : List.of("adapter", "named")) {
            assertTrue(Files.exists(models.resolve(name).resolve("adapter_config.json")), name);
            assertFalse(Files.exists(models.resolve(name).resolve("README.md")), name);
            Path file = models.resolve(name).resolve("adapter_model.safetensors");
            EditRequest request = EditRequest.of(Task.GENERATE).with("lora", name);
            assertEquals(
                    List.of(new ModelSpec.LoraUse(file, 1)),
                    ModelSpec.of(request).loras());
        }
        Files.delete(models.resolve("named/adapter_config.json"));
        assertTrue(entry("named").look().problem().contains("adapter_config.json"));
    }

    /** What is no whole model is named by its repository too, as its row in the list says. */
    @Test
    void aLoraOfTheHubsCacheIsKnownByItsRepository() throws Exception {
        Path snapshot = folder.resolve("hub/models--lab--ink-lora/snapshots/" + LocalHub.COMMIT);
        Path file = Files.write(
                Files.createDirectories(snapshot).resolve("pytorch_lora_weights.safetensors"), LocalHub.lora(100));
        download(ID, "whole");
        EditRequest request = EditRequest.of(Task.GENERATE).with("lora", "lab/ink-lora 0.5");
        assertEquals(
                List.of(new ModelSpec.LoraUse(file, 0.5)), ModelSpec.of(request).loras());
        String told = refused(() -> ModelSpec.of(request.with("lora", "lab/ink-lore")));
        assertTrue(told.contains("Did you mean 'lab/ink-lora'?"), told);
        told = refused(() -> ModelSpec.of(request.with("lora", "zebra")));
        assertTrue(told.contains("There is: lab/ink-lora. Models..."), told);
        told = refused(() -> ModelSpec.of(EditRequest.of(Task.GENERATE).with("vae", "lab/ink-lora")));
        assertTrue(told.contains("this is a LoRA") && told.contains("lora="), told);
    }
}
