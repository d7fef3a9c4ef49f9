package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** What must hold when an object is moved, on the embedded model. */
class MoveLawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest move() {
        return EditRequest.of(Task.REWEIGHT)
                .with("prompt", "a red ball in the snow")
                .with("weight", 1)
                .with("object", "ball")
                .with("shift", "32,0")
                .with("tau", "1")
                .with("steps", 6);
    }

    private static List<Frame> frames(EditRequest request) {
        return P2P.run(request, Progress.NONE).frames();
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    private static int same(Frame a, Frame b) {
        int[] one = pixels(a);
        int[] other = pixels(b);
        int same = 0;
        for (int i = 0; i < one.length; i++) if (one[i] == other[i]) same++;
        return same;
    }

    /** Where no map is displaced and nothing carried, the prompt draws its source. */
    @Test
    void withoutAnyWindowTheSourceStays() {
        List<Frame> frames =
                frames(move().with("tau", 0).with("selfattention", 0).with("carry", 0));
        LawsTest.same(frames.get(0), frames.get(1));
    }

    @Test
    void theSourceIsNeverChangedAndASweepIsItsSingleEdits() {
        Frame plain = frames(EditRequest.of(Task.GENERATE)
                        .with("prompt", "a red ball in the snow")
                        .with("steps", 6))
                .get(0);
        List<Frame> sweep = frames(move().with("tau", "0, 0.5, 1").with("carry", "0.5"));
        assertEquals(4, sweep.size());
        LawsTest.same(plain, sweep.get(0));
        assertFalse(Arrays.equals(pixels(sweep.get(1)), pixels(sweep.get(2))), "tau does nothing");
        assertFalse(Arrays.equals(pixels(sweep.get(2)), pixels(sweep.get(3))), "tau knows no window");
        LawsTest.same(frames(move().with("tau", "0.5").with("carry", "0.5")).get(1), sweep.get(2));
        assertTrue(same(sweep.get(0), sweep.get(3)) > 128 * 128 / 3, "what lies outside of both places is kept");
        List<Frame> carried = frames(move().with("carry", "0, 0.5, 1"));
        assertFalse(Arrays.equals(pixels(carried.get(1)), pixels(carried.get(2))), "carry does nothing");
    }

    /** All that edits can do at once, with the proof that each map was used as planned. */
    @Test
    void itGoesWithEveryOtherEdit() {
        String[][] kinds = {
            {"SWAP", "a blue ball in the snow"}, {"PHRASE", "a very red ball in the snow"}, {"REWEIGHT", ""}
        };
        for (String[] kind : kinds) {
            EditRequest request = EditRequest.of(Task.valueOf(kind[0]))
                    .with("prompt", "a red ball in the snow")
                    .with("words", "snow 2")
                    .with("windows", "ball 0.6")
                    .with("object", "ball")
                    .with("shift", "-20,6")
                    .with("zoom", "0.8")
                    .with("place", "64,64")
                    .with("tau", "0.8")
                    .with("selfattention", "0.5")
                    .with("injection", "0.2")
                    .with("queries", "0.2")
                    .with("keys", "0.5-1")
                    .with("style", "0.2-0.4")
                    .with("renormalise", "yes")
                    .with("blend", "ball")
                    .with("steps", 4);
            if (!kind[1].isEmpty()) request = request.with("target", kind[1]);
            EditResult result = P2P.run(request, Progress.NONE);
            assertTrue(result.report().contains("as planned"), result.report());
            assertTrue(result.report().contains("to find the object that moves"), result.report());
        }
    }

    /** The same in a picture that is given, by each way in. */
    @Test
    void everyWayInMoves() {
        SourceImage picture = SourceImage.of(frames(move()).get(0).image());
        for (String way : List.of("direct", "virtual", "ddim", "ddpm", "img2img")) {
            EditRequest request = EditRequest.of(Task.EDIT).with("method", way);
            for (String key : List.of("prompt", "object", "shift", "tau", "steps"))
                request = request.with(key, move().get(org.prompttoprompt.request.Option.of(key)));
            EditResult moved = P2P.run(request, EditInput.of(picture), Progress.NONE);
            assertTrue(moved.report().contains("as planned"), way + ": " + moved.report());
            // Of eight noise levels the two with more image than noise.
            assertTrue(moved.report().contains(" 2 network rows to find the object"), way + ": " + moved.report());
            assertTrue(same(moved.frames().get(0), moved.frames().get(1)) > 128 * 128 / 4, way);
            assertFalse(
                    Arrays.equals(
                            pixels(moved.frames().get(0)), pixels(moved.frames().get(1))),
                    way);
        }
    }

    @Test
    void aWordThatActsNowhereIsRefused() {
        requireSaid(move().with("place", "0,0,9,9").with("shift", "20,20"), "act nowhere at place=0,0,9,9");
        requireSaid(move().with("object", "cube"), "object=cube");
        requireSaid(move().with("seed", "1, 2"), "one seed");
        requireSaid(move().with("shift", "0,0"), "nowhere");
    }

    private static void requireSaid(EditRequest request, String expected) {
        String said = assertThrows(Refusal.class, () -> frames(request)).getMessage();
        assertTrue(said.contains(expected), said);
    }

    /** Dialogs tell the cost of an open image's edit, whose pixels are more than the model's 128. */
    @Test
    void theCostIsThatOfAnyMove() {
        EditRequest near = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball on the grass")
                .with("object", "ball")
                .with("shift", "20,0");
        long rows = Cost.most(near);
        assertTrue(rows > 0);
        assertEquals(rows, Cost.most(near.with("shift", "200,-300")));
        assertEquals(rows, Cost.most(near.with("shift", "200,0").with("place", "300,200")));
        assertEquals(
                rows, Cost.most(near.with("object", "").with("shift", "200,0").with("place", "300,200,50,50")));
    }
}
