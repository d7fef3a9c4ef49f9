package org.prompttoprompt.cli;

import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.DatasetOption;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.store.StoreAction;

/** What a script that calls the command line learns from the exit status: 0 done, 1 our fault, 2 something to mend. */
class CommandLineTest {
    @TempDir
    Path folder;

    private record Ended(int status, String out, String err) {}

    private Ended run(String without, String... args) throws Exception {
        return run(without, Map.of(), args);
    }

    private Ended run(String without, Map<String, String> environment, String... args) throws Exception {
        return run(ChildJvm.command(), without, environment, args);
    }

    private Ended run(List<String> command, String without, Map<String, String> environment, String... args)
            throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String kept = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !entry.contains(without))
                .collect(Collectors.joining(File.pathSeparator));
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "-cp", kept, CommandLine.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList(), "something is left in the system's temporary folder");
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Java tells which methods its second compiler was kept from; the directive's file is not left behind. */
    @Test
    void aShortRunKeepsJavasSecondCompilerAway() throws Exception {
        List<String> java = ChildJvm.ofUsers();
        java.addAll(List.of("-XX:+PrintCompilation", "-Djava.io.tmpdir=" + folder));
        Ended ended = run(java, "", Map.of(), "generate", "prompt=a red ball", "steps=1", "out=" + folder.resolve("a"));
        assertEquals(0, ended.status, ended.err);
        assertTrue(ended.out.contains("excluded by CompileCommand"), "no method was kept from it");
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.toString().endsWith(".json")).toList());
        }
    }

    @Test
    void aRunWritesItsFiles() throws Exception {
        Ended ended = run("", "generate", "prompt=a red ball", "steps=1e0", "out=" + folder.resolve("ball"));
        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("Saved " + folder.resolve("ball.tif")), ended.out());
        assertTrue(Files.size(folder.resolve("ball.tif")) > 128 * 128 * 3);
        assertTrue(Files.exists(folder.resolve("ball.png")));
        for (String line : ended.err().lines().toList())
            assertTrue(line.matches(" *\\d+ %  .+"), "no progress: " + line);
        List<String> told = ended.err().lines().toList();
        for (int i = 1; i < told.size(); i++) assertNotEquals(told.get(i - 1), told.get(i));
    }

    @Test
    void whatTheUserCanMendIsOneSentenceAndStatus2() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Files.createDirectory(folder.resolve("tiff.tif"));
        Files.createDirectory(folder.resolve("montage.png"));
        Path table = Files.writeString(folder.resolve("table.csv"), "prompt,target\na red ball,a blue ball\n");
        String image = Path.of("src/test/resources/edits/colour-5.png").toString();
        String bench = bench(image).toString();
        for (List<String> args : List.of(
                List.of("swap", "tau=0,5"),
                List.of("paint", "tau=0.5"),
                List.of("swap", "tau"),
                List.of("swap", "prompt=a", "prompt=b"),
                List.of("verify", "published=nobody/nothing"),
                List.of("swap", "tow=1"),
                List.of("generate", "prompt=a red ball", "out=/proc/no/such/ball"),
                List.of("generate", "prompt=a red ball", "out="),
                List.of("generate", "prompt=a red ball", "out=" + folder + "/"),
                List.of("generate", "prompt=a red ball", "out=" + folder),
                List.of("generate", "prompt=a red ball", "out=" + folder.resolve("ball.png")),
                List.of("interpolate", "by=weight", "prompt=a red ball", "out=" + folder.resolve("film")),
                List.of("interpolate", "by=weight", "words=red", "out=" + folder.resolve("film")),
                List.of("generate", "prompt=a red ball", "out=/proc/ball"),
                List.of("edit", "image=" + image, "prompt=a dog", "target=a red dog", "out=/proc/ball"),
                List.of("interpolate", "prompt=a red ball", "target=a blue ball", "frames=3", "out=/proc/x.gif"),
                List.of("dataset", "table=" + table, "layout=pairs", "out=/proc/x"),
                List.of("dataset", "table=" + table, "layout=pairs", "out=" + file.resolve("x")),
                List.of("score", "bench=" + bench, "methods=direct", "out=/proc/x"),
                List.of("generate", "prompt=a red ball", "out=" + file.resolve("ball")),
                List.of("generate", "prompt=a red ball", "out=" + folder.resolve("tiff")),
                List.of("generate", "prompt=a red ball", "out=" + folder.resolve("montage")))) {
            Ended ended = run("", args.toArray(String[]::new));
            assertEquals(2, ended.status(), args + ended.err());
            assertFalse(ended.err().contains("\tat "), ended.err());
            assertEquals("", ended.out());
            assertEquals(1, ended.err().lines().count(), args + " something had begun: " + ended.err());
        }
    }

    @Test
    void helpListsWhatCanBeDoneAndTheOptionsOfEach() throws Exception {
        Ended all = run("", "help");
        assertEquals(0, all.status(), all.err());
        assertEquals(all.out(), run("", "--help").out());
        List<String> names = List.of(
                "generate",
                "swap",
                "phrase",
                "reweight",
                "edit",
                "interpolate",
                "dataset",
                "score",
                "verify",
                "models");
        for (String name : names) assertTrue(all.out().matches("(?s).*\n  " + name + " .*"), name + all.out());
        assertEquals(names, HelpLine.names());
        EngineSettings.meanings()
                .forEach((name, meaning) -> assertTrue(
                        all.out().matches("(?s).*\n  " + name + " +" + Pattern.quote(meaning.substring(0, 10)) + ".*"),
                        name));
        for (Task task : Task.values()) {
            String told = HelpLine.run(List.of("help", task.name().toLowerCase(Locale.ROOT)));
            String words = told.replaceAll("\\s+", " ");
            for (Option option : Option.values()) {
                String line = " " + option.key() + "=" + task.defaultValue(option) + " ";
                boolean there = words.contains(line.replaceAll("\\s+", " ") + task.meaning(option));
                assertEquals(task.options().contains(option), there, task + " " + option + ": " + told);
            }
            assertTrue(words.contains(" out=target/prompt-to-prompt "), told);
            assertTrue(told.lines().allMatch(line -> line.length() < 130), told);
        }
        assertEquals(HelpLine.run(List.of("help", "models")), CommandLine.run(List.of("models", "help")));
        assertEquals(HelpLine.run(List.of("help", "swap")), HelpLine.run(List.of("swap", "--help")));
        String models = HelpLine.run(List.of("models", "-h"));
        for (StoreAction action : StoreAction.values())
            assertTrue(models.contains("\n  " + action.word() + " "), models);
        for (DatasetOption option : DatasetOption.values())
            assertTrue(HelpLine.run(List.of("help", "dataset")).contains("\n  " + option.key() + "="), option.key());
        assertTrue(HelpLine.run(List.of("help", "score")).contains("\n  rules=exact "));
        String film = HelpLine.run(List.of("help", "interpolate"));
        assertTrue(film.contains("\n  frames=24 "), film);
        assertTrue(film.contains("\n  prompt=                  what the first frame shows"), film);
        assertTrue(film.contains("\n  target=                  what the last frame shows"), film);
        assertTrue(HelpLine.run(List.of("help", "verify")).contains("\n  published= "));
        String wrong = assertThrows(Refusal.class, () -> HelpLine.run(List.of("help", "swapp")))
                .getMessage();
        assertTrue(wrong.startsWith("'swapp' is nothing that can be done. Did you mean 'swap'? There is: "), wrong);
        assertTrue(run("", "intrepolate").err().contains("Did you mean 'interpolate'? Begin with"));
    }

    /** One line and no progress: nothing is unpacked, loaded or computed first. */
    @ParameterizedTest
    @CsvSource({
        "PROMPTTOPROMPT_PRECISION, float64, 'must be float32, bfloat16 or auto on this device (cpu), not float64'",
        "PROMPTTOPROMPT_PRECISION, float16, 'must be float32, bfloat16 or auto on this device (cpu), not float16'",
        "PROMPTTOPROMPT_WEIGHTS, int4, 'must be full or int8, not int4'",
        "PROMPTTOPROMPT_THREADS, many, 'must be a number of CPU threads'",
        "PROMPTTOPROMPT_DEVICE, cuda, 'must be cpu, gpu, gpu1, ... or mps, not cuda'",
        "PROMPTTOPROMPT_MODELS, pom.xml, 'pom.xml is a file. Name a folder'",
        "PROMPTTOPROMPT_PRECISON, float32, 'is no setting: there is PROMPTTOPROMPT_DEVICE, '",
        "PYTORCH_LIBRARY_PATH, /nowhere, 'holds no lib'",
        "DJL_CACHE_DIR, /proc/none, 'cannot be written: name a folder that can'"
    })
    void aWrongSettingIsToldBeforeAnythingBegins(String name, String value, String told) throws Exception {
        Ended ended = run(
                "",
                Map.of(name, value),
                "generate",
                "model=" + (name.endsWith("MODELS") ? "small" : "mini"),
                "prompt=a red ball",
                "out=" + folder.resolve("ball"));
        assertEquals(2, ended.status(), ended.err());
        assertTrue(ended.err().contains(name) && ended.err().contains(told), ended.err());
        assertEquals(1, ended.err().lines().count(), "something began: " + ended.err());
    }

    /** A list of models needs no engine: it warns, once. Help never refuses. */
    @Test
    void aWrongSettingIsNoReasonToListNoModels() throws Exception {
        Map<String, String> wrong = Map.of(
                "PROMPTTOPROMPT_PRECISION",
                "float8",
                CacheFolder.SETTING,
                folder.resolve("cache").toString());
        Ended list = run("", wrong, "models", "list");
        assertEquals(0, list.status(), list.err());
        assertTrue(list.out().contains("mini"), list.out());
        assertTrue(list.err().startsWith("Warning: prompttoprompt.precision (PROMPTTOPROMPT_PRECISION)"), list.err());
        assertEquals(1, list.err().lines().count(), list.err());
        Ended engine = run("", wrong, "models", "engine");
        // What is asked for is whether it computes, and it does not.
        assertEquals("2", engine.status() + engine.out());
        assertTrue(engine.err().contains("driver"), "what could compute is told all the same: " + engine.err());
        assertTrue(engine.err().contains("\nNothing computes as it is: prompttoprompt.precision"), engine.err());
        assertEquals(1, engine.err().split("float8", -1).length - 1, engine.err());
        // Where the answer or the refusal is that of the setting, it is no warning too.
        for (String word : List.of("measure", "float32")) {
            Ended told = run("", wrong, "models", "engine", word);
            assertEquals(word.equals("measure") ? 2 : 0, told.status(), told.err());
            assertEquals(1, (told.out() + told.err()).split("must be float32", -1).length - 1, told.toString());
        }
        Ended refused = run("", wrong, "models", "remove", "nothing");
        assertEquals(2, refused.status());
        assertTrue(refused.err().startsWith("Warning: prompttoprompt.precision"), refused.err());
        Ended help = run("", wrong, "help", "models");
        assertEquals("0", help.status() + help.err());
    }

    @Test
    void settingsAreReadWithoutRegardOfCaseAndBlanks() throws Exception {
        Map<String, String> settings = Map.of(
                "PROMPTTOPROMPT_PRECISION", " BFloat16 ",
                "PROMPTTOPROMPT_WEIGHTS", "INT8 ",
                "PROMPTTOPROMPT_DEVICE", " CPU",
                "PROMPTTOPROMPT_THREADS", " 1 ",
                "PROMPTTOPROMPT_MODELS", " ",
                "PROMPTTOPROMPT_LIBTORCH", "");
        Ended ended = run("", settings, "generate", "prompt=a red ball", "steps=1", "out=" + folder.resolve("ball"));
        assertEquals(0, ended.status(), ended.err());
    }

    /** Whatever is wrong with a request, and however late it is seen: the folder that its files would go into is not made. */
    @Test
    void whatIsRefusedLeavesNothingOnTheDisk() throws Exception {
        Path table = Files.writeString(folder.resolve("bad.csv"), "prompt,target\na red zebra,a blue ball\n");
        String image = Path.of("src/test/resources/edits/colour-5.png").toString();
        Path bench = bench(image);
        Path place = folder.resolve("new/deep");
        String out = "out=" + place.resolve("x");
        String long1 = "out=" + place.resolve("n".repeat(300));
        String long2 = "out=" + place.resolve("n".repeat(300)).resolve("x");
        List<String> before = everything();
        for (List<String> args : List.of(
                List.of("generate", "prompt=a red zebra", out),
                List.of("generate", "prompt=", out),
                List.of("generate", "prompt=a red ball", "model=" + folder.resolve("none"), out),
                List.of("generate", "prompt=a red ball", "sampler=none", out),
                List.of("generate", "prompt=a red ball", long1),
                List.of("generate", "prompt=a red ball", long2),
                List.of("swap", "prompt=a red ball", "target=a blue ball", "tau=2", out),
                List.of("swap", "prompt=a red ball", "target=a blue ball", "width=13", out),
                List.of("reweight", "prompt=a red ball", "word=dog", out),
                List.of("edit", "image=" + folder.resolve("none.tif"), "prompt=a dog", "target=a red dog", out),
                List.of("edit", "image=" + image, "prompt=a zebra", "target=a red zebra", out),
                List.of("edit", "image=" + image, "prompt=a dog", "target=a red dog", "mask=none.tif", out),
                List.of("interpolate", "prompt=a red zebra", "target=a blue ball", "frames=3", out),
                List.of("interpolate", "prompt=a red ball", "target=a blue ball", "frames=1", out),
                List.of("interpolate", "prompt=a red ball", "target=a blue ball", "frames=3", long1),
                List.of("dataset", "table=" + table, "layout=pairs", out),
                List.of("dataset", "table=" + table, "layout=none", out),
                List.of("dataset", "table=" + folder.resolve("none.csv"), "layout=pairs", out),
                List.of("dataset", "table=" + table, "layout=pairs", long2),
                List.of("score", "bench=" + bench, "methods=none", out),
                List.of("score", "bench=" + bench, "methods=direct", "model=" + folder.resolve("none"), out),
                List.of("score", "bench=" + bench, "methods=direct", "lpips=" + folder, out),
                List.of("score", "bench=" + bench, "methods=direct", long1),
                List.of("score", "bench=" + folder.resolve("none"), "methods=direct", out))) {
            Refusal refused = assertThrows(Refusal.class, () -> CommandLine.run(args), args.toString());
            assertEquals(before, everything(), args + " has left something: " + refused.getMessage());
            if (args.contains(long1) || args.contains(long2))
                assertTrue(refused.getMessage().contains("its name is too long"), refused.getMessage());
        }
    }

    /** A folder, a file that is no image, and nothing: each has its own cure, for an image and for a mask alike. */
    @Test
    void whatIsNoImageIsToldAsWhatItIs() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.tif"), "no image");
        String image = Path.of("src/test/resources/edits/colour-5.png").toString();
        Map<String, String> told = Map.of(
                "image=" + folder, ": this is a folder, and no file of an image. Name one of the files in it, such as ",
                "image=" + notes, ": this file is no image that ImageJ can open. Save the image as TIFF or PNG, and ",
                "image=" + folder.resolve("none.tif"),
                        ": there is no such file. Look whether its path is written right",
                "mask=" + folder, ": this is a folder, and no file of an image. Name one of the files in it, such as ",
                "mask=" + notes, ": this file is no image that ImageJ can open. Save the image as TIFF or PNG, and ",
                "mask=" + folder.resolve("none.tif"),
                        ": no open image has this title, and no file of an image this name");
        for (Map.Entry<String, String> one : told.entrySet()) {
            List<String> args = new ArrayList<>(List.of("edit", one.getKey(), "prompt=a dog", "target=a red dog"));
            if (one.getKey().startsWith("mask=")) args.add("image=" + image);
            args.add("out=" + folder.resolve("x"));
            String message =
                    assertThrows(Refusal.class, () -> CommandLine.run(args)).getMessage();
            assertTrue(message.startsWith(one.getKey() + one.getValue()), message);
        }
        String message = assertThrows(Refusal.class, () -> CommandLine.run(List.of("edit", "prompt=a dog")))
                .getMessage();
        assertEquals("edit needs an image: name the file of one, such as image=cells.tif.", message);
    }

    private List<String> everything() throws Exception {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void theFolderOfWhatIsMadeIsMadeWithIt() throws Exception {
        Path ball = folder.resolve("new/deep/ball");
        CommandLine.run(List.of("generate", "prompt=a red ball", "steps=1", "out=" + ball));
        assertTrue(Files.exists(folder.resolve("new/deep/ball.tif")));
        assertTrue(Files.exists(folder.resolve("new/deep/ball.png")));
        Path film = folder.resolve("film/deep/ball");
        CommandLine.run(List.of(
                "interpolate", "prompt=a red ball", "target=a blue ball", "frames=2", "steps=1", "out=" + film));
        assertTrue(Files.exists(folder.resolve("film/deep/ball.tif")));
    }

    /** A benchmark of one image. */
    private Path bench(String image) throws Exception {
        Path bench = folder.resolve("bench");
        Files.copy(
                Path.of(image),
                Files.createDirectories(bench.resolve("annotation_images/1_kind"))
                        .resolve("a.png"));
        Files.writeString(bench.resolve("mapping_file.json"), """
                {"a": {"image_path": "1_kind/a.png", "original_prompt": "a green dog on the street",
                  "editing_prompt": "a red dog on the street", "editing_type_id": "1", "mask": [0, 8192]}}
                """);
        return bench;
    }

    /** As by Ctrl-C, after which the JVM lets no more work begin. */
    @Test
    void aStoppedRunIsOneLineAndNoFault() {
        PrintStream err = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true));
        try {
            assertEquals(130, CommandLine.tell(new CancellationException("ImageJ is closing.")));
        } finally {
            System.setErr(err);
        }
        assertEquals("ImageJ is closing.", text.toString().strip());
    }

    @Test
    void aFaultIsStatus1WithItsTraceAndWhereToReportIt() throws Exception {
        Ended ended = run("gson", "generate", "prompt=a red ball", "out=" + folder.resolve("ball"));
        assertEquals(1, ended.status(), ended.err());
        assertTrue(ended.err().contains("\tat org.prompttoprompt."), ended.err());
        assertTrue(ended.err().contains(Fault.REPORT_AT), ended.err());
    }

    @Test
    void aLineOfProgressIsToldOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true));
        try {
            for (int done = 0; done < 3; done++) CommandLine.print(done, 1000, "Loading once");
            CommandLine.print(500, 1000, "Loading once");
        } finally {
            System.setErr(before);
        }
        assertEquals(2, told.toString().lines().count(), told.toString());
    }

    /** Scripts read the exit status: what does not hold is no success. */
    @Test
    void aModelThatIsNotWhatItShouldBeIsRefusedWithTheReport() {
        String model = "model=" + Path.of("src/test/resources/golden/models/tiny-sd1");
        String report = CommandLine.run(List.of("verify", model));
        assertFalse(report.contains("FAIL"), report);
        List<String> other = List.of("verify", model, "published=CompVis/stable-diffusion-v1-4");
        String told = assertThrows(Refusal.class, () -> CommandLine.run(other)).getMessage();
        assertTrue(told.contains("\nFAIL  ") && told.contains("\nOK    attention rows sum to 1"), told);
    }
}
