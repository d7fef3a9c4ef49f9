package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SamplerName;
import org.prompttoprompt.request.Task;

/** What must hold with every sampler: those with a memory, those that ask the network twice a step, and those that add noise. */
@Tag("slow")
class SamplerLawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final Path MODEL =
            Path.of("src/test/resources/golden/models/tiny-sd1").toAbsolutePath();
    private static final String RED = "a red ball in a field";
    private static final String GREEN = "a green ball in a field";

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static EditRequest with(EditRequest request, SamplerName sampler) {
        return request.with(Option.MODEL, MODEL)
                .with(Option.STEPS, 5)
                .with(Option.WIDTH, 32)
                .with(Option.HEIGHT, 32)
                .with(Option.SCHEDULER, sampler.label());
    }

    private static EditRequest swap(String target, SamplerName sampler) {
        return with(EditRequest.of(Task.SWAP), sampler).with("prompt", RED).with("target", target);
    }

    private static List<Frame> frames(EditRequest request) {
        return P2P.run(request, Progress.NONE).frames();
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    /** Source and target have the same noise in every step. */
    @ParameterizedTest
    @EnumSource
    void aPairOfEqualPromptsIsIdentical(SamplerName sampler) {
        List<Frame> pair = frames(swap(RED, sampler));
        assertArrayEquals(pixels(pair.get(0)), pixels(pair.get(1)));
    }

    /** Rows that fork take what the sampler remembers of them along; a window ends where a step does. */
    @ParameterizedTest
    @EnumSource
    void aSweepIsItsEditsOneByOne(SamplerName sampler) {
        List<Frame> sweep = frames(swap(GREEN, sampler).with("tau", "0, 0.4, 1"));
        int k = 1;
        for (String tau : List.of("0", "0.4", "1")) {
            List<Frame> edit = frames(swap(GREEN, sampler).with("tau", tau));
            LawsTest.same(edit.get(0), sweep.get(0));
            LawsTest.same(edit.get(1), sweep.get(k++));
        }
        assertFalse(Arrays.equals(pixels(sweep.get(1)), pixels(sweep.get(2))), "tau 0.4 is tau 0");
        assertFalse(Arrays.equals(pixels(sweep.get(2)), pixels(sweep.get(3))), "tau 0.4 is tau 1");
        EditRequest plain = with(EditRequest.of(Task.GENERATE), sampler).with("prompt", GREEN);
        LawsTest.same(frames(plain).get(0), sweep.get(1));
    }

    /** The recipe names the sampler, which draws the same again. */
    @ParameterizedTest
    @EnumSource
    void theRecipeDrawsTheSameImages(SamplerName sampler) {
        EditResult first = P2P.run(swap(GREEN, sampler).with(Option.SCHEDULER, sampler.name()), Progress.NONE);
        assertEquals(sampler.label(), first.request().get(Option.SCHEDULER));
        List<Frame> again = frames(first.request());
        assertArrayEquals(pixels(first.frames().get(1)), pixels(again.get(1)));
    }
}
