package org.prompttoprompt.store;

import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.MountedDisk;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.EngineChoice;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.LibtorchFolder;
import org.prompttoprompt.engine.NvidiaDriver;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.pipeline.Progress;

/** The libraries for a GPU up to the choice of files, and what happens where they do not compute. */
class EngineStoreTest {
    private static final Patience SHORT = new Patience(2, Duration.ofMillis(1), Duration.ofSeconds(20));
    private static final Optional<NvidiaDriver> DRIVER = Optional.of(new NvidiaDriver("570.26"));

    @TempDir
    private Path folder;

    private LocalServer server;
    private String cacheBefore;

    @BeforeEach
    void open() throws Exception {
        server = new LocalServer();
        cacheBefore = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, folder.toString());
        System.setProperty("prompttoprompt.precision", ""); // what is set for tests
        List<String> listing = new ArrayList<>(List.of(
                "cpu/linux-x86_64/native/lib/libtorch.so.gz",
                "cu124/linux-x86_64/native/lib/libtorch.so.gz",
                "cu128/linux-aarch64/native/lib/libtorch.so.gz",
                "cu128/win-x86_64/native/lib/torch_cuda.dll.gz"));
        List<String> names = new ArrayList<>(LibtorchFolder.required(true));
        names.add("libcudnn.so.9");
        for (String name : names) {
            String path = "cu128/linux-x86_64/native/lib/" + name + ".gz";
            listing.add(path);
            server.serve("/" + path, LocalServer.bytes(gzip(("library " + name).repeat(9000)), "\"" + name + "\""));
        }
        server.serve("/cu128/win-x86_64/native/lib/torch_cuda.dll.gz", LocalServer.bytes(gzip("dll"), "\"w\""));
        server.serve("/files.txt", LocalServer.text(String.join("\n", listing) + "\n", "text/plain"));
    }

    @AfterEach
    void close() {
        server.close();
        System.clearProperty("prompttoprompt.precision");
        if (cacheBefore == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, cacheBefore);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes());
        }
        return bytes.toByteArray();
    }

    private EngineStore store(String system, Optional<NvidiaDriver> driver) {
        return new EngineStore(Map.of(EngineFiles.VARIABLE, server.uri().toString()), SHORT, system, driver);
    }

    @Test
    void systemsAreCalledAsDjlCallsThem() {
        assertEquals("linux-x86_64", EngineFiles.system("Linux", "amd64"));
        assertEquals("win-x86_64", EngineFiles.system("Windows 11", "amd64"));
        assertEquals("osx-aarch64", EngineFiles.system("Mac OS X", "aarch64"));
        assertEquals("linux-aarch64", EngineFiles.system("Linux", "aarch64"));
    }

    @Test
    void whatAComputerCouldUse() {
        assertEquals(Optional.of("gpu"), store("linux-x86_64", DRIVER).possible());
        assertEquals(
                Optional.of("gpu"),
                store("win-x86_64", Optional.of(new NvidiaDriver(""))).possible());
        assertEquals(Optional.of("mps"), store("osx-aarch64", Optional.empty()).possible());
        assertEquals(Optional.empty(), store("linux-x86_64", Optional.empty()).possible());
        assertEquals(Optional.empty(), store("linux-aarch64", DRIVER).possible());
        EngineStore old = store("linux-x86_64", Optional.of(new NvidiaDriver("470.82")));
        assertEquals(Optional.empty(), old.possible());
        assertTrue(old.possibleInWords().contains("470.82 is too old"), old.possibleInWords());
        assertThrows(Refusal.class, () -> store("linux-x86_64", DRIVER).chooseMps());
        store("osx-aarch64", Optional.empty()).chooseMps();
        assertEquals("mps", EngineChoice.read().device());
        store("osx-aarch64", Optional.empty()).chooseCpu();
        assertEquals(EngineChoice.CPU, EngineChoice.read());
    }

    @Test
    void theFilesOfThisSystemAndFlavorAlone() {
        EngineOffer offer = store("linux-x86_64", DRIVER).offer();
        assertEquals("cu128", offer.flavor());
        List<String> names = offer.files().stream().map(RemoteFile::path).toList();
        assertEquals(6, names.size(), names.toString());
        assertTrue(names.contains("libcudnn.so.9.gz") && names.contains("libtorch_cuda.so.gz"), names.toString());
        assertEquals(
                offer.bytes(),
                offer.files().stream().mapToLong(RemoteFile::size).sum());
        assertTrue(offer.bytes() > 1000 && offer.text().contains("nvidia.com"), offer.text());
        assertEquals(1, store("win-x86_64", DRIVER).offer().files().size());
        assertTrue(
                assertThrows(Refusal.class, () -> store("linux-riscv64", DRIVER).offer())
                        .getMessage()
                        .contains("linux-riscv64"));
        for (String odd : List.of("a b", "%zz", "<x>")) {
            server.serve(
                    "/files.txt", LocalServer.text("cu128/linux-x86_64/native/lib/" + odd + ".gz\n", "text/plain"));
            String told = assertThrows(
                            Refusal.class, () -> store("linux-x86_64", DRIVER).offer())
                    .getMessage();
            assertTrue(told.contains("lib/" + odd + ".gz', which is no file's address"), told);
        }
        server.serve("/files.txt", LocalServer.text("nothing\n", "text/plain"));
        assertThrows(Refusal.class, () -> store("linux-x86_64", DRIVER).offer());
        server.serve("/files.txt", LocalServer.text("<html>log in</html>", "text/html"));
        assertTrue(
                assertThrows(Refusal.class, () -> store("linux-x86_64", DRIVER).offer())
                        .getMessage()
                        .contains("a web page"));
    }

    @Test
    void theyAreInstalledWholeAndChosenOnConsent() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer offer = store.offer();
        assertTrue(assertThrows(Refusal.class, () -> store.install(offer, "", Progress.NONE))
                .getMessage()
                .contains("accept=nvidia-cuda"));
        assertEquals(EngineChoice.CPU, EngineChoice.read());
        assertThrows(
                CancellationException.class,
                () -> store.install(offer, "nvidia-cuda", (done, total, text) -> !text.contains("libtorch_cuda")));
        assertEquals(EngineChoice.CPU, EngineChoice.read());
        server.asked.clear();
        String said = store.install(offer, "", Progress.NONE);
        assertTrue(said.contains("Restart ImageJ"), said);
        assertEquals(0, server.times("/cu128/linux-x86_64/native/lib/libc10.so.gz"), "was there already");
        EngineChoice choice = EngineChoice.read();
        Path libraries = Path.of(choice.libraries());
        assertEquals(
                "gpu cu128 libtorch-2.7.1-cu128",
                choice.device() + " " + choice.flavor() + " " + libraries.getFileName());
        assertEquals(
                "library libtorch.so",
                Files.readString(libraries.resolve("libtorch.so")).substring(0, 19));
        try (var files = Files.list(libraries)) {
            assertEquals(6, files.count(), "DJL loads all files of the folder");
        }
        assertTrue(store.remove().contains("removed"));
        assertFalse(Files.exists(libraries));
        assertEquals(EngineChoice.CPU, EngineChoice.read());
    }

    /** Some gigabytes are unpacked, and that can be stopped as their coming can. */
    @Test
    void unpackingIsToldAndCanBeStopped() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer offer = store.offer();
        List<String> told = new ArrayList<>();
        assertThrows(
                CancellationException.class,
                () -> store.install(offer, "nvidia-cuda", (done, total, text) -> {
                    assertTrue(done <= total, text);
                    told.add(text);
                    return !text.startsWith("Unpacking");
                }));
        String last = told.get(told.size() - 1);
        assertTrue(last.startsWith("Unpacking "), last);
        String file = "/cu128/linux-x86_64/native/lib/" + last.substring("Unpacking ".length()) + ".gz";
        long before = server.times(file);
        store.install(offer, "", Progress.NONE);
        assertEquals(before, server.times(file), "what had come was brought again");
    }

    /** By another window or another ImageJ. */
    @Test
    void whatIsComingIsNotRemoved() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        List<String> told = new ArrayList<>();
        store.install(store.offer(), "nvidia-cuda", (done, total, text) -> {
            if (told.isEmpty())
                told.add(assertThrows(Refusal.class, store::remove).getMessage());
            return true;
        });
        assertTrue(told.get(0).contains("another ImageJ is busy with"), told.get(0));
        assertEquals("gpu", EngineChoice.read().device(), "what had come was taken away");
        assertThrows(
                CancellationException.class,
                () -> store("linux-x86_64", DRIVER).install(store.offer(), "", (done, total, text) -> false));
        assertTrue(store.remove().startsWith("The libraries for the GPU are removed."));
        assertEquals(EngineChoice.CPU, EngineChoice.read());
        try (var all = Files.list(EngineStore.folder())) {
            assertEquals(
                    List.of(".lock-.licences", ".lock-libtorch-2.7.1-cu128"),
                    all.map(file -> file.getFileName().toString()).sorted().toList(),
                    "something is left, or its licence is still accepted");
        }
        assertEquals("Nothing was downloaded for a GPU. The CPU is chosen.", store.remove());
    }

    @Test
    void damagedOrIncompleteOnesAreNotInstalled() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        byte[] damaged = gzip("x".repeat(9000));
        damaged[damaged.length - 6] ^= 1; // of its CRC-32
        server.serve("/cu128/linux-x86_64/native/lib/libtorch.so.gz", LocalServer.bytes(damaged, "\"d\""));
        String message = assertThrows(Refusal.class, () -> store.install(store.offer(), "nvidia-cuda", Progress.NONE))
                .getMessage();
        assertTrue(
                message.contains("'libtorch.so.gz' of 127.0.0.1 was downloaded twice and is damaged (Corrupt"),
                message);
        // What lay there of an earlier try was not downloaded by this one.
        Path packed = EngineStore.folder()
                .resolve(Installation.PARTIAL + "libtorch-2.7.1-cu128")
                .resolve("libtorch.so.gz");
        Files.write(packed, damaged);
        message = assertThrows(Refusal.class, () -> store.install(store.offer(), "nvidia-cuda", Progress.NONE))
                .getMessage();
        assertTrue(
                message.contains(
                        "'libtorch.so.gz' of 127.0.0.1 came before, has come once more now and is damaged (Corrupt"),
                message);
        server.serve("/files.txt", LocalServer.text("cu128/linux-x86_64/native/lib/libc10.so.gz", "text/plain"));
        message = assertThrows(Refusal.class, () -> store.install(store.offer(), "nvidia-cuda", Progress.NONE))
                .getMessage();
        assertTrue(message.contains("no whole libtorch"), message);
        assertEquals(EngineChoice.CPU, EngineChoice.read());
    }

    /** As of a proxy that cuts or spoils one. */
    @Test
    void whatComesDamagedComesOnceMoreAndSaysWhy() throws Exception {
        String path = "/cu128/linux-x86_64/native/lib/libtorch.so.gz";
        byte[] right = gzip("library libtorch.so".repeat(9000));
        byte[] wrong = right.clone();
        wrong[wrong.length - 6] ^= 1; // of its CRC-32
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer offer = store.offer();
        long before = server.times(path);
        server.serve(
                path,
                exchange -> LocalServer.bytes(server.times(path) == before + 1 ? wrong : right, "")
                        .to(exchange));
        List<String> told = new ArrayList<>();
        store.install(offer, "nvidia-cuda", (done, total, text) -> told.add(text));
        assertEquals("gpu", EngineChoice.read().device());
        assertEquals(before + 2, server.times(path));
        List<String> twice = told.stream()
                .filter(text -> text.contains(", libtorch.so.gz"))
                .map(text -> text.replaceFirst(".*, libtorch", "libtorch"))
                .distinct()
                .toList();
        assertEquals(
                List.of("libtorch.so.gz", "libtorch.so.gz once more, for it came damaged (Corrupt GZIP trailer)"),
                twice);
        assertTrue(told.stream().noneMatch(text -> text.contains("libcudnn.so.9.gz once")), told.toString());
    }

    /** Nobody's token is for this server. */
    @Test
    void whereTheServerGivesNothingOutNoTokenIsAdvised() {
        for (int status : new int[] {401, 403}) {
            server.serve("/files.txt", LocalServer.status(status));
            String message = assertThrows(
                            Refusal.class, () -> store("linux-x86_64", DRIVER).offer())
                    .getMessage();
            assertTrue(
                    message.contains("'files.txt'") && message.contains("(" + status + "). Neither a token"), message);
            assertTrue(message.endsWith("or name another mirror by PROMPTTOPROMPT_LIBTORCH."), message);
            assertFalse(message.contains("HF_"), message);
        }
        server.serve("/files.txt", LocalServer.status(407));
        assertTrue(
                assertThrows(Refusal.class, () -> store("linux-x86_64", DRIVER).offer())
                        .getMessage()
                        .endsWith("for a mirror (PROMPTTOPROMPT_LIBTORCH)."));
    }

    @Test
    void aDamagedListOfLicencesIsToldBeforeAnybodyIsAskedToAcceptOne() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer offer = store.offer();
        Path list =
                Files.writeString(Files.createDirectories(EngineStore.folder()).resolve(Licences.FILE), "{");
        for (String accept : List.of("", "nvidia-cuda")) {
            String told = assertThrows(Refusal.class, () -> store.install(offer, accept, Progress.NONE))
                    .getMessage();
            assertTrue(told.startsWith(list + " is not a JSON object: it ends in the middle"), told);
        }
    }

    /** What comes and what it takes of the disk are two numbers. */
    @Test
    void whatComesIsToldBesideWhatItTakesUnpacked() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer offer = store.offer();
        assertEquals(offer.bytes(), store.room(offer).left());
        assertEquals(3 * offer.bytes(), store.room(offer).needed());
        String told = store.room(offer).text();
        assertTrue(
                told.startsWith(Sizes.text(offer.bytes()) + " to come, up to " + Sizes.text(3 * offer.bytes())
                        + " while it is unpacked, "),
                told);
        store.install(offer, "nvidia-cuda", Progress.NONE);
        assertEquals(0, store.room(offer).left());
        Files.writeString(
                EngineStore.folder().resolve("libtorch-2.7.1-cu128").resolve(System.mapLibraryName("torch")), "x");
        assertEquals(offer.bytes(), store.room(offer).left());
    }

    /** Six are some gigabytes; a damaged one of the right size is seen by its sum alone. */
    @Test
    void ofSixLibrariesTheDamagedOneComesAloneAndIsToldAlone() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer all = store.offer();
        store.install(all, "nvidia-cuda", Progress.NONE);
        EngineOffer none = store.offer();
        assertEquals(0, none.bytes() + store.room(none).left());
        assertTrue(
                none.text().startsWith("libtorch 2.7.1 for CUDA (cu128) is here, and nothing is to come"), none.text());
        Path libraries = Path.of(EngineChoice.read().libraries());
        Path cudnn = libraries.resolve("libcudnn.so.9");
        byte[] content = Files.readAllBytes(cudnn);
        long size = all.files().stream()
                .filter(file -> file.path().equals("libcudnn.so.9.gz"))
                .mapToLong(RemoteFile::size)
                .sum();
        for (boolean cut : new boolean[] {false, true}) {
            byte[] damaged = cut ? new byte[3] : content.clone();
            damaged[damaged.length / 2] ^= 1;
            Files.write(cudnn, damaged);
            EngineOffer offer = store.offer();
            assertEquals(size, offer.bytes());
            assertTrue(
                    offer.text()
                            .startsWith("libtorch 2.7.1 for CUDA (cu128) is here but for what is damaged or missing: "
                                    + Sizes.text(size) + " in 1 of 6 files (libcudnn.so.9.gz) from "),
                    offer.text());
            ToCome room = store.room(offer);
            assertEquals(List.of(size, size, 3 * size), List.of(room.left(), room.total(), room.needed()));
            // What is stopped goes on, and is told as what it is.
            assertThrows(
                    CancellationException.class,
                    () -> store.install(offer, "", (done, total, text) -> {
                        assertTrue(done <= total && total <= size, text);
                        return !text.startsWith("Downloading");
                    }));
            EngineOffer again = store.offer();
            assertEquals(offer.text(), again.text());
            assertEquals(size, store.room(again).left() + part(libraries));
            server.asked.clear();
            store.install(again, "", Progress.NONE);
            assertTrue(
                    server.asked.stream().allMatch(asked -> asked.path().endsWith("/libcudnn.so.9.gz")),
                    server.asked.toString());
            assertArrayEquals(content, Files.readAllBytes(cudnn));
            assertEquals(0, store.offer().bytes(), "all are noted as they are");
            try (var files = Files.list(libraries)) {
                assertEquals(6, files.count());
            }
        }
    }

    private static long part(Path libraries) {
        return libraries
                .resolveSibling(Installation.PARTIAL + libraries.getFileName())
                .resolve("libcudnn.so.9.gz.part")
                .toFile()
                .length();
    }

    @Test
    void whoAsksWhatComputesHearsByTheStatusThatASettingIsWrong() {
        assertTrue(store("linux-x86_64", Optional.empty()).isAsChosen());
        assertFalse(named("nonsense").isAsChosen());
        System.setProperty("prompttoprompt.device", "gpu");
        try {
            assertTrue(store("linux-x86_64", DRIVER).isAsChosen());
            assertFalse(store("linux-x86_64", Optional.empty()).isAsChosen(), "no run would start");
        } finally {
            System.clearProperty("prompttoprompt.device");
        }
    }

    /** Libraries are code, and no check sums of theirs are published: the connection alone vouches for them. */
    @Test
    void librariesComeByASecuredConnectionAlone() {
        EngineStore open = named("http://mirror.example.org/djl");
        String message = assertThrows(Refusal.class, open::offer).getMessage();
        assertEquals(
                "PROMPTTOPROMPT_LIBTORCH, which names a mirror: what comes by http:// can be changed on its way, and"
                        + " libraries run as a part of this program. Name a mirror by https://, or one on this computer.",
                message);
        assertTrue(open.possibleInWords().endsWith(" " + message), "models engine tells it too");
        String offered = store("linux-x86_64", DRIVER).offer().text();
        assertTrue(
                offered.contains(" No check sums of them are published: ")
                        && offered.contains("compute capability 7.5"),
                offered);
        assertFalse(store("linux-x86_64", DRIVER).possibleInWords().contains("mirror"));
    }

    @Test
    void aSettingThatNamesNoServerIsToldBeforeAnythingIsAsked() {
        String told = named("nonsense").possibleInWords();
        assertTrue(
                told.endsWith(" PROMPTTOPROMPT_LIBTORCH, which names a mirror: 'nonsense' has not https:// before the"
                        + " server's name (http:// for one on this computer): write it as https://nonsense."),
                told);
    }

    private static EngineStore named(String mirror) {
        return new EngineStore(Map.of(EngineFiles.VARIABLE, mirror), SHORT, "linux-x86_64", DRIVER);
    }

    @Test
    void aServerOfAnUnknownNameIsToldWithItsSetting() {
        EngineStore lost = new EngineStore(
                Map.of(EngineFiles.VARIABLE, "https://libraries.invalid/"), SHORT, "linux-x86_64", DRIVER);
        String message = assertThrows(Refusal.class, lost::offer).getMessage();
        assertTrue(
                message.startsWith("libraries.invalid cannot be reached (no server of that name is known): look whether"
                        + " PROMPTTOPROMPT_LIBTORCH names it right, whether this computer is online"),
                message);
        assertFalse(message.contains("HF_ENDPOINT"), message);
        assertFalse(Files.exists(folder.resolve("libtorch")));
        assertEquals(EngineChoice.CPU, EngineChoice.read());
    }

    @Test
    void whatIsThereAlreadyIsChosenWithoutADownload() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        EngineOffer offer = store.offer();
        store.install(offer, "nvidia-cuda", Progress.NONE);
        store.chooseCpu();
        server.asked.clear();
        store.install(offer, "", Progress.NONE);
        assertEquals("gpu", EngineChoice.read().device());
        assertEquals(List.of(), server.asked, "it was there");
        Path torch = Path.of(EngineChoice.read().libraries()).resolve("libtorch.so");
        byte[] content = Files.readAllBytes(torch);
        content[content.length / 2] ^= 1;
        Files.write(torch, content);
        List<String> told = new ArrayList<>();
        store.install(offer, "", (done, total, text) -> told.add(text));
        assertTrue(Files.readString(torch).startsWith("library libtorch.so"), "damaged, of the right size");
        List<String> coming =
                told.stream().filter(text -> text.startsWith("Downloading")).toList();
        assertFalse(coming.isEmpty());
        for (String text : coming)
            assertTrue(text.endsWith(", libtorch.so.gz once more, for what is there is damaged"), text);
        assertEquals(1, server.times("/cu128/linux-x86_64/native/lib/libtorch.so.gz"));
        assertEquals(1, server.asked.size(), "the others are here");
    }

    /** Runs with the cache on a disk of so many megabytes. */
    private void onADiskOf(int megabytes, Consumer<Path> test) throws Exception {
        try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("disk"), "size=" + megabytes + "m")) {
            System.setProperty(CacheFolder.SETTING, disk.path().toString());
            test.accept(disk.path());
        }
    }

    private static List<String> libraries(Path disk) {
        Path libtorch = disk.resolve("libtorch");
        try (var files = Files.walk(libtorch)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> libtorch.relativize(file).toString())
                    .filter(name -> !name.startsWith(".lock-") && !name.equals("licences.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDiskWithoutRoomIsToldBeforeTheLibrariesAreAskedFor() throws Exception {
        onADiskOf(8, disk -> {
            EngineStore store = store("linux-x86_64", DRIVER);
            EngineOffer offer = store.offer();
            server.asked.clear();
            String message = assertThrows(Refusal.class, () -> store.install(offer, "nvidia-cuda", Progress.NONE))
                    .getMessage();
            assertTrue(
                    message.matches("There is no room for libtorch: \\d+ kB are still needed in "
                            + disk.resolve("libtorch")
                            + ", besides 50 MB for the rest of the system, where 8 MB are free\\. Make room, or name a folder on"
                            + " another disk by DJL_CACHE_DIR in the environment\\."),
                    message);
            assertEquals(List.of(), server.asked);
            assertFalse(store.room(offer).canCome());
            assertEquals(Optional.empty(), store.accepted(), "nothing is accepted of what has no room");
            String asked = assertThrows(Refusal.class, () -> StoreAction.engine(store, "gpu", "", Progress.NONE))
                    .getMessage();
            assertEquals(message, asked, "it is told before anybody is asked to accept the licences");
            assertFalse(Files.exists(disk.resolve("libtorch")), "nothing is made");
            assertEquals(EngineChoice.CPU, EngineChoice.read());
        });
    }

    /** Libraries that are there need no room, as long as they are taken for whole. */
    @Test
    void onAFullDiskWholeLibrariesAreChosenAndDamagedOnesAreToldToLackRoom() throws Exception {
        onADiskOf(64, disk -> {
            EngineStore store = store("linux-x86_64", DRIVER);
            EngineOffer offer = store.offer();
            store.install(offer, "nvidia-cuda", Progress.NONE);
            Path library = Path.of(EngineChoice.read().libraries()).resolve("libtorch.so");
            store.chooseCpu();
            fill(disk.resolve("other-program"), 20_000_000);
            server.asked.clear();
            store.install(offer, "", Progress.NONE);
            assertEquals("gpu", EngineChoice.read().device(), "nothing had to come");
            store.chooseCpu();
            try {
                Files.write(library, new byte[3]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String message = assertThrows(Refusal.class, () -> store.install(offer, "", Progress.NONE))
                    .getMessage();
            assertTrue(message.startsWith("There is no room for libtorch: "), message);
            assertEquals(List.of(), server.asked, "it was asked for all the same");
            assertEquals(EngineChoice.CPU, EngineChoice.read());
        });
    }

    /** Another program takes the room while a library is downloaded, and again while it is unpacked. */
    @Test
    void aDiskThatBecomesFullLeavesWhatHasComeAndIsGoneOnWith() throws Exception {
        byte[] noise = new byte[2_000_000];
        new java.util.Random(1).nextBytes(noise);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(noise);
            out.write(new byte[6_000_000]); // so that it is four times as large when unpacked
        }
        String path = "/cu128/linux-x86_64/native/lib/libtorch.so.gz";
        server.serve(path, LocalServer.bytes(packed.toByteArray(), "\"noise\""));
        onADiskOf(64, disk -> {
            EngineStore store = store("linux-x86_64", DRIVER);
            EngineOffer offer = store.offer();
            Path other = disk.resolve("other-program");
            String partial = "partial-libtorch-2.7.1-cu128/libtorch.so";
            String message = full(store, offer, other, 1_000_000);
            assertTrue(
                    message.matches("The disk is full: " + disk + "/libtorch\\S* has \\d+ k?B left\\. What has come is"
                            + " kept\\. Make room and start the download again: it goes on from there\\. Another disk is"
                            + " named by DJL_CACHE_DIR in the environment\\."),
                    message);
            assertTrue(
                    libraries(disk).contains(partial + ".gz.part"),
                    libraries(disk).toString());
            assertTrue(Files.exists(disk.resolve("libtorch/partial-libtorch-2.7.1-cu128/libc10.so")));
            server.asked.clear();
            message = full(store, offer, other, 4_000_000);
            assertTrue(message.startsWith("The disk is full: "), message);
            assertTrue(server.asked.get(0).header("range").matches("bytes=\\d{6,}-"), server.asked.toString());
            assertEquals(1, server.asked.size(), "more than the rest was asked for");
            assertTrue(
                    libraries(disk).contains(partial + ".gz"), libraries(disk).toString());
            assertFalse(libraries(disk).contains(partial + ".part"), "half a library was left");
            assertEquals(EngineChoice.CPU, EngineChoice.read());
            server.asked.clear();
            store.install(offer, "", Progress.NONE);
            assertEquals(0, server.times(path), "it was there, and only not unpacked");
            assertEquals("gpu", EngineChoice.read().device());
            assertEquals(
                    noise.length + 6_000_000L,
                    Path.of(EngineChoice.read().libraries())
                            .resolve("libtorch.so")
                            .toFile()
                            .length());
        });
    }

    /** Returns what is said where another program leaves so many bytes when libtorch.so begins to come. */
    private static String full(EngineStore store, EngineOffer offer, Path other, long left) {
        String message = assertThrows(
                        Refusal.class,
                        () -> store.install(offer, "nvidia-cuda", (done, total, text) -> {
                            if (text.contains("libtorch.so.gz") && !Files.exists(other)) fill(other, left);
                            return true;
                        }))
                .getMessage();
        assertTrue(other.toFile().delete());
        return message;
    }

    private static void fill(Path other, long left) {
        try (FileChannel out = FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(100_000);
            while (Files.getFileStore(other).getUsableSpace() > left + zeros.capacity()) out.write(zeros.rewind());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a start says and returns, in a process of its own, with this cache. */
    private String start() throws Exception {
        return start(Driver.class.getName());
    }

    private String start(String... program) throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(program));
        File out = folder.resolve("out.txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out);
        builder.environment().put(CacheFolder.SETTING, folder.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES), "it did not end");
        return Files.readString(out.toPath());
    }

    /** Starts the engine and tells where it computes. */
    static final class Driver {
        public static void main(String[] args) {
            try {
                System.out.println(org.prompttoprompt.engine.PyTorch.deviceName() + "|"
                        + org.prompttoprompt.engine.PyTorch.natives().getFileName() + "|"
                        + org.prompttoprompt.engine.PyTorch.deviceNote());
            } catch (Refusal e) {
                System.out.println("REFUSED " + e.getMessage());
            }
        }
    }

    /** The whole way: chosen libraries are used, broken ones cost one start and no more, a missing GPU none. */
    @Test
    @Tag("slow")
    void aChosenEngineIsUsedAndABrokenOneFallsBack() throws Exception {
        String first = start();
        assertTrue(first.startsWith("cpu|" + folder.getFileName() + "|"), first);
        // The plugin's own libraries, as if they had been downloaded.
        Path own = folder.resolve("pytorch");
        Path natives;
        try (var all = Files.list(own)) {
            natives = all.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        Path chosen = Files.createDirectories(folder.resolve("libtorch/libtorch-2.7.1-cpu"));
        Map<String, String> noted = new java.util.LinkedHashMap<>();
        try (var files = Files.list(natives)) {
            for (Path file : files.filter(f -> !f.getFileName().toString().contains("djl"))
                    .toList()) {
                Files.createLink(chosen.resolve(file.getFileName()), file);
                noted.put(file.getFileName().toString(), Files.size(file) + " ?");
            }
        }
        LibtorchFolder.note(chosen, noted);
        new EngineChoice("cpu", chosen.toString(), "cpu", "").write();
        String used = start();
        assertTrue(used.startsWith("cpu|libtorch-2.7.1-cpu|\n"), used);
        // No GPU is here: the CPU computes and says why.
        new EngineChoice("gpu", chosen.toString(), "cu128", "").write();
        if (NvidiaDriver.find().isEmpty()) {
            String without = start();
            assertTrue(
                    without.contains("|The NVIDIA GPU was chosen, but no NVIDIA driver is found. The CPU computes."),
                    without);
            String run = start(
                    org.prompttoprompt.cli.CommandLine.class.getName(),
                    "generate",
                    "prompt=a red ball on the grass",
                    "steps=1",
                    "out=" + folder.resolve("ball"));
            assertTrue(
                    run.contains("\nThe NVIDIA GPU was chosen, but no NVIDIA driver is found. The CPU computes."), run);
        }
        if (EngineFiles.system(System.getProperty("os.name"), System.getProperty("os.arch"))
                .startsWith("linux")) {
            new EngineChoice("mps", "", "", "").write();
            String elsewhere = start();
            assertTrue(
                    elsewhere.matches(
                            "(?s)cpu\\|.*\\|The Apple GPU was chosen, but this is no Mac with Apple silicon\\. The CPU"
                                    + " computes\\. To be told no more, .*"),
                    elsewhere);
            assertEquals("mps", EngineChoice.read().device(), "the Mac has it still");
        }
        // Libraries that do not load end one start with a cure, and the next one computes on the CPU.
        Path torch = chosen.resolve(System.mapLibraryName("torch"));
        Files.delete(torch);
        Files.writeString(torch, "no library");
        noted.put(torch.getFileName().toString(), Files.size(torch) + " ?");
        LibtorchFolder.note(chosen, noted);
        new EngineChoice("cpu", chosen.toString(), "cpu", "").write();
        String broken = start();
        assertTrue(
                broken.matches(
                        "(?s).*REFUSED The libraries that were downloaded for the CPU do not start \\([^()]*libtorch[^()]*"
                                + "\\)\\. Restart ImageJ: it will compute on the CPU\\. If a newer driver does not help, remove them in"
                                + " Models\\.\\.\\. > Engine \\(models engine remove\\) and download .*"),
                broken);
        assertFalse(broken.contains("on the class path"), broken);
        String after = start();
        assertTrue(
                after.startsWith("cpu|" + folder.getFileName() + "|The CPU was chosen, but its libraries do not start"),
                after);
        // A start that ended the process is not tried again.
        new EngineChoice("cpu", chosen.toString(), "cpu", "").write();
        Files.writeString(folder.resolve("engine-starting-999999999"), "NVIDIA GPU");
        assertTrue(start().contains("the last start with it ended ImageJ"));
        // Damaged since: told, and the CPU computes.
        Files.writeString(torch, "shorter");
        new EngineChoice("cpu", chosen.toString(), "cpu", "").write();
        assertTrue(start().contains("is damaged or missing"));
    }

    @Test
    void theActionTells() {
        String said = StoreAction.ENGINE
                .run(new ModelStore(), "", Map.of(), Progress.NONE)
                .text();
        assertTrue(said.contains("Chosen: CPU. Models of your own compute in half precision"), said);
        assertFalse(said.contains("Measured"), said);
        String half = StoreAction.ENGINE
                .run(new ModelStore(), "auto", Map.of(), Progress.NONE)
                .text();
        assertTrue(half.startsWith("Half precision") && half.endsWith("From the next run on."), half);
        assertEquals(PrecisionChoice.MEASURED, PrecisionChoice.read());
        String single = StoreAction.ENGINE
                .run(new ModelStore(), "float32", Map.of(), Progress.NONE)
                .text();
        assertTrue(single.startsWith("All is computed in single precision."), single);
        assertEquals(PrecisionChoice.SINGLE, PrecisionChoice.read());
        StoreAction.ENGINE
                .run(new ModelStore(), "usual", Map.of(), Progress.NONE)
                .text();
        assertEquals(PrecisionChoice.USUAL, PrecisionChoice.read());
        // Measured when it is asked for, kept, and told from then on.
        String measured = StoreAction.ENGINE
                .run(new ModelStore(), "measure", Map.of(), Progress.NONE)
                .text();
        assertTrue(
                measured.matches(
                        "Measured just now on cpu, .*libtorch 2\\.7\\.1, threads: \\d+: float32 \\d\\.\\d{4} s,"
                                + " bfloat16 \\d+\\.\\d{4} s\\. .*is taken\\.\n"
                                + "Measured just now on cpu, .*: attention of many pixels takes .*is taken\\.\n"
                                + "Measured just now on cpu, .*: a linear layer of many channels takes .*is taken\\.\n"
                                + "Models of your own .*"),
                measured);
        String again = StoreAction.ENGINE
                .run(new ModelStore(), "measure", Map.of(), Progress.NONE)
                .text();
        assertTrue(again.startsWith("Measured just now on cpu, "), again);
        String sentences = again.substring(0, again.indexOf("\nModels of your own"));
        said = StoreAction.ENGINE
                .run(new ModelStore(), "", Map.of(), Progress.NONE)
                .text();
        assertTrue(said.endsWith("\n" + sentences.replace("Measured just now", "Kept from a measurement")), said);
        assertThrows(Refusal.class, () -> StoreAction.ENGINE.run(new ModelStore(), "tpu", Map.of(), Progress.NONE));
    }

    @Test
    void howWeightsAreHeldIsChosenByItsWord() {
        EngineStore store = store("linux-x86_64", DRIVER);
        String eight =
                "A network's weights are held in eight bits, in a quarter of the memory of single precision; images"
                        + " differ a little, and the recipe says so.";
        assertFalse(store.chosenInWords().contains("weights"), store.chosenInWords());
        assertEquals(eight + " From the next run on.", StoreAction.engine(store, "INT8", "", Progress.NONE));
        assertEquals(HeldAs.INT8, HeldAs.chosen());
        assertTrue(store.chosenInWords().contains(" " + eight), store.chosenInWords());
        System.setProperty("prompttoprompt.weights", "int8");
        try {
            String wins =
                    "The setting prompttoprompt.weights (PROMPTTOPROMPT_WEIGHTS) says int8, which goes before what is"
                            + " chosen here as long as it stands.";
            assertEquals("full is chosen. " + wins, StoreAction.engine(store, "full", "", Progress.NONE));
            assertTrue(store.chosenInWords().contains(" " + wins), store.chosenInWords());
        } finally {
            System.clearProperty("prompttoprompt.weights");
        }
        assertEquals(HeldAs.FULL, HeldAs.chosen());
        assertTrue(asked().text().contains("\nThis processor "), asked().text());
    }

    @Test
    void aDamagedFileOfHowWeightsAreHeldIsNotWell() throws Exception {
        Files.writeString(folder.resolve("weights.txt"), "int4");
        assertFalse(asked().well());
        assertTrue(asked().text()
                .contains("weights.txt, which keeps the way to hold weights that was chosen, is damaged."));
    }

    /** Otherwise somebody waits for what will not come. */
    @Test
    void aSettingThatGoesBeforeAChoiceIsTold() {
        String goesBefore = " says %s, which goes before what is chosen here as long as it stands.";
        System.setProperty("prompttoprompt.precision", "bfloat16");
        String precision =
                "The setting prompttoprompt.precision (PROMPTTOPROMPT_PRECISION)" + goesBefore.formatted("bfloat16");
        for (String word : List.of("float32", "auto", "usual")) {
            assertEquals(
                    word + " is chosen. " + precision,
                    StoreAction.engine(store("linux-x86_64", DRIVER), word, "", Progress.NONE));
            assertEquals(word, EngineStore.precision().word(), "it is kept all the same");
        }
        assertEquals("Chosen: CPU. " + precision, store("linux-x86_64", DRIVER).chosenInWords());
        System.setProperty("prompttoprompt.device", "gpu1");
        String device = "The setting prompttoprompt.device (PROMPTTOPROMPT_DEVICE)" + goesBefore.formatted("gpu1");
        try {
            EngineStore store = store("linux-x86_64", DRIVER);
            assertEquals("The CPU is chosen. " + device, store.chooseCpu());
            assertTrue(
                    store.install(store.offer(), "nvidia-cuda", Progress.NONE).endsWith(". " + device));
            assertEquals("The libraries for the GPU are removed. " + device, store.remove());
            assertEquals("Nothing was downloaded for a GPU. The CPU is chosen. " + device, store.remove());
            assertEquals(
                    "The Apple GPU is chosen. " + device,
                    store("osx-aarch64", Optional.empty()).chooseMps());
            assertEquals(device + " " + precision, store.chosenInWords());
            String lacking = device + " No NVIDIA driver is found here: if there is none, no run starts. ";
            assertTrue(store("linux-x86_64", Optional.empty()).chosenInWords().startsWith(lacking));
            // A wrong one keeps all from computing.
            System.setProperty("prompttoprompt.device", "cuda");
            String wrong = store.chooseCpu();
            assertTrue(
                    wrong.startsWith("The CPU is chosen. Nothing computes as it is: prompttoprompt.device")
                            && wrong.endsWith("not cuda."),
                    wrong);
        } finally {
            System.clearProperty("prompttoprompt.device");
        }
    }

    @Test
    void otherLibrariesThatGoBeforeThoseOfAGpuAreTold() {
        Map<String, String> environment =
                Map.of(EngineFiles.VARIABLE, server.uri().toString(), "PYTORCH_LIBRARY_PATH", "/opt/libtorch/lib");
        EngineStore store = new EngineStore(environment, SHORT, "linux-x86_64", DRIVER);
        String said = store.install(store.offer(), "nvidia-cuda", Progress.NONE);
        assertTrue(
                said.contains(
                        ". PYTORCH_LIBRARY_PATH names others, which are taken in place of these as long as it stands. Restart"),
                said);
    }

    /** As where a home is shared by a Mac and another computer. */
    @Test
    void anAppleGpuThatWasChosenElsewhereIsToldWithTheCure() {
        boolean mac =
                "osx-aarch64".equals(EngineFiles.system(System.getProperty("os.name"), System.getProperty("os.arch")));
        new EngineChoice("mps", "", "", "").write();
        String said = StoreAction.ENGINE
                .run(new ModelStore(), "", Map.of(), Progress.NONE)
                .text();
        assertEquals(
                !mac,
                said.contains(
                        "\nThe Apple GPU was chosen, but this is no Mac with Apple silicon. The CPU computes. To be told"
                                + " no more, choose the CPU in Models... > Engine (models engine cpu). Models of your own"),
                said);
        assertFalse(said.contains("Nothing computes") || said.contains("Chosen: Apple") != mac, said);
        if (mac) return;
        System.setProperty("prompttoprompt.device", "mps");
        try {
            said = StoreAction.ENGINE
                    .run(new ModelStore(), "", Map.of(), Progress.NONE)
                    .text();
            assertTrue(
                    said.contains(
                                    "\nNothing computes as it is: prompttoprompt.device (PROMPTTOPROMPT_DEVICE) is mps, the GPU"
                                            + " of Macs with Apple silicon, and this is ")
                            && said.contains(": leave it out or set it to cpu."),
                    said);
            assertEquals(1, said.split("is mps", -1).length - 1, said);
            assertFalse(said.contains("CPU computes"), said);
        } finally {
            System.clearProperty("prompttoprompt.device");
        }
    }

    /** Who waits for a GPU, and it does not compute, has something to mend: a script sees it too. */
    @Test
    void aChoiceThatCannotBeHadIsNotWell() throws Exception {
        assertTrue(asked().well(), "nothing was chosen");
        new EngineChoice("gpu", folder.resolve("gone").toString(), "cu128", "").write();
        Outcome gone = asked();
        assertFalse(gone.well(), gone.text());
        assertTrue(gone.text().contains("\nThe NVIDIA GPU was chosen, but "), gone.text());
        assertTrue(gone.text().contains(" The CPU computes. To be told no more, choose the CPU"), gone.text());
        System.setProperty("prompttoprompt.device", "cpu");
        try {
            assertTrue(asked().well(), "a setting goes before it");
        } finally {
            System.clearProperty("prompttoprompt.device");
        }
        new EngineChoice("cpu", "", "", "The NVIDIA GPU was chosen, but it does not compute.").write();
        assertFalse(asked().well(), "it was given up");
        assertTrue(StoreAction.ENGINE
                .run(new ModelStore(), "cpu", Map.of(), Progress.NONE)
                .well());
        assertTrue(asked().well(), asked().text());
    }

    private static Outcome asked() {
        return StoreAction.ENGINE.run(new ModelStore(), "", Map.of(), Progress.NONE);
    }

    /** The default computes, and nobody wonders why. */
    @Test
    void aDamagedFileOfAChoiceIsToldWithItsCure() throws Exception {
        Path file = folder.resolve("engine.properties");
        new EngineChoice("gpu", "/lib", "cu128", "").write();
        String whole = Files.readString(file);
        Map<String, byte[]> harms = new LinkedHashMap<>();
        harms.put("is damaged (it has no 'device')", new byte[0]);
        harms.put("is damaged (it has no 'device') ", new byte[] {(byte) 0xff, 0, 3, (byte) 0x80, 10, 0});
        harms.put("is damaged (it has no 'device')  ", "#What Prompt-to".getBytes());
        harms.put(
                "is damaged (it has no 'libraries')",
                whole.replaceFirst("libraries=.*", "libra").getBytes());
        harms.put(
                "is damaged (its device is 'abacus')",
                whole.replaceFirst("device=.*", "device=abacus").getBytes());
        harms.put(
                "is damaged (Malformed",
                whole.replaceFirst("libraries=.*", "libraries=\\\\u00").getBytes());
        for (Map.Entry<String, byte[]> harm : harms.entrySet()) {
            Files.write(file, harm.getValue());
            Outcome told = asked();
            String begin = file + ", which keeps what was chosen to compute on, "
                    + harm.getKey().strip();
            assertEquals(1, told.text().split(Pattern.quote(begin), -1).length - 1, told.text());
            assertTrue(
                    told.text()
                            .contains(
                                    ". The CPU computes. Choose it again in Models... > Engine (models engine cpu, or gpu,"
                                            + " or mps)."),
                    told.text());
            assertFalse(told.well(), told.text());
            assertEquals("cpu", EngineChoice.read().device());
        }
        Files.delete(file);
        assertTrue(asked().well(), "there is none");
        Files.createDirectory(file);
        assertTrue(asked().text().contains("which keeps what was chosen to compute on, cannot be read ("));
        Files.delete(file);
        Files.writeString(file, "half");
        EngineChoice.CPU.write();
        assertTrue(asked().well(), "the cure helps");
    }

    private static String refusedGpu(EngineStore store, String accept) {
        return assertThrows(Refusal.class, () -> StoreAction.engine(store, " GPU ", accept, Progress.NONE))
                .getMessage();
    }

    /** As the command line, macros and scripts ask for it: {@code models engine gpu accept=...}. */
    @Test
    void theGpuIsChosenByItsWordAndTheNameOfTheLicence() throws Exception {
        EngineStore store = store("linux-x86_64", DRIVER);
        for (String wrong : List.of("mit", "yes", "nvidia", "nvidia-cuda,mit"))
            assertEquals(
                    "accept=" + wrong + ": the licence of the libraries is nvidia-cuda"
                            + " (https://docs.nvidia.com/cuda/eula/). Read it, and accept it by accept=nvidia-cuda.",
                    refusedGpu(store, wrong));
        assertEquals(List.of(), List.copyOf(server.asked), "a wrong name is told before the server is asked");
        for (String missing : List.of("", " ")) {
            String told = refusedGpu(store, missing);
            assertTrue(told.startsWith("libtorch 2.7.1 for CUDA (cu128): "), told);
            assertTrue(told.contains("https://docs.nvidia.com/cuda/eula/"), told);
            assertTrue(told.endsWith("Accept them by accept=nvidia-cuda to download."), told);
        }
        assertFalse(Files.exists(EngineStore.folder()), "nothing comes without consent");
        assertEquals(EngineChoice.CPU, EngineChoice.read());
        String said = StoreAction.engine(store, "gpu", " NVIDIA-CUDA ", Progress.NONE);
        assertTrue(said.startsWith("The libraries are in " + EngineStore.folder()), said);
        assertEquals(
                "gpu cu128",
                EngineChoice.read().device() + " " + EngineChoice.read().flavor());
        assertFalse(said.contains("accepted"), said);
        store.chooseCpu();
        String again = StoreAction.engine(store, "gpu", "", Progress.NONE);
        assertTrue(
                again.matches(
                        "The libraries are in \\S+\\. Their licences, nvidia-cuda, were accepted on \\d{4}-\\d\\d-\\d\\d\\. Restart.*"),
                again);
        assertEquals("gpu", EngineChoice.read().device());
        store.remove();
        assertTrue(refusedGpu(store, "").endsWith("Accept them by accept=nvidia-cuda to download."), "it is forgotten");
    }

    @Test
    void whereNoGpuCouldComputeNothingIsAskedFor() throws Exception {
        for (String accept : List.of("", "mit", "nvidia-cuda")) {
            assertTrue(refusedGpu(store("linux-x86_64", Optional.empty()), accept)
                    .startsWith("No NVIDIA driver is found"));
            EngineStore old = store("linux-x86_64", Optional.of(new NvidiaDriver("470.82")));
            assertTrue(refusedGpu(old, accept).contains("470.82 is too old"));
            assertTrue(
                    refusedGpu(store("linux-aarch64", DRIVER), accept).contains("no libtorch for it on linux-aarch64"));
        }
        for (String other : List.of("", "cpu", "mps", "remove", "float32", "auto", "tpu")) {
            Refusal refused = assertThrows(
                    Refusal.class,
                    () -> StoreAction.engine(store("linux-x86_64", DRIVER), other, "nvidia-cuda", Progress.NONE));
            assertEquals(
                    "accept=nvidia-cuda: only engine gpu downloads something that has a licence. Leave it out.",
                    refused.getMessage());
        }
        assertTrue(assertThrows(
                        Refusal.class,
                        () -> StoreAction.ENGINE.run(new ModelStore(), "gpu", Map.of("licence", "mit"), Progress.NONE))
                .getMessage()
                .contains("engine takes only accept."));
        // This computer, whatever it has.
        System.setProperty(EngineFiles.VARIABLE, server.uri().toString());
        try {
            assertThrows(
                    Refusal.class,
                    () -> StoreAction.ENGINE.run(new ModelStore(), "gpu", Map.of("accept", "mit"), Progress.NONE));
        } finally {
            System.clearProperty(EngineFiles.VARIABLE);
        }
        assertEquals(List.of(), List.copyOf(server.asked));
        assertFalse(Files.exists(EngineStore.folder()));
        assertEquals(EngineChoice.CPU, EngineChoice.read());
    }
}
