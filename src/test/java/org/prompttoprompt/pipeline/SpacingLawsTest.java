package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SamplerName;
import org.prompttoprompt.request.Task;

/** Every sampler with every spacing of the timesteps and every kind of prediction. */
@Tag("slow")
class SpacingLawsTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final Path MODEL =
            Path.of("src/test/resources/golden/models/tiny-sd1").toAbsolutePath();
    private static final String RED = "a red ball in a field";
    private static final String GREEN = "a green ball in a field";

    @AfterAll
    static void close() {
        P2P.close();
    }

    static Stream<Arguments> all() {
        return Arrays.stream(SamplerName.values())
                .flatMap(sampler -> Stream.of("leading", "trailing", "linspace")
                        .flatMap(spacing -> Stream.of("epsilon", "v_prediction", "sample")
                                .map(prediction -> Arguments.of(sampler, spacing, prediction))));
    }

    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    /** The same prompt gives the same image, whatever noise is added; another, at tau 0, its own image. */
    @ParameterizedTest
    @MethodSource("all")
    void pairsAreIdenticalAndTauZeroIsFree(SamplerName sampler, String spacing, String prediction) {
        EditRequest same = EditRequest.of(Task.SWAP)
                .with("prompt", RED)
                .with("target", RED)
                .with("tau", "0, 1")
                .with(Option.MODEL, MODEL)
                .with(Option.STEPS, 4)
                .with(Option.WIDTH, 16)
                .with(Option.HEIGHT, 16)
                .with(Option.SCHEDULER, sampler.label())
                .with(Option.SPACING, spacing)
                .with(Option.PREDICTION, prediction);
        boolean byNoise = List.of(SamplerName.PNDM, SamplerName.PNDM_PRK, SamplerName.EULER_A)
                .contains(sampler);
        if (byNoise && prediction.equals("sample")) {
            Refusal refusal = assertThrows(Refusal.class, () -> P2P.run(same, Progress.NONE));
            assertTrue(refusal.getMessage().contains("sample"), refusal.getMessage());
            return;
        }
        List<Frame> pair = P2P.run(same, Progress.NONE).frames();
        assertArrayEquals(pixels(pair.get(0)), pixels(pair.get(1)));
        assertArrayEquals(pixels(pair.get(0)), pixels(pair.get(2)));
        EditRequest other = same.with("target", GREEN);
        EditResult edits = P2P.run(other, Progress.NONE);
        EditRequest plain = EditRequest.of(Task.GENERATE);
        for (Option option : Task.GENERATE.options()) plain = plain.with(option, other.get(option));
        LawsTest.same(
                P2P.run(plain.with("prompt", GREEN), Progress.NONE).frames().get(0),
                edits.frames().get(1));
        assertFalse(Arrays.equals(
                pixels(edits.frames().get(1)), pixels(edits.frames().get(2))));
    }
}
