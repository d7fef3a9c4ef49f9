package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.command.Generate;
import org.prompttoprompt.command.MenuOrder;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;

/**
 * A Fiji, named by {@code -Dfiji.app}, into which {@code mvn -Dscijava.app.directory=... install} has put the plugin: a
 * headless macro, {@code --run} of a command and of a script, in Fiji's own Java, give the service's pixels, and a person's walk
 * through its windows sees what it should.
 */
@EnabledIfSystemProperty(named = "fiji.app", matches = ".+")
class FijiTest {
    private static final Path FIJI = Path.of(System.getProperty("fiji.app", "")).toAbsolutePath();
    private static final long MILLIS_TO_QUIT = 5000;
    private static final int MOST_MINUTES = 20;
    private static int[] expected;

    @BeforeAll
    static void draw() {
        try (Context context = new Context()) {
            ImagePlus image = (ImagePlus) context.service(P2PService.class)
                    .run(EditRequest.of(Task.GENERATE)
                            .with("prompt", "a red ball")
                            .with("seed", 7)
                            .with("steps", 4));
            expected = (int[]) image.getProcessor().getPixels();
        }
    }

    private static Set<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(FIJI.resolve(folder), 2)) {
            return files.filter(file -> file.toString().endsWith(".jar")).collect(Collectors.toSet());
        }
    }

    private static String withoutVersion(Path jar) {
        return jar.getFileName().toString().replaceAll("-\\d.*", "");
    }

    @Test
    void thePluginIsThereOnceAndNoLibraryTwice() throws IOException {
        Set<Path> all = jars("jars");
        all.addAll(jars("plugins"));
        assertEquals(
                List.of("plugins"),
                all.stream()
                        .filter(jar -> withoutVersion(jar).startsWith("Prompt_To_Prompt"))
                        .map(jar -> jar.getParent().getFileName().toString())
                        .toList(),
                "install it first: mvn -DskipTests -Dscijava.app.directory=" + FIJI + " install");
        Set<String> ours = new HashSet<>();
        Set<String> fijis = new HashSet<>();
        for (Path jar : jars("jars")) {
            (jar.getParent().endsWith("prompt-to-prompt") ? ours : fijis).add(withoutVersion(jar));
        }
        assertTrue(ours.contains("pytorch-engine") && ours.contains("pytorch-native-cpu"), ours.toString());
        ours.retainAll(fijis);
        assertEquals(Set.of(), ours, "libraries that Fiji has too");
        for (String needed : List.of("gson", "jna", "slf4j-api", "commons-compress", "commons-lang3", "imglib2"))
            assertTrue(fijis.contains(needed), "this Fiji has no " + needed);
    }

    /** Fiji's own Java, if it has one. */
    private static Path java() throws IOException {
        if (!Files.isDirectory(FIJI.resolve("java"))) return Path.of(System.getProperty("java.home"), "bin", "java");
        try (Stream<Path> files = Files.walk(FIJI.resolve("java"))) {
            return files.filter(file -> file.endsWith("bin/java") || file.endsWith("bin/java.exe"))
                    .findFirst()
                    .orElse(Path.of(System.getProperty("java.home"), "bin", "java"));
        }
    }

    /** What Fiji's launcher starts, without its window. */
    private static String fiji(Path folder, String... arguments) throws Exception {
        List<String> command = options(folder);
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "-cp",
                classPath(),
                "org.scijava.launcher.ClassLauncher",
                "net.imagej.Main",
                "--headless"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        return Hosts.end(Hosts.java(java(), output, null, command), output);
    }

    private static List<String> options(Path folder) {
        List<String> command = new ArrayList<>(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dscijava.app.unlock-modules=true",
                "-Dscijava.context.strict=false",
                "-Djava.util.prefs.userRoot=" + folder));
        for (String property : List.of("plugins.dir", "imagej.dir", "ij.dir", "fiji.dir", "scijava.app.directory"))
            command.add("-D" + property + "=" + FIJI);
        return command;
    }

    private static String classPath() throws IOException {
        Set<Path> path = jars("jars");
        path.addAll(jars("plugins"));
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Menu, dialog, refusal, Recorder, replay, batch mode, search bar, script editor, Run Again and Quit, in windows. Pictures of them are in target/. */
    @Test
    @Tag("window")
    void aPersonsWalk(@TempDir Path folder) throws Exception {
        assertTrue(Hosts.isInstalled("Xvfb") && Hosts.isInstalled("openbox"), "Xvfb or openbox is not installed");
        Path out = Path.of("target").toAbsolutePath();
        Path driver = Files.createDirectories(folder.resolve("driver/org/prompttoprompt/command"));
        try (Stream<Path> compiled = Files.list(Path.of("target/test-classes/org/prompttoprompt/command"))) {
            for (Path file : compiled.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("(FijiWalkDriver|Gui)(\\$.*)?\\.class")) Files.copy(file, driver.resolve(name));
            }
        }
        List<String> command = options(folder);
        command.addAll(List.of(
                "-cp",
                classPath() + File.pathSeparator + folder.resolve("driver"),
                "org.prompttoprompt.command.FijiWalkDriver",
                out.toString(),
                "net.imagej.Main"));
        Path output = out.resolve("fiji-walk-log.txt");
        try (Hosts.Screen screen = Hosts.Screen.open()) {
            ProcessBuilder openbox = new ProcessBuilder("openbox");
            openbox.environment().put("DISPLAY", screen.display());
            Process frames = openbox.start();
            Hosts.end(Hosts.java(java(), output, screen.display(), command), output, MOST_MINUTES);
            frames.destroy();
        }
        long quit = Long.parseLong(Files.readString(out.resolve("fiji-walk-quit.txt")));
        long took = System.currentTimeMillis() - quit;
        // Idle it takes one to two seconds. On a computer that is busy all takes longer; a quit that waits for the run
        // takes minutes there.
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double busy = Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
        assertTrue(
                took < MILLIS_TO_QUIT * busy,
                "It took " + took + " ms to quit, while " + busy + " times the processors' work waited");
        List<String> menu = Files.readAllLines(out.resolve("fiji-menu.txt"));
        try (Context context = new Context()) {
            assertEquals(
                    MenuOrder.ofFiji(context),
                    menu.stream()
                            .filter(entry -> !entry.startsWith("Examples/"))
                            .toList());
        }
        try (Stream<Path> files = Files.list(Path.of("macros"))) {
            assertEquals(
                    files.map(file -> "Examples/"
                                    + file.getFileName()
                                            .toString()
                                            .replaceAll("_", " ")
                                            .replace(".ijm", ""))
                            .sorted()
                            .toList(),
                    menu.subList(menu.indexOf("/Documentation") + 1, menu.size()));
        }
        assertTrue(
                Files.readString(out.resolve("fiji-recorded.txt"))
                        .contains(
                                "run(\"Word Swap...\", \"prompt=[a red ball] target=[a blue ball] seed=[7, 8] defaults=1\");"),
                Files.readString(out.resolve("fiji-recorded.txt")));
        assertEquals(
                List.of(
                        "menu: command:org.prompttoprompt.command.WordSwap",
                        "without an image: told at once",
                        "in view: Prompt; Edited prompt; Keep layout for tau (share of steps); Seed; Model; ",
                        "steps: 10",
                        "the dialog came back",
                        "recorded of refused: ''",
                        "recorded of cancelled: ''",
                        "active: a red ball -> a blue ball",
                        "enlarged: 300",
                        "windows over each other: 0",
                        "active after Metrics: a red ball -> a blue ball",
                        "recorded: 1 line",
                        "replayed: a red ball -> a blue ball, 4",
                        "batch: a red ball, mine",
                        "refused: ended",
                        "windows: 0",
                        "console opened by the refusal: false",
                        "found by the search bar: 1",
                        "by a script: a blue cube",
                        "Attention Maps... Where words act: a red ball on the grass at night",
                        "Denoising Film... Film of a red ball on the grass",
                        "Generate... a red ball on the grass",
                        "Words to ROIs... Words of a red ball on the grass",
                        "Generate... a red ball"),
                Files.readAllLines(out.resolve("fiji-walk-seen.txt")));
    }

    private static void assertDrawn(Path image, String output) {
        assertTrue(Files.exists(image), output);
        assertArrayEquals(
                expected, (int[]) IJ.openImage(image.toString()).getProcessor().getPixels());
    }

    @Test
    void headlessMacro(@TempDir Path folder) throws Exception {
        Path image = folder.resolve("ball.tif");
        Path macro = Files.writeString(
                folder.resolve("ball.ijm"),
                "run('Generate...', 'prompt=[a red ball] seed=7 steps=4'); saveAs('Tiff', '" + image + "');");
        String said = fiji(folder, "-macro", macro.toString());
        assertDrawn(image, said);
        for (String chatter : List.of("Overriding", "SLF4J", "matching platform", "op threads", "graph executor"))
            assertFalse(said.contains(chatter), said);
    }

    @Test
    void runOfAScript(@TempDir Path folder) throws Exception {
        Path image = folder.resolve("ball.tif");
        Path script = Files.writeString(folder.resolve("ball.groovy"), """
                #@ P2PService p2p
                #@ String out
                import org.prompttoprompt.request.EditRequest
                import org.prompttoprompt.request.Task
                image = p2p.run(EditRequest.of(Task.GENERATE).with('prompt', 'a red ball').with('seed', 7).with('steps', 4))
                ij.IJ.saveAsTiff(image, out)
                """);
        assertDrawn(image, fiji(folder, "--run", script.toString(), "out='" + image + "'"));
    }

    @Test
    void runOfACommand(@TempDir Path folder) throws Exception {
        Path image = folder.resolve("ball.tif");
        String said = fiji(
                folder, "--run", Generate.class.getName(), "prompt='a red ball',seed='7',steps=4,save='" + image + "'");
        assertDrawn(image, said);
        assertFalse(said.contains("Overriding") || said.contains("\tat "), said);
    }

    /** SciJava makes the menu there; a second one would come first in the search bar. */
    @Test
    void thePluginBringsNoMenuOfPlainImageJ() throws IOException {
        for (Path jar : jars("plugins")) {
            if (!withoutVersion(jar).startsWith("Prompt_To_Prompt")) continue;
            try (JarFile plugin = new JarFile(jar.toFile())) {
                assertNull(plugin.getEntry("plugins.config"), jar.toString());
            }
        }
    }
}
