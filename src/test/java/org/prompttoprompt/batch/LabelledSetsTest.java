package org.prompttoprompt.batch;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.bench.TuningExample;
import org.prompttoprompt.metrics.InstanceScore;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/** Labels of whole data sets on the model of cells: carried along, from words, object by object. */
@Tag("slow")
class LabelledSetsTest {
    private static final Path RENDERS = Path.of("src/test/resources/instances").toAbsolutePath();
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        P2P.close();
    }

    private List<CSVRecord> make(String table, String... values) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), table);
        DatasetRequest request = new DatasetRequest().with("table", file).with("folder", folder.resolve("out"));
        for (String value : values) request = request.with(value.split("=")[0], value.split("=")[1]);
        System.out.println(DatasetMaker.of(request).make(Engine.of(P2P), Progress.NONE));
        try (CSVParser parser = CSVParser.parse(
                folder.resolve("out/manifest.csv"),
                StandardCharsets.UTF_8,
                CSVFormat.RFC4180
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            return parser.getRecords();
        }
    }

    private ImagePlus labels(CSVRecord line) {
        Path image = folder.resolve("out").resolve(line.get("file"));
        return IJ.openImage(image.getParent()
                .resolveSibling("labels")
                .resolve(image.getFileName())
                .toString());
    }

    @Test
    void labelsAreCarriedAlongWhereNothingMoved() throws Exception {
        String image = RENDERS.resolve("05.png") + "," + RENDERS.resolve("05-instances.png");
        List<CSVRecord> lines = make(
                "prompt,target,strength,method,image,labels,model,things\n"
                        + "magenta nuclei,\"magenta nuclei, noisy\",0.3,," + image + ",cells,nuclei\n"
                        + "magenta nuclei,green bacteria,1,," + image + ",cells,nuclei\n"
                        + "magenta nuclei,dense small magenta nuclei,1,img2img," + image + ",cells,nuclei\n",
                "pixels=grey16");
        assertEquals(4, lines.size());
        for (CSVRecord line : lines)
            System.out.println(line.get("role") + " " + line.get("agreement") + " " + line.get("rejected"));
        int[] truth = InstancesOfRendersTest.values(
                IJ.openImage(RENDERS.resolve("05-instances.png").toString()).getProcessor());
        assertEquals("", lines.get(1).get("rejected"));
        assertTrue(Double.parseDouble(lines.get(1).get("agreement")) >= 0.8);
        assertTrue(
                lines.get(2).get("rejected").contains("no word"), lines.get(2).toString());
        assertTrue(
                lines.get(3).get("rejected").startsWith("agreement"),
                lines.get(3).toString());
        for (CSVRecord kept : lines.subList(0, 2)) {
            ImagePlus labels = labels(kept);
            assertEquals(16, labels.getBitDepth());
            InstanceScore score = InstanceScore.of(InstancesOfRendersTest.values(labels.getProcessor()), truth);
            assertEquals(new InstanceScore(7, 7, 7), score);
            assertEquals(
                    16,
                    IJ.openImage(folder.resolve("out").resolve(kept.get("file")).toString())
                            .getBitDepth());
            assertEquals("7", kept.get("objects"));
        }
        assertEquals(lines.get(0).get("id"), lines.get(1).get("source"));
        assertEquals(lines.get(0).get("split"), lines.get(1).get("split"));
    }

    @Test
    void eachThingOfThePromptIsALabel() throws Exception {
        List<CSVRecord> lines = make("prompt,seed,steps\na red ball on the grass at sunset,1,4\n", "labels=words");
        String card = Files.readString(folder.resolve("out/README.md"));
        assertTrue(card.contains("| red ball | 1 |") && card.contains("| grass | 1 |"), card);
        assertFalse(card.contains("sunset |"), "sunset is the whole picture");
        assertEquals("2", lines.get(0).get("objects"));
        assertEquals(2, labels(lines.get(0)).getProcessor().getStats().max);
    }

    @Test
    void whatLooksAlikeOrWasNotEditedIsRejected() throws Exception {
        List<CSVRecord> lines = make(
                "prompt,target,tau,seed\na red ball on the grass,a blue ball on the grass,\"0.3, 0.95, 1\",1\n"
                        + "a red ball on the grass,a red ball on the grass at night,0.3,1\n",
                "duplicates=0",
                "judge=yes");
        for (CSVRecord line : lines)
            System.out.println(
                    line.get("target") + " " + line.get("tau") + " " + line.get("judged") + " " + line.get("rejected"));
        assertTrue(lines.stream().anyMatch(line -> line.get("rejected").startsWith("looks like ")));
        for (CSVRecord line : lines)
            if (line.get("role").equals("edit"))
                assertEquals(
                        line.get("rejected").startsWith("the model does not see"),
                        Double.parseDouble(line.get("judged")) >= 0);
    }

    /** Table, labelled images, a segmentation tuned on them, a better score on renders that no training has seen. */
    @Test
    void aSegmentationTunedOnTheImagesDoesBetterOnRenders() throws Exception {
        make(
                "prompt,seed,model,labels,things\nfluorescence image of nuclei,1:1:4,cells,instances,nuclei\n"
                        + "\"fluorescence image of nuclei, noisy\",1:1:4,cells,instances,nuclei\n"
                        + "\"dim nuclei, noisy\",1:1:2,cells,instances,nuclei\n",
                "layout=stardist",
                "split=1, 0, 0");
        List<TuningExample.Labelled> test = new ArrayList<>();
        for (InstancesOfRendersTest.Render render : InstancesOfRendersTest.renders())
            test.add(new TuningExample.Labelled(render.image(), render.instances()));
        TuningExample.Way way = TuningExample.tuned(TuningExample.read(folder.resolve("out/train")));
        double untuned = TuningExample.score(TuningExample.Way.UNTUNED, test).f1();
        double tuned = TuningExample.score(way, test).f1();
        System.out.println(way + ": F1 " + untuned + " -> " + tuned);
        assertTrue(tuned > untuned + 0.2, way + " " + untuned + " " + tuned);
        try (Stream<Path> masks = Files.list(folder.resolve("out/train/masks"))) {
            assertEquals(10, masks.count());
        }
    }
}
