package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.MountedDisk;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.cli.CommandLine;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** Full, read-only and damaged disks, and names that a process cannot say, each in a process of its own. */
@Tag("slow")
class OddDisksTest {
    private static final long NEEDED_MB = 520;
    private static Path folder;
    private static String classPath;
    private final List<MountedDisk> mounted = new ArrayList<>();

    @BeforeAll
    static void install(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path plugin = Hosts.plugin(folder.resolve("plugins/Prompt_To_Prompt-2.jar"));
        Path driver = Files.createDirectories(folder.resolve("driver/org/prompttoprompt/install"));
        for (String name : List.of("OddDisksTest", "OddDisksTest$Driver")) {
            try (var out = Files.newOutputStream(driver.resolve(name + ".class"))) {
                OddDisksTest.class.getResourceAsStream(name + ".class").transferTo(out);
            }
        }
        classPath = Hosts.classPath(folder.resolve("jars"), plugin, folder.resolve("driver"));
    }

    @AfterEach
    void unmount() throws Exception {
        for (MountedDisk disk : mounted) disk.close();
    }

    private MountedDisk disk(Path at) throws Exception {
        MountedDisk disk = MountedDisk.inMemory(at, "size=" + NEEDED_MB + "m");
        mounted.add(disk);
        return disk;
    }

    private static Process java(String name, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = ChildJvm.command();
        command.add("-Dprompttoprompt.threads=1");
        command.addAll(List.of(arguments));
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().putAll(environment);
        return java.redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile())
                .start();
    }

    private static String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".txt"), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static String draw(String name, Path cache) throws Exception {
        Process process = java(
                name,
                Map.of("DJL_CACHE_DIR", cache.toString()),
                "-cp",
                classPath,
                CommandLine.class.getName(),
                "generate",
                "prompt=a red ball",
                "steps=1",
                "out=" + folder.resolve(name));
        return Hosts.end(process, folder.resolve(name + ".txt"));
    }

    /** Draws, is refused, waits until there is room, and draws: all in one process. */
    public static final class Driver {
        private Driver() {}

        public static void main(String[] args) throws Exception {
            Path filler = Path.of(args[0]);
            EditRequest request =
                    EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("steps", 1);
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                for (int i = 0; i < 2; i++) {
                    try {
                        p2p.run(request, Progress.NONE);
                        System.out.println("drawn too early");
                    } catch (Refusal e) {
                        System.out.println("refused: " + e.getMessage());
                    }
                }
                Files.delete(filler);
                System.out.println(
                        "drawn: " + p2p.run(request, Progress.NONE).frames().size() + " with " + PyTorch.version());
            }
        }
    }

    @Test
    void aFullDiskIsToldAndTriedAgainOnceThereIsRoom() throws Exception {
        Path disk = disk(folder.resolve("full")).path();
        Path filler = disk.resolve("filler");
        try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < NEEDED_MB - 60; i++) file.write(megabyte);
        }
        Process process = java(
                "fulldisk",
                Map.of("DJL_CACHE_DIR", disk.toString()),
                "-cp",
                classPath,
                Driver.class.getName(),
                filler.toString());
        String said = Hosts.end(process, folder.resolve("fulldisk.txt"));
        assertEquals(2, said.split("refused: There is no room to unpack PyTorch's libraries", -1).length - 1, said);
        assertTrue(
                said.matches("(?s).*: \\d{3} MB are needed in " + disk + "\\S*, where [3-6]\\d MB are free.*"), said);
        assertTrue(said.contains("drawn: 1 with 2."), said);
        assertFalse(said.contains("too early"), said);
        try (Stream<Path> walk = Files.walk(disk)) {
            assertTrue(walk.noneMatch(f -> f.getFileName().toString().startsWith("partial-")), "remains");
        }
    }

    @Test
    void aCompleteCacheThatCannotBeWrittenIsUsedAndAnIncompleteOneToldOf() throws Exception {
        MountedDisk mount = disk(folder.resolve("lab"));
        Path disk = mount.path();
        draw("lab-filled", disk);
        assertTrue(mount.remount("ro"));
        assertThrows(IOException.class, () -> Files.createFile(disk.resolve("x")));
        String said = draw("lab-used", disk);
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("lab-filled.tif")),
                Files.readAllBytes(folder.resolve("lab-used.tif")));
        assertTrue(said.contains("Saved"), said);
        assertTrue(mount.remount("rw"));
        Path library;
        try (Stream<Path> walk = Files.walk(disk)) {
            library = walk.filter(f -> f.endsWith("libc10.so")).findFirst().orElseThrow();
        }
        Files.delete(library);
        assertTrue(mount.remount("ro"));
        Process refused = java(
                "lab-broken",
                Map.of("DJL_CACHE_DIR", disk.toString()),
                "-cp",
                classPath,
                CommandLine.class.getName(),
                "generate",
                "prompt=a red ball",
                "out=" + folder.resolve("lab-broken"));
        assertEquals(2, refused.waitFor(), said("lab-broken"));
        assertTrue(said("lab-broken").contains("DJL_CACHE_DIR=" + disk + " cannot be written"), said("lab-broken"));
    }

    /** A damaged library of the right length, as after a power cut, is found by its time. */
    @Test
    void aDamagedLibraryOfTheRightLengthIsMended() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("damaged"));
        draw("before", cache);
        Path library;
        try (Stream<Path> walk = Files.walk(cache)) {
            library = walk.filter(f -> f.endsWith("libc10.so")).findFirst().orElseThrow();
        }
        byte[] good = Files.readAllBytes(library);
        try (RandomAccessFile file = new RandomAccessFile(library.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[4096]);
        }
        Files.setLastModifiedTime(library, FileTime.fromMillis(1_700_000_000_000L));
        draw("after", cache);
        assertArrayEquals(good, Files.readAllBytes(library));
    }

    @Test
    void namesThatTheProcessCannotSayAreToldBeforeComputing() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "elsewhere names are Unicode");
        Path home = Files.createDirectories(folder.resolve("home"));
        String e = "é";
        for (String[] odd : new String[][] {
            {"user.home=", "-Duser.home=" + folder.resolve("h" + e)},
            {"model=", "-Duser.home=" + home, "model=" + folder.resolve("m" + e)},
            {"out=", "-Duser.home=" + home, "out=" + folder.resolve("o" + e)},
        }) {
            String name = "odd-" + odd[0].replaceAll("\\W", "");
            List<String> arguments = new ArrayList<>(List.of(
                    odd[1], "-cp", classPath, CommandLine.class.getName(), "generate", "prompt=a red ball", "steps=1"));
            arguments.addAll(List.of(odd).subList(2, odd.length));
            if (!odd[0].equals("out=")) arguments.add("out=" + folder.resolve("odd"));
            Process process = java(name, Map.of("LC_ALL", "C"), arguments.toArray(String[]::new));
            int status = process.waitFor();
            assertEquals(2, status, said(name));
            assertTrue(said(name).contains(odd[0]), said(name));
            assertTrue(said(name).contains("Start ImageJ in a UTF-8 locale"), said(name));
            assertFalse(said(name).contains("Step 1"), said(name));
        }
    }
}
