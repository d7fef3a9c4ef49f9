package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.p2p.WordRegion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ChangedWords;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;

/** What the attention tells of the images: agreement and the changed words' mask, by hand and on the embedded model. */
class MapMeasureTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final ClipTokenizer TOKENIZER = ClipTokenizer.open(Path.of("models/mini/tokenizer"));

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static Tokens tokens(String prompt) {
        return TOKENIZER.encode(prompt);
    }

    private static EditRequest swap(String target) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", target)
                .with("steps", 4);
    }

    @Test
    void changedWordsAreSwappedAddedRemovedOrReweighted() {
        Tokens red = tokens("a red ball");
        Tokens blue = tokens("a blue ball");
        ChangedWords swap = ChangedWords.of(red, blue, Alignment.swap(red, blue, Alignment.Mode.ALIGNED), Set.of());
        assertEquals(red.find("red"), swap.source());
        assertEquals(blue.find("blue"), swap.target());
        assertEquals(
                List.of(blue.find("a"), blue.find("ball")),
                swap.shared().stream().map(ChangedWords.Shared::target).toList());
        Tokens more = tokens("a fluffy red ball");
        ChangedWords added = ChangedWords.of(red, more, Alignment.refine(red, more, Alignment.Mode.ALIGNED), Set.of());
        assertEquals(List.of(), added.source());
        assertEquals(more.find("fluffy"), added.target());
        assertEquals(red.find("ball"), added.shared().get(2).source());
        assertEquals(more.find("ball"), added.shared().get(2).target());
        ChangedWords removed =
                ChangedWords.of(more, red, Alignment.refine(more, red, Alignment.Mode.ALIGNED), Set.of());
        assertEquals(more.find("fluffy"), removed.source());
        assertEquals(List.of(), removed.target());
        Alignment same = Alignment.identity(red.ids().size());
        ChangedWords weighted = ChangedWords.of(red, red, same, Set.copyOf(red.find("ball")));
        assertEquals(red.find("ball"), weighted.source());
        assertEquals(red.find("ball"), weighted.target());
        assertTrue(ChangedWords.of(red, red, same, Set.of()).isEmpty());
    }

    @Test
    void aRegionIsWhereTheSumExceedsItsShareOfTheLargest() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Site site = new Site("x", Site.Place.UP, true, 1, 4);
                // Four pixels, two tokens; the tokens' sum is 1, 0.2, 0.4, 0.3.
                NDArray sum = manager.create(new float[] {.5f, .5f, .1f, .1f, .4f, 0, 0, .3f}, new Shape(1, 1, 4, 2));
                assertArrayEquals(new boolean[] {true, false, true, false}, region(sum, site, false));
                assertArrayEquals(new boolean[] {true, true, true, true}, region(sum, site, true));
                assertArrayEquals(new boolean[4], region(sum.mul(0), site, false));
                assertArrayEquals(new boolean[4], region(sum.mul(-1), site, true));
            }
            return null;
        });
    }

    private static boolean[] region(NDArray sum, Site site, boolean enlarged) {
        return new WordRegion(List.of(0, 1), .3, enlarged)
                .of(Map.of(site, sum), 0, 1, 4)
                .toBooleanArray();
    }

    @Test
    void theSummaryIsTwoLinesOfTheRecipe() {
        MapSummary summary = new MapSummary(List.of(1., .98765, Double.NaN, -.5), List.of(WordMask.parse("3x2:8c")));
        assertEquals("agreement=1,0.9877,NaN,-0.5\nwordmask=3x2:8c\n", summary.toText());
        String recipe = swap("a blue ball on the grass").toText() + summary.toText();
        assertEquals(summary.toText(), MapSummary.parse(recipe).toText());
        assertEquals(
                swap("a blue ball on the grass").toText(),
                EditRequest.parse(recipe).toText());
        assertEquals("", MapSummary.parse(swap("a").toText()).toText());
        assertThrows(IllegalArgumentException.class, () -> MapSummary.parse("agreement=1,much\n"));
    }

    @Test
    void attentionAgreesMoreTheLongerItIsInjected() {
        EditResult result = P2P.run(swap("a blue ball on the grass").with("tau", "0, 0.5, 1"), Progress.NONE);
        List<Double> agreement = result.maps().agreement();
        assertEquals(4, agreement.size());
        assertEquals(1, agreement.get(0));
        assertTrue(agreement.get(1) < agreement.get(2) && agreement.get(2) < agreement.get(3), agreement.toString());
        assertEquals(1, agreement.get(3), 1e-6, "all maps are the source's");
        assertEquals(1, result.maps().masks().size());
        boolean[] inside = result.maps().masks().get(0).atSize(128, 128);
        int n = 0;
        for (boolean pixel : inside) if (pixel) n++;
        assertTrue(n > 128 * 128 / 50 && n < 128 * 128 * 2 / 3, n + " pixels belong to the colour of the ball");
    }

    @Test
    void aSinglePartOfASweepHasTheSameNumbers() {
        MapSummary sweep = P2P.run(swap("a blue ball on the grass").with("tau", "0, 0.5, 1"), Progress.NONE)
                .maps();
        MapSummary one = P2P.run(swap("a blue ball on the grass").with("tau", "0.5"), Progress.NONE)
                .maps();
        assertEquals(sweep.agreement().get(2), one.agreement().get(1), 1e-4);
    }

    @Test
    void eachSeedHasItsMaskAndWhatIsEqualHasNone() {
        MapSummary seeds = P2P.run(swap("a blue ball on the grass").with("seed", "1, 2"), Progress.NONE)
                .maps();
        assertEquals(4, seeds.agreement().size());
        assertEquals(2, seeds.masks().size());
        assertNotEquals(seeds.masks().get(0).toString(), seeds.masks().get(1).toString());
        MapSummary same =
                P2P.run(swap("a red ball on the grass"), Progress.NONE).maps();
        assertEquals(List.of(), same.masks());
        assertEquals(1, same.agreement().get(1), 1e-6);
        EditRequest plain =
                EditRequest.of(Task.GENERATE).with("prompt", "a red ball").with("steps", 1);
        assertEquals("", P2P.run(plain, Progress.NONE).maps().toText());
    }
}
