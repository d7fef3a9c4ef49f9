package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.engine.CacheFolder;

/** A plain ImageJ with the plugin installed, in a process and on a display (Xvfb) of its own. */
public final class PlainImageJ {
    /** Where drivers leave their results. */
    public static final Path OUT = Path.of("target");

    private static final List<String> NOT_OF_THE_PLUGIN =
            List.of("ij-", "ij1-", "javassist", "junit", "groovy", "opentest4j", "apiguardian");
    private static final int MINUTES = 8;

    private final Path folder;
    private final Path imagej;
    private boolean framed;
    private boolean cold;
    private String screenSize = "1280x900";
    private String scale = "1";

    /**
     * Installs the plugin in a folder: our classes as a jar with an underscore in plugins/, what they need beside them.
     * Fails where Xvfb is not installed: who runs these tests wants to know of windows.
     */
    public PlainImageJ(Path folder) throws IOException {
        assertTrue(
                onPath("Xvfb"),
                "Xvfb is not installed: install it, or leave windows untested by -DexcludedGroups=slow,window");
        this.folder = folder;
        imagej = folder.resolve("ij");
        Path jars = Files.createDirectories(imagej.resolve("plugins/jars"));
        // Without one of its own, ImageJ writes into that of the working directory.
        Files.createDirectories(imagej.resolve("macros"));
        for (Path jar : classPath()) {
            String name = jar.getFileName().toString();
            if (Files.isRegularFile(jar) && NOT_OF_THE_PLUGIN.stream().noneMatch(name::startsWith)) {
                linkOrCopy(jar, jars.resolve(name));
            }
        }
        Path classes = OUT.resolve("classes");
        Path jar = imagej.resolve("plugins/Prompt_To_Prompt-test.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> Files.isRegularFile(f) && !f.endsWith("plugins.config"))
                    .toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
            out.putNextEntry(new JarEntry("plugins.config"));
            Files.copy(Path.of("plugins.config"), out);
        }
    }

    /** Lets windows have frames, by openbox, as pictures of them should. */
    public PlainImageJ withWindowManager() {
        assertTrue(onPath("openbox"), "openbox is not installed");
        framed = true;
        return this;
    }

    /** Has the first start of all: nothing is unpacked yet. */
    public PlainImageJ cold() {
        cold = true;
        return this;
    }

    /** Takes another screen, in pixels, of which {@code scale} make one of Java's. */
    public PlainImageJ withScreen(String size, String pixels) {
        screenSize = size;
        scale = pixels;
        return this;
    }

    private static Process start(String display, String program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program);
        builder.environment().put("DISPLAY", display);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static List<Path> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList();
    }

    /** Runs a driver's main with {@link #OUT} and the arguments given, and fails with its output if it does. */
    public void drive(Class<?> driver, String... args) throws Exception {
        Process screen = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", screenSize + "x24")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Process frames = null;
        try (BufferedReader display = new BufferedReader(new InputStreamReader(screen.getInputStream()))) {
            String name = ":" + display.readLine();
            if (framed) frames = start(name, "openbox");
            drive(driver, name, args);
        } finally {
            if (frames != null) frames.destroy();
            screen.destroy();
        }
    }

    /** Links the libraries that this process has unpacked, if it has: half a gigabyte a window. */
    private void linkNatives() throws IOException {
        Path unpacked = CacheFolder.path().resolve("pytorch");
        if (!Files.isDirectory(unpacked)) return;
        Path linked = folder.resolve(".prompt-to-prompt/pytorch");
        try (Stream<Path> files = Files.walk(unpacked)) {
            for (Path file : files.toList()) {
                Path to = linked.resolve(unpacked.relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(to);
                else if (!Files.exists(to)) linkOrCopy(file, to);
            }
        }
    }

    private static void linkOrCopy(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void drive(Class<?> driver, String display, String... args) throws Exception {
        if (!cold) linkNatives();
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Dplugins.dir=" + imagej,
                "-Duser.home=" + folder,
                "-Djava.util.prefs.userRoot=" + folder,
                "-Dsun.java2d.uiScale=" + scale,
                "-cp",
                ij() + File.pathSeparator + alone(driver),
                driver.getName(),
                OUT.toAbsolutePath().toString()));
        command.addAll(List.of(args));
        ProcessBuilder java = new ProcessBuilder(command);
        java.environment().put("DISPLAY", display);
        File log = OUT.resolve(driver.getSimpleName() + "-log.txt").toFile();
        Process process = java.redirectErrorStream(true).redirectOutput(log).start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        // It must be gone before the screen is: X ends a process that loses its screen in the middle of what it
        // computes.
        if (!ended) process.destroyForcibly().waitFor();
        assertTrue(ended && process.exitValue() == 0, Files.readString(log.toPath()));
    }

    private static Path ij() {
        return classPath().stream()
                .filter(path -> path.getFileName().toString().startsWith("ij-"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a folder with the driver and its helpers alone: the plugin's classes come from the plugins folder. */
    private Path alone(Class<?> driver) throws IOException {
        Path root = folder.resolve("driver");
        Path compiled = Path.of("target/test-classes");
        String names = "(" + driver.getSimpleName() + "|Gui|StudioHands|OtherPlugin|CommandPictures)(\\$.*)?\\.class";
        try (Stream<Path> files = Files.walk(compiled)) {
            for (Path file :
                    files.filter(f -> f.getFileName().toString().matches(names)).toList()) {
                Path to = root.resolve(compiled.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return root;
    }
}
