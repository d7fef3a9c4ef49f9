package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.SamplerName;
import org.prompttoprompt.request.Task;

/** The sampler with a memory: rows that fork within a sweep take their past with them. */
class PndmTest {
    private static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    private static EditRequest swap(String target, String scheduler) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", target)
                .with("tau", "0.5")
                .with("steps", 4)
                .with("scheduler", scheduler);
    }

    @Test
    void editsRunAndKeepTheLawOfTheIdenticalTarget() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            List<Frame> same = p2p.run(swap("a red ball on the grass", "PNDM"), Progress.NONE)
                    .frames();
            assertArrayEquals(pixels(same.get(0)), pixels(same.get(1)));
            List<Frame> pndm = p2p.run(swap("a blue ball on the grass", "PNDM"), Progress.NONE)
                    .frames();
            assertArrayEquals(pixels(same.get(0)), pixels(pndm.get(0)));
            assertFalse(Arrays.equals(pixels(pndm.get(0)), pixels(pndm.get(1))), "the edit changed nothing");
            List<Frame> ddim = p2p.run(swap("a blue ball on the grass", "DDIM"), Progress.NONE)
                    .frames();
            assertFalse(Arrays.equals(pixels(pndm.get(0)), pixels(ddim.get(0))), "PNDM drew DDIM's image");
        }
    }

    @Test
    void tooFewStepsAreTold() {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String report = p2p.run(swap("a blue ball on the grass", "PNDM"), Progress.NONE)
                    .report();
            assertTrue(report.contains("steps=4 is little for PNDM: from 10 on"), report);
        }
        assertTrue(Schedulers.misfit("PNDM", 10, false).isEmpty());
        assertTrue(Schedulers.misfit("DDIM", 10, false).isEmpty());
        assertTrue(Schedulers.misfit("DDIM", 5, false).isPresent());
        for (SamplerName name : SamplerName.values()) {
            String label = name.label();
            int least = name.least();
            assertEquals(
                    name.needsFewStepModel(),
                    Schedulers.misfit(label, 50, false).isPresent(),
                    label);
            assertTrue(Schedulers.misfit(label, 1, true).isEmpty(), label + " with a model of few steps");
            if (least > 1) {
                assertTrue(
                        Schedulers.misfit(label, least - 1, false).orElseThrow().contains("from " + least), label);
                assertTrue(Schedulers.misfit(label, least, false).isEmpty(), label);
            }
        }
    }
}
