package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.prompttoprompt.ChildJvm;

/** Folders in which the plugin is installed, and processes that run there. */
final class Hosts {
    private static final List<String> ONLY_FOR_TESTS =
            List.of("ij1-", "javassist", "junit", "groovy", "opentest4j", "apiguardian");

    private static final int MINUTES = 10;

    private Hosts() {}

    /** Returns the libraries that the plugin needs, ImageJ with them. */
    static List<Path> libraries() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .filter(jar ->
                        ONLY_FOR_TESTS.stream().noneMatch(jar.getFileName().toString()::startsWith))
                .toList();
    }

    /** Returns ImageJ's own jar. */
    static Path imagej() {
        return libraries().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("ij-"))
                .findFirst()
                .orElseThrow();
    }

    /** Packs our classes as the build does. */
    static Path plugin(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Path classes = Path.of("target/classes");
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
        return jar;
    }

    /** Copies the libraries into {@code folder} and returns the class path of them and of {@code first}. */
    static String classPath(Path folder, Path... first) throws IOException {
        Files.createDirectories(folder);
        List<Path> path = new ArrayList<>(List.of(first));
        for (Path jar : libraries()) path.add(Files.copy(jar, folder.resolve(jar.getFileName())));
        return String.join(File.pathSeparator, path.stream().map(Path::toString).toList());
    }

    /** Starts a Java whose output goes to a file. */
    static Process java(Path output, String display, List<String> arguments) throws IOException {
        return start(ChildJvm.command(), output, display, arguments);
    }

    /** Starts another Java, or a script that takes Java's arguments. */
    static Process java(Path program, Path output, String display, List<String> arguments) throws IOException {
        return start(ChildJvm.command(program), output, display, arguments);
    }

    private static Process start(List<String> command, Path output, String display, List<String> arguments)
            throws IOException {
        command.addAll(arguments);
        ProcessBuilder java = new ProcessBuilder(command);
        // Java reads the names of files by the locale.
        if (!System.getProperty("os.name").startsWith("Windows"))
            java.environment().put("LC_ALL", "C.UTF-8");
        if (display != null) java.environment().put("DISPLAY", display);
        return java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Waits for a process that must end well, and returns what it has said. */
    static String end(Process process, Path output) throws Exception {
        return end(process, output, MINUTES);
    }

    static String end(Process process, Path output, int minutes) throws Exception {
        boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
        process.destroy();
        String said = Files.readString(output);
        assertTrue(ended, "It did not end:\n" + said);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** A screen that nobody sees. */
    record Screen(Process process, String display) implements AutoCloseable {
        static Screen open() throws IOException {
            Process process = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader number = new BufferedReader(new InputStreamReader(process.getInputStream()));
            return new Screen(process, ":" + number.readLine());
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
