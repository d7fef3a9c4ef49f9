package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.*;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.cli.CommandLine;
import org.prompttoprompt.command.CheckMySystem;
import org.prompttoprompt.command.ShowRecipe;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** The engine, in processes of their own, from a jar in an odd folder, with odd homes. */
@Tag("slow")
class OddHostsTest {
    private static Path folder;
    private static Path plugin;
    private static String classPath;

    @BeforeAll
    static void install(@TempDir Path temporary) throws IOException {
        folder = Files.createDirectories(temporary.resolve("Fiji é ü 画.app"));
        plugin = Hosts.plugin(folder.resolve("plugins/Prompt_To_Prompt-2.jar"));
        classPath = Hosts.classPath(folder.resolve("my jars"), plugin);
    }

    /** Draws an image from the command line; it is then in {@code name}.tif. */
    private static Process draw(String name, Path home, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of(
                "-Duser.home=" + home,
                "-Dprompttoprompt.threads=1",
                "-cp",
                classPath,
                CommandLine.class.getName(),
                "generate",
                "prompt=a red ball",
                "steps=2",
                "out=" + folder.resolve(name)));
        return Hosts.java(folder.resolve(name + ".txt"), null, arguments);
    }

    private static String end(Process process, String name) throws Exception {
        return Hosts.end(process, folder.resolve(name + ".txt"));
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static Path find(Path root, String name) throws IOException {
        return files(root).stream()
                .filter(file -> file.endsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + root));
    }

    @Test
    void twoUnpackAtOnceAndDamageIsMended(@TempDir Path temporary) throws Exception {
        Path home = Files.createDirectories(temporary.resolve("Jörg 画 home"));
        Process first = draw("first", home);
        Process second = draw("second", home);
        end(first, "first");
        end(second, "second");
        byte[] expected = Files.readAllBytes(folder.resolve("first.tif"));
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("second.tif")));

        Path cache = home.resolve(".prompt-to-prompt");
        List<Path> whole = files(cache);
        Path library = find(cache, "libc10.so");
        Path weights = find(cache, "unet/diffusion_pytorch_model.safetensors");
        byte[] good = Files.readAllBytes(weights);
        Files.write(library, new byte[100]);
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() - 1000);
            file.write(new byte[1000]); // as after a power cut
        }
        Files.writeString(library.resolveSibling("jni123tmp"), "half a library");
        Files.createDirectories(cache.resolve("pytorch/tmp123/half"));
        Files.createDirectories(cache.resolve("models/partial-123/half"));
        end(draw("third", home), "third");
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("third.tif")));
        assertArrayEquals(good, Files.readAllBytes(weights));
        assertEquals(
                whole.stream().sorted().toList(), files(cache).stream().sorted().toList());
        assertFalse(Files.exists(cache.resolve("pytorch/tmp123")));
    }

    /** Root may write everywhere, so the home is a file. */
    @Test
    void aHomeThatCannotBeWritten(@TempDir Path temporary) throws Exception {
        Path home = Files.createFile(temporary.resolve("home"));
        end(draw("homeless", home, "-Djava.io.tmpdir=" + temporary), "homeless");
        Path instead = temporary.resolve("prompt-to-prompt-" + System.getProperty("user.name"));
        assertTrue(Files.exists(find(instead, "model_index.json")));
        assertTrue(Files.exists(folder.resolve("homeless.tif")));
    }

    @Test
    void twoCopiesAreTold(@TempDir Path temporary) throws Exception {
        Path old = Files.copy(plugin, folder.resolve("plugins/Prompt_To_Prompt-1.9.jar"));
        Path driver = Files.createDirectories(folder.resolve("driver/org/prompttoprompt/install"));
        try (var out = Files.newOutputStream(driver.resolve("OddHostsTest.class"))) {
            getClass().getResourceAsStream("OddHostsTest.class").transferTo(out);
        }
        Path output = folder.resolve("copies.txt");
        String said = Hosts.end(
                Hosts.java(
                        output,
                        null,
                        List.of(
                                "-Djava.awt.headless=true",
                                "-Duser.home=" + temporary,
                                "-cp",
                                String.join(
                                        File.pathSeparator,
                                        old.toString(),
                                        classPath,
                                        folder.resolve("driver").toString()),
                                OddHostsTest.class.getName())),
                output);
        said = said.replaceAll("\n {6}", " "); // lines that go on
        String sentence = "installed 2 times, and chance decides which copy runs: quit ImageJ, delete "
                + old.toRealPath() + ", and keep " + plugin.toRealPath() + ".";
        assertEquals(2, said.split(Pattern.quote(sentence), -1).length - 1, said);
        assertTrue(said.contains("FAIL  Installation: Prompt-to-Prompt is " + sentence), said);
    }

    /** The process of {@link #twoCopiesAreTold}: two commands and the report. */
    public static void main(String[] args) throws Exception {
        try (Context context = new Context()) {
            CommandService commands = context.service(CommandService.class);
            commands.run(ShowRecipe.class, true).get();
            commands.run(ShowRecipe.class, true).get();
            commands.run(CheckMySystem.class, true, "model", new File("/none")).get();
        }
        System.exit(0);
    }
}
