package org.prompttoprompt.batch;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.cli.CommandLine;
import org.prompttoprompt.dataset.Hash;
import org.prompttoprompt.dataset.LocalFolder;
import org.prompttoprompt.dataset.Target;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;

/** Whole data sets on the embedded model, with two steps. */
class DatasetMakerTest {
    private static final String TABLE = "prompt,target,tau,seed,steps,labels\n"
            + "a red ball on the grass,a blue ball on the grass,\"0.2, 0.8\",1:1:2,2,words\n"
            + "a red ball on the grass,a red cube on the grass,0.5,1,2,words\n"
            + "a red ball on the grass,,,1,2,words\n"
            + "a cat,,,3,2,\n"
            + "a red ball on the grass,a blue ball on the grass,0.80,2,2,words\n";

    private static PromptToPrompt p2p;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        p2p = new PromptToPrompt();
    }

    @AfterAll
    static void close() {
        p2p.close();
    }

    private DatasetRequest request(String text, String out) throws IOException {
        Path table = folder.resolve("table.csv");
        Files.writeString(table, text);
        return new DatasetRequest().with("table", table).with("folder", folder.resolve(out));
    }

    private static String make(DatasetRequest request, Progress progress) {
        return DatasetMaker.of(request).make(Engine.of(p2p), progress);
    }

    /** Every file with its bytes, those of the store included. */
    private static Map<String, String> files(Path out) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(out)) {
            for (Path file : walk.filter(Files::isRegularFile).toList())
                files.put(out.relativize(file).toString(), Hash.of(Files.readAllBytes(file)));
        }
        return files;
    }

    private void same(String whole, String other) throws IOException {
        Map<String, String> expected = files(folder.resolve(whole));
        Map<String, String> actual = files(folder.resolve(other));
        List<String> different = expected.keySet().stream()
                .filter(name -> !expected.get(name).equals(actual.get(name)))
                .toList();
        assertEquals(List.of(), different, "differ");
        assertEquals(expected.keySet(), actual.keySet());
    }

    @Test
    void imagesAreThoseOfTheirRecipes() throws Exception {
        DatasetRequest request = request(TABLE, "out");
        DatasetMaker maker = DatasetMaker.of(request);
        DatasetPlan plan = maker.plan(Engine.of(p2p), Progress.NONE);
        assertEquals(7, plan.images());
        assertTrue(plan.toString().contains("5 rows ask for 7 images"), plan.toString());
        assertEquals(1, plan.sources(), "row 4 asks for the other one");
        String report = maker.make(Engine.of(p2p), Progress.NONE);
        assertTrue(report.contains("Rows that ask for what another does: [6]"), report);
        Path out = folder.resolve("out");
        int images = 0;
        for (String name : files(out).keySet()) {
            if (name.startsWith(".made") || !name.contains("/images/")) continue;
            images++;
            ImagePlus image = IJ.openImage(out.resolve(name).toString());
            Recipe recipe = Recipe.of(image);
            List<Frame> frames = p2p.run(recipe.request(), Progress.NONE).frames();
            int[] again = frames.get(frames.size() - 1).image().update(null).getCurrentStorageArray();
            ImageProcessor pixels = image.getProcessor();
            int far = 0;
            for (int i = 0; i < again.length; i++)
                for (int shift = 0; shift < 24; shift += 8)
                    far = Math.max(far, Math.abs((again[i] >> shift & 255) - (pixels.get(i) >> shift & 255)));
            assertTrue(far <= 1, name + " differs by " + far + " levels from its recipe");
        }
        // The generation of row 4 is the source of seed 1; seed 2 has one of its own.
        assertEquals(plan.images() + plan.sources(), images);
    }

    @Test
    void sharedSourcesCostLessThanSingleRuns() throws Exception {
        DatasetMaker maker = DatasetMaker.of(request(
                "prompt,target,tau,seed,steps\na red ball,a blue ball,0:0.2:1,1,10\na red ball,a red cube,0:0.2:1,1,10\n",
                "out"));
        AtomicInteger most = new AtomicInteger();
        DatasetPlan plan = maker.plan(Engine.of(p2p), Progress.NONE);
        assertTrue(
                plan.cost().rows() <= 0.5 * plan.cost().oneByOne(), plan.cost().toString());
        maker.make(Engine.of(p2p), (done, total, message) -> {
            most.set((int) Math.max(most.get(), total));
            return true;
        });
        assertEquals(plan.cost().rows(), most.get(), "told before it began");
    }

    @Test
    void whoStopsGoesOnAndHasTheSameFiles() throws Exception {
        make(request(TABLE, "whole"), Progress.NONE);
        DatasetRequest again = request(TABLE, "stopped");
        int stops = 0;
        for (int calls = 8; ; calls += 4) {
            int most = calls;
            AtomicInteger n = new AtomicInteger();
            try {
                make(again, (done, total, message) -> n.incrementAndGet() < most);
                break;
            } catch (CancellationException e) {
                stops++;
            }
        }
        assertTrue(stops > 1, "it was never stopped");
        same("whole", "stopped");
    }

    /** What the facade drew before, by whomever, changes no pixel: else the files would depend on where a run was stopped. */
    @Test
    void whatWasDrawnBeforeChangesNoPixel() throws Exception {
        String table = "prompt,target,tau,seed,steps\n"
                + "a red ball on the grass,a blue ball on the grass,\"0.2, 0.8\",1,4\n"
                + "a red ball on the grass,a red cube on the grass,0.5,1,4\n";
        List<String> fresh = new ArrayList<>();
        List<String> after = new ArrayList<>();
        p2p.forgetSource();
        make(request(table, "fresh"), (done, total, message) -> fresh.add(done + " " + message));
        EditRequest other = EditRequest.parse("task=swap\nprompt=a red ball on the grass\n"
                + "target=a red star on the grass\ntau=1\nselfattention=0.4\nseed=1\nsteps=4\n");
        p2p.edit(PromptToPrompt.resolve(other), Progress.NONE);
        make(request(table, "after"), (done, total, message) -> after.add(done + " " + message));
        same("fresh", "after");
        assertEquals(fresh, after, "it walks the source's steps itself");
    }

    private Process child(String out) throws IOException {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = ChildJvm.command();
        command.addAll(List.of("-cp", path, CommandLine.class.getName(), "dataset"));
        command.addAll(
                List.of("table=" + folder.resolve("table.csv"), "out=" + folder.resolve(out), "layout=stardist"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), out + ".txt"))
                .start();
    }

    /** Who writes meanwhile also deletes: what goes while it is looked for is looked for again. */
    private static long entries(Path out) throws IOException {
        while (Files.isDirectory(out)) {
            try (Stream<Path> walk = Files.walk(out)) {
                return walk.filter(file -> file.toString().endsWith(".json")).count();
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) throw e;
            }
        }
        return 0;
    }

    @Tag("slow")
    @Test
    void killedAtAnyMomentItGoesOnToTheSameBytes() throws Exception {
        request(TABLE, "killed");
        Path out = folder.resolve("killed");
        List<Long> there = new ArrayList<>();
        for (long wanted : List.of(1L, 4L)) {
            Process process = child("killed");
            while (process.isAlive() && entries(out) < wanted) Thread.sleep(2);
            process.destroyForcibly().waitFor();
            there.add(entries(out));
        }
        assertTrue(there.get(0) >= 1 && there.get(1) < 8, "killed in the middle: " + there);
        Process last = child("killed");
        assertTrue(last.waitFor(2, TimeUnit.MINUTES));
        assertEquals(0, last.exitValue(), Files.readString(folder.resolve("killed.txt")));
        Process whole = child("whole");
        assertTrue(whole.waitFor(2, TimeUnit.MINUTES));
        same("whole", "killed");
        assertTrue(files(out).keySet().stream().noneMatch(name -> name.endsWith(".part")));
    }

    @Tag("slow")
    @Test
    void aFileSystemThatTakesNoMoreStopsItCleanly() throws Exception {
        String table = "prompt,seed,steps,width,height\na red ball,1,1,320,320\n";
        request(table, "full");
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> java = new ArrayList<>(ChildJvm.command());
        java.addAll(List.of("-cp", "'" + path + "'", CommandLine.class.getName(), "dataset"));
        java.addAll(List.of("table='" + folder.resolve("table.csv") + "'", "out='" + folder.resolve("full") + "'"));
        // No file of more than 250 KB, as on a full disk: an image has 300.
        Process process = new ProcessBuilder("bash", "-c", "ulimit -f 250; exec " + String.join(" ", java))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "full.txt"))
                .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        String told = Files.readString(folder.resolve("full.txt"));
        assertEquals(2, process.exitValue(), told);
        assertTrue(told.contains("cannot be written, because the system takes no file as large in"), told);
        assertEquals(0, entries(folder.resolve("full")));
        assertTrue(files(folder.resolve("full")).keySet().stream().noneMatch(name -> name.endsWith(".part")));
        make(request(table, "full"), Progress.NONE);
    }

    @Test
    void aRowThatFailsIsRecordedAndTheRestGoesOn() throws Exception {
        String report = make(
                request(
                        "prompt,seed,steps,labels,things\na red ball,1,1,instances,cube\na red ball,2,1,instances,ball\n",
                        "out"),
                Progress.NONE);
        assertTrue(report.contains("Row 2 failed: ") && report.contains("cube"), report);
        String manifest = Files.readString(folder.resolve("out/manifest.csv"));
        assertEquals(3, manifest.lines().count(), manifest);
        assertTrue(manifest.contains("failed: "), manifest);
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreBadCells() throws Exception {
        DatasetRequest request = request(
                "prompt,target,tau,seed\na red ball,a blue zebra,0.3,1\na red ball,a blue zebra,0.5,1\n"
                        + "a red ball,a blue zebra,0.3,1\na cat,,,x\na quokka,,,2\na cat,,,2\n",
                "out");
        String message =
                assertThrows(Refusal.class, () -> make(request, Progress.NONE)).getMessage();
        List<String> lines = message.lines().skip(1).toList();
        // Rows of one walk, and one that asks for what another does.
        for (int row : List.of(2, 3, 4))
            assertTrue(lines.get(row - 2).startsWith("row " + row + ", column target"), message);
        assertTrue(lines.get(3).startsWith("row 5, column seed"), message);
        assertTrue(lines.get(4).startsWith("row 6, column prompt"), message);
        assertEquals(6, lines.size(), "the words that it knows are listed once: " + message);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void anotherDataSetIsNeverWrittenOver() throws Exception {
        String small = "prompt,seed,steps\na red ball,1,1\n";
        make(request(small, "out"), Progress.NONE);
        Map<String, String> before = files(folder.resolve("out"));
        String again = make(request(small, "out"), (done, total, message) -> !message.contains("Step"));
        assertTrue(again.endsWith("Nothing was left to draw."), again);
        assertEquals(before, files(folder.resolve("out")), "nothing was left to draw");
        assertTrue(assertThrows(Refusal.class, () -> make(request(small + "a cat,1,1\n", "out"), Progress.NONE))
                .getMessage()
                .contains("another data set"));
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/thesis.txt"), "mine");
        assertThrows(Refusal.class, () -> make(request(small, "mine"), Progress.NONE));
        assertThrows(Refusal.class, () -> make(request(small, "mine/thesis.txt"), Progress.NONE));
        assertThrows(Refusal.class, () -> make(request(small, "").with("folder", "/proc/no/such"), Progress.NONE));
        try (Target target = Target.open(new LocalFolder(folder.resolve("busy")), "job")) {
            assertTrue(assertThrows(Refusal.class, () -> Target.open(new LocalFolder(folder.resolve("busy")), "job"))
                    .getMessage()
                    .contains("another run"));
        }
        assertEquals("mine", Files.readString(folder.resolve("mine/thesis.txt")));
    }

    /** The time that a step takes is measured by drawing one. */
    @Test
    void aFolderOfOtherFilesIsToldBeforeAStepIsTimed() throws Exception {
        String small = "prompt,seed,steps\na red ball,1,1\n";
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/thesis.txt"), "mine");
        String told = assertThrows(Refusal.class, () -> DatasetMaker.of(request(small, "mine")))
                .getMessage();
        assertTrue(told.contains("mine holds other files: name an empty folder"), told);
        make(request(small, "out"), Progress.NONE);
        DatasetMaker other = DatasetMaker.of(request(small + "a cat,1,1\n", "out"));
        List<String> heard = new ArrayList<>();
        Progress listening = (done, total, message) -> heard.add(message);
        told = assertThrows(Refusal.class, () -> other.seconds(Engine.of(p2p), listening))
                .getMessage();
        assertTrue(told.contains("another data set"), told);
        assertTrue(heard.stream().noneMatch(message -> message.contains("Timing")), heard.toString());
    }

    @Test
    void anotherLayoutOrThresholdDrawsNothing() throws Exception {
        String table = "prompt,target,tau,seed,steps,labels\na red ball,a blue ball,0.5,1,2,words\n";
        make(request(table, "out"), Progress.NONE);
        String report = make(
                request(table, "out").with("layout", "coco").with("agreement", "1"),
                (done, total, message) -> !message.contains("Step"));
        assertTrue(report.contains("Rejected: 1 images"), report);
        assertTrue(Files.exists(folder.resolve("out/rejected.png")));
        assertFalse(Files.exists(folder.resolve("out/train/images"))
                && files(folder.resolve("out/train/images")).size() > 0);
    }

    /** What a layout has no place for is not drawn first. */
    @ParameterizedTest
    @CsvSource({
        "coco, '', layout=coco holds images with labels alone",
        "stardist, '', layout=stardist holds images with labels alone",
        "coco, words, ''",
        "folders, '', ''",
        "webdataset, '', ''",
        "pairs, '', 'layout=pairs holds pairs of an image and its edit alone, and no row edits'",
    })
    void aLayoutWithNothingToHoldIsRefusedBeforeAnythingIsDrawn(String layout, String labels, String told)
            throws Exception {
        DatasetMaker maker = DatasetMaker.of(request("prompt,steps,labels\na red ball,1," + labels + "\n", "out")
                .with("layout", layout));
        if (told.isEmpty()) {
            maker.plan(Engine.of(p2p), Progress.NONE);
        } else {
            String message = assertThrows(Refusal.class, () -> maker.plan(Engine.of(p2p), Progress.NONE))
                    .getMessage();
            assertTrue(message.startsWith(told), message);
        }
    }

    @Test
    void pairsAreOfRowsThatEdit() throws Exception {
        DatasetMaker.of(request("prompt,target,steps\na red ball,a blue ball,1\n", "out")
                        .with("layout", "pairs"))
                .plan(Engine.of(p2p), Progress.NONE);
    }
}
