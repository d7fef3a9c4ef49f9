package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Attention as images, selections and tables, on the embedded model. */
class MapsTest {
    private static final EditRequest BALL = EditRequest.of(Task.GENERATE)
            .with("prompt", "a red ball on the grass")
            .with("steps", 10);
    private static Context context;
    private static P2PService p2p;

    @BeforeAll
    static void start() {
        context = new Context();
        p2p = context.service(P2PService.class);
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @AfterEach
    void closeImages() {
        while (Interpreter.getBatchModeImageCount() > 0)
            Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
        Interpreter.batchMode = false;
    }

    private static void activate(ImagePlus image) {
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(image);
    }

    private static CommandModule run(Class<? extends Command> command, Object... inputs) throws Exception {
        return context.service(CommandService.class).run(command, true, inputs).get();
    }

    private static CommandModule done(CommandModule module) {
        assertFalse(module.isCanceled(), "cancelled: " + module.getCancelReason());
        return module;
    }

    private static int maximum(float[] map) {
        int best = 0;
        for (int i = 1; i < map.length; i++) if (map[i] > map[best]) best = i;
        return best;
    }

    @Test
    void wordsPointAtTheirObjectsAndSharesSumToOne() {
        AttentionMaps maps = p2p.attention(BALL, false, 0, Progress.NONE);
        assertEquals(1, Arrays.stream(maps.mass()).sum(), 1e-4);
        int scale = 128 / maps.width();
        int ball = maximum(maps.heat(0, maps.words().indexOf("ball")));
        int[] picture = maps.image().image().update(null).getCurrentStorageArray();
        int at = (ball / maps.width() * scale + scale / 2) * 128 + ball % maps.width() * scale + scale / 2;
        int red = picture[at] >> 16 & 255;
        int green = picture[at] >> 8 & 255;
        assertTrue(red > green + 50, "'ball' points at red " + red + ", green " + green);
        int grass = maximum(maps.heat(0, maps.words().indexOf("grass")));
        assertTrue(grass / maps.width() >= maps.height() / 2, "'grass' points at row " + grass / maps.width());
    }

    @Test
    void stepsAverageToTheMap() {
        AttentionMaps average = p2p.attention(BALL.with("steps", 3).with("guidance", 5), false, 0, Progress.NONE);
        AttentionMaps steps = p2p.attention(BALL.with("steps", 3).with("guidance", 5), true, 0, Progress.NONE);
        assertEquals(3, steps.frames().size());
        float[] expected = average.heat(0, 2);
        for (int i = 0; i < expected.length; i++) {
            float sum = 0;
            for (int step = 0; step < 3; step++) sum += steps.heat(step, 2)[i];
            assertEquals(expected[i], sum / 3, 0.01, "pixel " + i);
        }
    }

    @Test
    void aHyperstackOfWordsLayersAndSteps() throws Exception {
        CommandModule module = done(run(
                ShowAttention.class,
                "prompt",
                "a red ball",
                "words",
                "ball, red",
                "view",
                "steps",
                "steps",
                3,
                "overlay",
                "yes",
                "components",
                2));
        ImagePlus maps = (ImagePlus) module.getOutput("maps");
        assertArrayEquals(new int[] {128, 128, 2, 4, 3}, maps.getDimensions());
        assertEquals(32, maps.getBitDepth());
        assertEquals("ball layers=all step=1", maps.getStack().getSliceLabel(1));
        assertEquals("red layers=16 x 16 step=1", maps.getStack().getSliceLabel(4));
        ImagePlus over = (ImagePlus) module.getOutput("over");
        assertEquals(2, over.getStackSize());
        ImageRoi heat = (ImageRoi) over.getOverlay().get(0);
        assertTrue(heat.getProcessor().getStats().max > 150, "the map over the image is black");
        assertTrue(maps.getDisplayRangeMax() > 0.01 && maps.getDisplayRangeMax() <= 1);
        assertEquals("red", over.getOverlay().get(1).getName());
        assertEquals(2, ((ImagePlus) module.getOutput("patterns")).getStackSize());
    }

    @Test
    void fineMapsHaveAValueForEachPixel() throws Exception {
        CommandModule module = done(run(
                ShowAttention.class,
                "prompt",
                "a red ball on the grass",
                "detail",
                "fine",
                "steps",
                4,
                "components",
                2));
        ImagePlus maps = (ImagePlus) module.getOutput("maps");
        assertEquals(1, maps.getNSlices());
        assertEquals("red layers=all, fine", maps.getStack().getSliceLabel(1));
        assertEquals(2, ((ImagePlus) module.getOutput("patterns")).getStackSize());
        for (int slice = 1; slice <= maps.getStackSize(); slice++)
            assertEquals(0, maps.getStack().getProcessor(slice).getStats().min, "slice " + slice);
        CommandModule steps = run(ShowAttention.class, "prompt", "a red ball", "detail", "fine", "view", "steps");
        assertTrue(steps.isCanceled() && steps.getCancelReason().contains("detail=coarse"));
    }

    @Test
    void aResultShowsItsOwnWords() throws Exception {
        activate((ImagePlus) p2p.run(BALL.with("seed", 5)));
        ImagePlus maps = (ImagePlus) done(run(ShowAttention.class)).getOutput("maps");
        assertEquals(6, maps.getNChannels());
        assertTrue(maps.getInfoProperty().contains("seed=5"));
        assertTrue(maps.getInfoProperty().contains("\nmodelhash="), maps.getInfoProperty());
        CommandModule wrong = run(ShowAttention.class, "words", "dog");
        assertTrue(
                wrong.getCancelReason().contains("Its words: a, red, ball, on, the, grass"), wrong.getCancelReason());
    }

    /** What opens is a picture of the words that name something; of the stacks, small words are last. */
    @Test
    void attentionOpensAsAMontageOfTellingWords() throws Exception {
        CommandModule module = done(run(ShowAttention.class, "prompt", "a red ball on the grass", "steps", 4));
        ImagePlus maps = (ImagePlus) module.getOutput("maps");
        List<String> order = new ArrayList<>();
        for (int c = 1; c <= maps.getNChannels(); c++)
            order.add(maps.getStack().getSliceLabel(c).replaceAll(" layers.*", ""));
        assertEquals(List.of("red", "ball", "grass", "a", "on", "the"), order);
        ImagePlus montage = (ImagePlus) module.getOutput("montage");
        assertEquals(24, montage.getBitDepth());
        assertEquals(4 * (256 + 2), montage.getWidth(), "the image and three words");
        assertEquals(256 + 18, montage.getHeight());
        ImagePlus drawn = (ImagePlus) p2p.run(EditRequest.of(Task.GENERATE)
                .with("prompt", "a red ball on the grass")
                .with("steps", 4));
        assertEquals(
                drawn.getProcessor().get(20, 100),
                montage.getProcessor().get(2 * 20, 2 * 100),
                16,
                "the image first, without a map");
        assertTrue(module.getOutput("over") == null && module.getOutput("patterns") == null);
        assertTrue(Recipe.of(montage).text().contains("prompt=a red ball on the grass"));
        CommandModule plain = done(run(ShowAttention.class, "prompt", "a", "words", "a", "overlay", "no", "steps", 1));
        assertTrue(plain.getOutput("montage") == null, "overlay=no is as it was");
    }

    @Test
    void aMontageOfASweepIsOneClick() throws Exception {
        activate((ImagePlus) p2p.run(BALL.with("steps", 1)));
        assertTrue(run(LabelledMontage.class).getCancelReason().contains("has one slice"));
        activate((ImagePlus) p2p.run(BALL.with("steps", 1).with("seed", "1:1:7")));
        ImagePlus montage = (ImagePlus) done(run(LabelledMontage.class)).getOutput("montage");
        assertEquals(4 * 258, montage.getWidth(), "rows of four");
        assertEquals(2 * 274, montage.getHeight());
        assertEquals("Montage of a red ball on the grass", montage.getTitle());
        assertTrue(Recipe.of(montage).text().contains("seed=1:1:7"));
        ImagePlus grid = (ImagePlus) p2p.run(EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("tau", "0, 1")
                .with("steps", 1)
                .with("seed", "5, 6"));
        activate(grid);
        montage = (ImagePlus) done(run(LabelledMontage.class)).getOutput("montage");
        assertEquals(3 * 258, montage.getWidth(), "source and two taus");
        assertEquals(2 * 274, montage.getHeight(), "a row for each seed");
    }

    @Test
    void theSliceInFrontDecidesTheSeed() throws Exception {
        ImagePlus seeds = (ImagePlus) p2p.run(BALL.with("steps", 2).with("seed", "5, 6"));
        activate(seeds);
        seeds.setSlice(2);
        for (ImagePlus made : List.of((ImagePlus) done(run(ShowAttention.class)).getOutput("maps"), (ImagePlus)
                done(run(WordsToRois.class)).getOutput("labels"))) {
            assertTrue(made.getInfoProperty().contains("\nseed=6\n"), made.getInfoProperty());
        }
        ImagePlus edits = (ImagePlus) p2p.run(EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 2)
                .with("seed", "5, 6"));
        activate(edits);
        edits.setSlice(4);
        ImagePlus maps = (ImagePlus) done(run(ShowAttention.class)).getOutput("maps");
        assertTrue(maps.getInfoProperty().contains("\nseed=6\n"), maps.getInfoProperty());
        assertTrue(
                maps.getStack().getSliceLabel(1).startsWith("red "),
                maps.getStack().getSliceLabel(1));
    }

    @Test
    void wordsBecomeSelectionsAndLabels() throws Exception {
        assertTrue(run(WordsToRois.class).getCancelReason().startsWith("No image is open"));
        activate((ImagePlus) p2p.run(BALL));
        ImagePlus labels =
                (ImagePlus) done(run(WordsToRois.class, "words", "ball, grass")).getOutput("labels");
        assertEquals(2, labels.getOverlay().size());
        Roi ball = labels.getOverlay().get(0);
        assertEquals("ball", ball.getName());
        assertEquals("ball", labels.getProp("p2p.label.1"));
        assertEquals("grass", labels.getProp("p2p.label.2"));
        assertTrue(labels.getInfoProperty().contains("\nlabel1=ball\nlabel2=grass\n"), labels.getInfoProperty());
        assertEquals("ball", ball.getProperty("p2p.class"));
        int colour = labels.getProcessor().getColorModel().getRGB(1);
        assertEquals(colour, ball.getStrokeColor().getRGB(), "the selection has its label's colour");
        assertTrue(labels.getOverlay().getDrawNames() && labels.getOverlay().getDrawLabels(), "the legend");
        double share = ball.getStatistics().pixelCount / (128.0 * 128);
        assertTrue(share > 0.02 && share < 0.7, "the ball covers " + share);
        double[] centre = ball.getContourCentroid();
        assertTrue(ball.getStatistics().pixelCount > 0 && centre[0] > 0);
        assertEquals(2, labels.getProcessor().getStats().max);
        assertEquals("Words of a red ball on the grass", labels.getTitle());
        CommandModule wrong = run(WordsToRois.class, "threshold", 1.5);
        assertTrue(wrong.getCancelReason().startsWith("threshold=1.5"), wrong.getCancelReason());
    }

    private static List<String> names(ImagePlus labels) {
        return Arrays.stream(labels.getOverlay().toArray()).map(Roi::getName).toList();
    }

    @Test
    void adjectivesJoinTheirNounAndTheWholePictureIsNoObject() throws Exception {
        AttentionMaps maps = p2p.attention(
                EditRequest.of(Task.GENERATE).with("prompt", "a red ball on the grass at night"),
                false,
                0,
                Progress.NONE);
        NounPhrases found = NounPhrases.of(maps);
        assertEquals(
                List.of("red ball", "grass"),
                found.things().stream().map(NounPhrases.Thing::name).toList());
        assertEquals(List.of("night (the whole picture)"), found.leftOut());
        float[] red = maps.heat(0, maps.words().indexOf("red"));
        float[] ball = maps.heat(0, maps.words().indexOf("ball"));
        float[] both = found.things().get(0).map();
        for (int i = 0; i < both.length; i++) assertEquals(red[i] + ball[i], both[i], 1e-6f);
    }

    @Test
    void verbsAreNoThingsAndACommaSeparates() {
        AttentionMaps maps = p2p.attention(
                EditRequest.of(Task.GENERATE).with("prompt", "a cat riding on a bicycle"), false, 0, Progress.NONE);
        assertEquals(
                List.of("cat", "bicycle"),
                NounPhrases.of(maps).things().stream()
                        .map(NounPhrases.Thing::name)
                        .toList());
        maps = p2p.attention(
                EditRequest.of(Task.GENERATE).with("prompt", "children drawing of a castle, river"),
                false,
                0,
                Progress.NONE);
        NounPhrases drawing = NounPhrases.of(maps);
        assertEquals(
                List.of("castle", "river"),
                drawing.things().stream().map(NounPhrases.Thing::name).toList());
        assertTrue(drawing.leftOut().toString().contains("drawing (the whole picture)"), drawing.leftOut() + "");
    }

    @Test
    void aPromptWithoutAThingIsRefused() throws Exception {
        activate((ImagePlus) p2p.run(BALL.with("prompt", "night").with("steps", 1)));
        String reason = run(WordsToRois.class).getCancelReason();
        assertTrue(reason.startsWith("The prompt 'night' names nothing to select"), reason);
    }

    @Test
    void instancesHaveALabelEach() throws Exception {
        activate((ImagePlus) p2p.run(
                BALL.with("prompt", "fluorescence microscopy of green cells").with("seed", 3)));
        ImagePlus whole =
                (ImagePlus) done(run(WordsToRois.class, "words", "cells")).getOutput("labels");
        assertEquals(List.of("cells"), names(whole));
        ImagePlus each = (ImagePlus) done(run(WordsToRois.class, "words", "cells", "instances", "yes"))
                .getOutput("labels");
        int n = each.getOverlay().size();
        assertTrue(n > 1, n + " cells");
        assertEquals("cells 1", names(each).get(0));
        assertEquals("cells", each.getOverlay().get(0).getProperty("p2p.class"));
        assertEquals("cells " + n, each.getProp("p2p.label." + n));
        assertEquals(n, each.getProcessor().getStats().max);
        for (int i = 0; i < each.getProcessor().getPixelCount(); i++)
            assertTrue(each.getProcessor().get(i) == 0 || whole.getProcessor().get(i) > 0, "outside of the region");
        Roi extra = (Roi) each.getOverlay().get(0).clone();
        extra.setName("cells 99");
        assertTrue(WordsToRois.isOutdated(extra, each.getOverlay()));
        assertFalse(WordsToRois.isOutdated(each.getOverlay().get(0), each.getOverlay()));
        Roi byHand = new Roi(1, 2, 3, 4);
        byHand.setName("cells 98");
        assertFalse(WordsToRois.isOutdated(byHand, each.getOverlay()), "drawn by hand");
    }

    @Test
    void aSecondRunReplacesItsOwnSelections() throws Exception {
        activate((ImagePlus) p2p.run(BALL));
        Roi first = ((ImagePlus) done(run(WordsToRois.class, "words", "ball")).getOutput("labels"))
                .getOverlay()
                .get(0);
        Roi second = ((ImagePlus) done(run(WordsToRois.class, "words", "ball", "threshold", 0.5))
                        .getOutput("labels"))
                .getOverlay()
                .get(0);
        Roi drawnByHand = new Roi(1, 2, 3, 4);
        drawnByHand.setName("ball");
        assertEquals(1, WordsToRois.earlier(second, new Roi[] {drawnByHand, (Roi) first.clone()}));
        assertEquals(-1, WordsToRois.earlier(second, new Roi[] {drawnByHand}));
        activate((ImagePlus) p2p.run(BALL.with("seed", 5)));
        Roi other = ((ImagePlus) done(run(WordsToRois.class, "words", "ball")).getOutput("labels"))
                .getOverlay()
                .get(0);
        assertEquals(-1, WordsToRois.earlier(other, new Roi[] {drawnByHand, first}));
    }

    @Test
    void anEmptyPromptIsThatOfTheActiveImageOrRefused() throws Exception {
        CommandModule none = run(TokenTable.class, "prompt", "");
        assertTrue(none.getCancelReason().startsWith("prompt is empty: "), none.getCancelReason());
        activate((ImagePlus) p2p.run(BALL));
        ResultsTable table = (ResultsTable) done(run(TokenTable.class)).getOutput("table");
        assertEquals("ball", table.getStringValue("Word", 3));
        assertEquals(-1, table.getColumnIndex("Source token"));
        activate((ImagePlus) p2p.run(EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("steps", 1)));
        table = (ResultsTable) done(run(TokenTable.class)).getOutput("table");
        assertEquals("blue", table.getStringValue("Word", 2));
        assertEquals("red", table.getStringValue("Source token", 2));
        activate(new ImagePlus("mine", new ByteProcessor(8, 8)));
        CommandModule foreign = run(TokenTable.class);
        assertTrue(foreign.getCancelReason().contains("'mine' holds no recipe"), foreign.getCancelReason());
    }

    @Test
    void tokensWithTheirSources() throws Exception {
        ResultsTable table = (ResultsTable) done(run(
                        TokenTable.class,
                        "prompt",
                        "castle next to a river",
                        "target",
                        "children drawing of a castle next to a river",
                        "mass",
                        "yes"))
                .getOutput("table");
        int castle = 0;
        while (!table.getStringValue("Word", castle).equals("castle")) castle++;
        assertEquals("1", table.getStringValue("Source index", castle));
        assertEquals("(new)", table.getStringValue("Source token", 1));
        assertTrue(table.getValue("Attention mass", castle) > 0);
        for (int i = 0; i < table.size(); i++) {
            String share = table.getStringValue("Attention mass", i);
            assertTrue(share.matches("0\\.[0-9]{4}"), share);
        }
    }

    @Test
    void tokensThatDoNotFitAreTold() throws Exception {
        ResultsTable table = (ResultsTable)
                done(run(TokenTable.class, "prompt", "a ball ".repeat(20))).getOutput("table");
        assertEquals(32 + 10, table.size());
        assertEquals("no: too long", table.getStringValue("Read", table.size() - 1));
    }

    /** "young" has an attention of some thousandths: as strong as a noun, once each map is divided by its own maximum. */
    @Test
    void wordsThatPointAtNothingAreLeftOut() {
        EditRequest cat = EditRequest.of(Task.GENERATE)
                .with("prompt", "a cat sitting on a blue car")
                .with("seed", 2027);
        AttentionMaps maps = p2p.attention(cat, false, 0, Progress.NONE);
        List<String> kept =
                PromptWords.content(maps).stream().map(maps.words()::get).toList();
        assertEquals(List.of("cat", "blue", "car"), kept);
        AttentionMaps boy = p2p.attention(
                cat.with("prompt", "a young boy playing in a field, on a hill overlooking a green valley"),
                false,
                0,
                Progress.NONE);
        assertEquals(List.of("young"), PromptWords.pointless(boy));
    }
}
