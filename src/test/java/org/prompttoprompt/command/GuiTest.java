package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.Task;
import org.scijava.Context;

/** Plain ImageJ in a real window: menu, dialog, Recorder and replay. Skipped where Xvfb is not installed. */
class GuiTest {
    private static final Path OUT = Path.of("target");
    private static final List<String> NOT_OF_THE_PLUGIN =
            List.of("ij-", "ij1-", "javassist", "junit", "groovy", "opentest4j", "apiguardian");

    @Test
    void menuDialogRecorderAndReplay(@TempDir Path folder) throws Exception {
        run(
                folder,
                GuiDriver.class,
                "gui-log.txt",
                "Word Swap...",
                "a cat riding on a bicycle",
                "a red ball on the grass",
                "a cat riding on a car",
                "a blue ball on the grass",
                "0.8",
                "0.2, 0.8",
                "42",
                "7",
                "30",
                "4");
        assertEquals(
                "run(\"Word Swap...\", \"prompt=[a red ball on the grass] target=[a blue ball on the grass] tau=[0.2, 0.8] "
                        + "seed=7 steps=4 guidance=5.0 width=128 height=128 windows= words= weight=1 renormalise=model blend= keep= "
                        + "threshold=0.3 blendfrom=0.2 selfattention=model selfresolution=0 injection=0 queries=0 "
                        + "scheduler=model negative= model=\");",
                Files.readString(OUT.resolve("gui-recorded.txt")));
        assertEquals("the same pixels", Files.readString(OUT.resolve("gui-replayed.txt")));
        try (Context context = new Context()) {
            ImagePlus expected = context.service(P2PService.class)
                    .run(EditRequest.of(Task.SWAP)
                            .with("prompt", "a red ball on the grass")
                            .with("target", "a blue ball on the grass")
                            .with("tau", "0.2, 0.8")
                            .with("seed", 7)
                            .with("steps", 4));
            EveryWayTest.assertSamePixels(
                    expected, IJ.openImage(OUT.resolve("gui-result.tif").toString()));
        }
    }

    /** Runs a driver, one class without inner ones, in a plain ImageJ of its own on a screen of its own. */
    static void run(Path folder, Class<?> driver, String log, String... args) throws Exception {
        assumeTrue(onPath("Xvfb"), "Xvfb is not installed: the GUI was not tested");
        Path imagej = install(folder);
        Process screen = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader display = new BufferedReader(new InputStreamReader(screen.getInputStream()))) {
            drive(folder, imagej, ":" + display.readLine(), driver, log, args);
        } finally {
            screen.destroy();
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static List<Path> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** An ImageJ folder: our classes as a jar with an underscore in plugins/, what they need beside them. */
    private static Path install(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("ij/plugins/jars"));
        for (Path jar : classPath()) {
            String name = jar.getFileName().toString();
            if (Files.isRegularFile(jar) && NOT_OF_THE_PLUGIN.stream().noneMatch(name::startsWith)) {
                Files.copy(jar, jars.resolve(name));
            }
        }
        Path classes = OUT.resolve("classes");
        Path jar = folder.resolve("ij/plugins/Prompt_To_Prompt-test.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        return folder.resolve("ij");
    }

    private static void drive(Path folder, Path imagej, String display, Class<?> driver, String log, String... args)
            throws Exception {
        Path alone = folder.resolve("driver").resolve(driver.getName().replace('.', '/') + ".class");
        Files.createDirectories(alone.getParent());
        try (OutputStream out = Files.newOutputStream(alone);
                InputStream in = driver.getResourceAsStream(driver.getSimpleName() + ".class")) {
            in.transferTo(out);
        }
        Path ij = classPath().stream()
                .filter(path -> path.getFileName().toString().startsWith("ij-"))
                .findFirst()
                .orElseThrow();
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dplugins.dir=" + imagej,
                "-Duser.home=" + folder,
                "-Djava.util.prefs.userRoot=" + folder,
                "-cp",
                ij + File.pathSeparator + folder.resolve("driver"),
                driver.getName(),
                OUT.toAbsolutePath().toString());
        java.command().addAll(List.of(args));
        java.environment().put("DISPLAY", display);
        Path output = OUT.resolve(log);
        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(8, TimeUnit.MINUTES);
        process.destroy();
        assertTrue(ended && process.exitValue() == 0, Files.readString(output));
    }
}
