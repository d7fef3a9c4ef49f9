package org.prompttoprompt.cli;

import static org.junit.jupiter.api.Assertions.*;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Fault;

/** What a script that calls the command line learns from the exit status: 0 done, 1 our fault, 2 something to mend. */
class CommandLineTest {
    @TempDir
    Path folder;

    private record Ended(int status, String out, String err) {}

    private Ended run(String without, String... args) throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String kept = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !entry.contains(without))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = ChildJvm.command();
        command.addAll(List.of("-cp", kept, CommandLine.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it did not end");
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
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
                List.of("swap", "tow=1"),
                List.of("generate", "prompt=a red ball", "out=/proc/no/such/ball"),
                List.of("generate", "prompt=a red ball", "out="),
                List.of("generate", "prompt=a red ball", "out=" + folder + "/"),
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
            boolean namesFiles = args.get(args.size() - 1).startsWith("out=");
            if (namesFiles) assertEquals(1, ended.err().lines().count(), args + " computed first: " + ended.err());
        }
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
}
