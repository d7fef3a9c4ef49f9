package org.prompttoprompt.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.lpips.PublishedWeights;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/** A benchmark of three renders in PIE-Bench's layout, with entries that are broken, scored by given results and by an edit. */
class BenchmarkTest {
    private static final Path RENDERS = Path.of("src/test/resources/edits");
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @TempDir
    Path folder;

    private Path bench;

    @AfterAll
    static void close() {
        P2P.close();
    }

    @BeforeEach
    void layOut() throws IOException {
        bench = folder.resolve("bench");
        Path images = Files.createDirectories(bench.resolve("annotation_images/1_kind"));
        Path same = Files.createDirectories(bench.resolve("output/same/annotation_images/1_kind"));
        Path row = Files.createDirectories(bench.resolve("output/row/annotation_images/1_kind"));
        for (String name : List.of("colour-5", "colour-6")) {
            Files.copy(RENDERS.resolve(name + ".png"), images.resolve(name + ".png"));
            Files.copy(RENDERS.resolve(name + ".png"), same.resolve(name + ".png"));
            ImagePlus wide = IJ.openImage(RENDERS.resolve(name + ".png").toString());
            ImagePlus both = IJ.createImage("", "RGB black", 256, 128, 1);
            both.getProcessor().insert(wide.getProcessor(), 128, 0);
            new FileSaver(both).saveAsPng(row.resolve(name + ".png").toString());
        }
        Files.delete(same.resolve("colour-6.png"));
        Files.writeString(bench.resolve("mapping_file.json"), """
                {"a": {"image_path": "1_kind/colour-5.png", "original_prompt": "a [green] dog on the street",
                  "editing_prompt": "a [red] dog on the street", "editing_type_id": "1", "mask": [0, 8192]},
                 "b": {"image_path": "1_kind/colour-6.png", "original_prompt": "a very fluffy yellow ball",
                  "editing_prompt": "a very fluffy xylophone ball", "editing_type_id": "1", "mask": [0, 16384]},
                 "no image": {"image_path": "1_kind/none.png", "original_prompt": "a", "editing_prompt": "b", "mask": []},
                 "broken mask": {"image_path": "1_kind/colour-5.png", "original_prompt": "a", "editing_prompt": "b", "mask": [7]},
                 "leaves": {"image_path": "../../colour-5.png", "original_prompt": "a", "editing_prompt": "b", "mask": []},
                 "no mask": {"image_path": "1_kind/colour-5.png", "original_prompt": "a", "editing_prompt": "b"},
                 "text": 3}
                """);
    }

    private ScoreRequest request(String methods) {
        return new ScoreRequest()
                .with("bench", bench)
                .with("methods", methods)
                .with("out", folder.resolve("out/scores"));
    }

    private static String run(ScoreRequest request, Progress progress) {
        return Benchmark.of(request).run(Engine.of(P2P), progress);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("out/scores.csv"));
    }

    @Test
    void equalImagesScoreBestAndWhatIsBrokenIsNamedAndCounted() throws Exception {
        String told = run(request("same"), Progress.NONE);
        assertEquals(2, lines().size(), String.join("\n", lines()));
        String[] cells = lines().get(1).split(",");
        assertEquals("a", cells[0]);
        assertEquals(
                List.of("0.00000000", "Infinity", "0.00000000", "1.00000000"),
                List.of(cells).subList(5, 9));
        assertTrue(told.contains("same: 1 of 7 images scored"), told);
        assertTrue(told.contains("6 skipped:"), told);
        for (String name : List.of(
                "no image: there is no image",
                "broken mask: its mask has 1 numbers",
                "leaves: its image_path",
                "no mask: it has no mask",
                "text: it is no entry",
                "same, b: there is no result")) assertTrue(told.contains(name), name + " is not in " + told);
        assertTrue(Files.readString(folder.resolve("out/scores-methods.csv"))
                .contains("\nsame,1,0.00,100.00,0.00,100.00,100.00,0.00,100.00"));
        assertTrue(Files.exists(folder.resolve("out/scores.png")));
    }

    @Test
    void whatCannotBeWrittenIsToldBeforeAnythingIsMade() throws Exception {
        for (String name : List.of("scores.csv", "scores-methods.csv", "scores.png")) {
            Path folderInItsPlace =
                    Files.createDirectories(folder.resolve("out").resolve(name));
            String told = assertThrows(Refusal.class, () -> Benchmark.of(request("same")))
                    .getMessage();
            assertTrue(
                    told.startsWith("out: " + folderInItsPlace + " cannot be written, because it is a folder."), told);
            Files.delete(folderInItsPlace);
        }
        Path images = request("direct")
                .methods(BenchFolder.of(bench.toString()), folder.resolve("out/scores"))
                .get(0)
                .images();
        for (Path above : List.of(folder.resolve("out/scores"), images)) {
            Files.createDirectories(above.getParent());
            Files.writeString(above, "no folder");
            String told = assertThrows(Refusal.class, () -> Benchmark.of(request("direct")))
                    .getMessage();
            assertTrue(told.startsWith("out: the folder " + images + " cannot be written, because "), told);
            Files.delete(above);
        }
    }

    @Test
    void numbersOfMasksAreWhole() throws Exception {
        String entry =
                "\"%s\": {\"image_path\": \"1_kind/colour-5.png\", \"original_prompt\": \"a\", \"editing_prompt\": \"b\", \"mask\": [%s, 5]}";
        List<String> wrong = List.of("1.5", "99999999999", "\"x\"", "null", "[3]");
        StringBuilder all = new StringBuilder("{" + entry.formatted("a", "2.0"));
        for (String number : wrong) all.append(", ").append(entry.formatted("of " + number.replace("\"", ""), number));
        Files.writeString(bench.resolve("mapping_file.json"), all + "}");
        String told = run(request("same"), Progress.NONE);
        assertTrue(told.contains("same: 1 of 6 images scored"), told);
        for (String number : wrong)
            assertTrue(told.contains("its mask has " + number + ", which is no whole number"), told);
    }

    /** The upper half of a result is black, which is the mask: outside of it nothing has changed. */
    @Test
    void lpipsIsMeasuredWhereItsWeightsAreGiven() throws Exception {
        Path weights = Files.createDirectories(folder.resolve("alex"));
        assertTrue(refused(request("same").with("lpips", weights)).contains("has no weights"));
        assertTrue(
                refused(request("same").with("lpips", folder.resolve("none"))).contains("is no folder"));
        PublishedWeights.write("alex", weights);
        Path half = Files.createDirectories(bench.resolve("output/half/annotation_images/1_kind"));
        ImagePlus image = IJ.openImage(RENDERS.resolve("colour-5.png").toString());
        image.setRoi(0, 0, 128, 64);
        image.getProcessor().setValue(0);
        image.getProcessor().fill();
        image.deleteRoi();
        new FileSaver(image).saveAsPng(half.resolve("colour-5.png").toString());
        run(request("same, half").with("lpips", weights), Progress.NONE);
        assertTrue(lines().get(0).endsWith(",ssim_outside,lpips_alex,lpips_alex_outside"), lines().get(0));
        assertTrue(lines().get(1).endsWith(",0.00000000,0.00000000"), lines().get(1));
        String[] cells = lines().get(2).split(",");
        assertTrue(Double.parseDouble(cells[12]) > 0.01, lines().get(2));
        assertEquals(0, Double.parseDouble(cells[13]), lines().get(2));
        String means = Files.readString(folder.resolve("out/scores-methods.csv"));
        assertTrue(means.contains(",lpips_1e3,lpips_outside_1e3\n") && means.contains("100.00,0.00,0.00\n"), means);
        List<String> before = lines();
        run(request("same, half").with("lpips", weights), Progress.NONE);
        assertEquals(before, lines(), "it was measured again");
        String other = assertThrows(Refusal.class, () -> run(request("same"), Progress.NONE))
                .getMessage();
        assertTrue(other.contains("was measured with lpips_alex"), other);
    }

    @Test
    void ofARowOfPicturesThePublishedRulesTakeTheLast() throws Exception {
        assertThrows(Refusal.class, () -> request("row").with("rules", "fast").rule());
        assertTrue(run(request("row"), Progress.NONE).contains("row, a: the result is 256 x 128 pixels"));
        run(request("row").with("rules", "published"), Progress.NONE);
        assertEquals(3, lines().size());
        assertTrue(lines().get(2).startsWith("b,1,row,published,"), lines().get(2));
    }

    @Test
    void anEditIsMadeKeptAndNotMadeAgain() throws Exception {
        ScoreRequest request = request("virtual, same").with("steps", "2");
        String told = run(request, Progress.NONE);
        assertTrue(told.contains("virtual steps=2: 1 of 7"), told);
        assertTrue(told.contains("virtual steps=2, b: "), told);
        assertTrue(told.contains("xylophone"), told);
        Path edit = folder.resolve("out/scores/virtual steps=2/annotation_images/1_kind/colour-5.png");
        assertTrue(Files.exists(edit));
        List<String> before = lines();
        Files.delete(edit);
        run(request, Progress.NONE);
        assertEquals(before, lines());
        assertFalse(Files.exists(edit), "it was made again");
    }

    @Test
    void whatIsDoneStaysWhenItIsStopped() throws Exception {
        ScoreRequest request = request("same, virtual").with("steps", "2");
        Progress stopsInTheEdit = (done, total, message) -> !message.contains("virtual");
        assertThrows(CancellationException.class, () -> run(request, stopsInTheEdit));
        assertEquals(2, lines().size());
        // A line that was being written when the machine went down is written again.
        Files.writeString(folder.resolve("out/scores.csv"), String.join("\n", lines()) + "\na,1,virt");
        run(request, Progress.NONE);
        assertEquals(3, lines().size());
        assertTrue(lines().get(2).startsWith("a,1,virtual steps=2,exact,"));
    }

    @Test
    void whatIsNoBenchmarkIsRefusedBeforeAnything() throws Exception {
        assertTrue(refused(request("same").with("bench", folder)).contains("mapping_file.json"));
        assertTrue(refused(request("magic")).contains("results: row, same"));
        assertTrue(refused(request("same").with("out", "")).startsWith("out is empty"));
        assertThrows(Refusal.class, () -> request("same").with("prompt", "a dog"));
        assertThrows(Refusal.class, () -> request("same").with("speed", "1"));
        assertTrue(refused(request("virtual").with("tau", "0:0.1:1")).contains("Give one value"));
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/scores.csv"), "my,own,table\n");
        assertTrue(assertThrows(Refusal.class, () -> run(request("same"), Progress.NONE))
                .getMessage()
                .contains("something else"));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThrows(Refusal.class, () -> run(request("same").with("out", file.resolve("scores")), Progress.NONE));
        Files.writeString(bench.resolve("mapping_file.json"), "[1");
        assertTrue(refused(request("same")).contains("mapping_file.json is not a JSON object, as where"));
    }

    /** A file of somebody's that happens to lie there is not cut at its last line, and one that the disk had no room for is begun. */
    @Test
    void aFileOfSomethingElseStaysAsItIs() throws Exception {
        Path file = Files.createDirectories(folder.resolve("out")).resolve("scores.csv");
        String ours = String.join(",", ScoreFile.COLUMNS) + "\n";
        for (String text : List.of(
                "no line end", "a,b\n1,2", "\"", ours + "\"a,b\n", ours + "a,1,same,exact,m,x,1,1,1,1,1,1\nb")) {
            Files.writeString(file, text);
            assertThrows(Refusal.class, () -> run(request("same"), Progress.NONE), text);
            assertEquals(text, Files.readString(file));
        }
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, '\n', 0};
        Files.write(file, picture);
        Refusal refused = assertThrows(Refusal.class, () -> run(request("same"), Progress.NONE));
        assertTrue(refused.getMessage().contains("something else"), refused.getMessage());
        assertArrayEquals(picture, Files.readAllBytes(file));
        for (String begun : List.of("", "id,kind,met")) {
            Files.writeString(file, begun);
            run(request("same"), Progress.NONE);
            assertEquals(2, lines().size(), begun);
        }
    }

    /** Nothing was made that could be shown: no sheet is said to be saved. */
    @Test
    void whatIsToldToBeSavedIsThere() throws Exception {
        for (String methods : List.of("direct", "same")) {
            ScoreRequest request = request(methods);
            String told = run(methods.equals("same") ? request : request.with("negative", "a zebra"), Progress.NONE);
            boolean sheet = Files.exists(folder.resolve("out/scores.png"));
            assertEquals(methods.equals("same"), sheet);
            assertEquals(sheet, told.contains("scores.png"), told);
            assertTrue(told.contains("scores-methods.csv"), told);
        }
    }

    private static String refused(ScoreRequest request) {
        return assertThrows(Refusal.class, () -> Benchmark.of(request)).getMessage();
    }
}
