package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FewStepsTest {
    @Test
    void aWindowIsToldInSteps() {
        assertEquals("3 of 4 steps", FewSteps.text(Window.first(.8), 4));
        assertEquals("0 of 1 step", FewSteps.text(Window.first(.4), 1));
        assertEquals("steps 2 to 3 of 4", FewSteps.text(Window.of(.2, .8), 4));
        assertEquals("0 of 2 steps", FewSteps.text(Window.of(.3, .6), 2));
        assertTrue(FewSteps.are(8));
        assertFalse(FewSteps.are(9));
    }

    @Test
    void aNoteTellsWhatFewStepsLeave() {
        assertEquals(Optional.of("tau 0.8 is 3 of 4 steps"), FewSteps.note(List.of(Window.first(.8)), 4));
        assertEquals(
                Optional.of("of 4 steps these 4 taus are 0, 1, 1, 2-3: 3 different images"),
                FewSteps.note(List.of(Window.first(.1), Window.first(.2), Window.first(.3), Window.of(.2, .8)), 4));
        assertEquals(
                Optional.of("of 1 steps these 2 taus are 0, 0: 1 different image"),
                FewSteps.note(List.of(Window.first(.1), Window.first(.2)), 1));
        assertEquals(Optional.empty(), FewSteps.note(List.of(Window.first(.8)), 50));
    }

    /** The page says what the code does. */
    @Test
    void theTableOfThePage() throws Exception {
        List<String> rows = new ArrayList<>();
        for (String tau : List.of("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1")) {
            StringBuilder row = new StringBuilder("| " + tau + " |");
            for (int steps : new int[] {1, 2, 4, 8, 50}) {
                row.append(" ")
                        .append(Window.first(Double.parseDouble(tau)).end(steps))
                        .append(" |");
            }
            rows.add(row.toString());
        }
        String page = Files.readString(Path.of("src/doc/samplers.md"));
        assertTrue(page.contains(String.join("\n", rows)), String.join("\n", rows));
    }

    @Test
    void labelsTellTheStepsWhereTheyAreFewWhateverTheSampler() {
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("tau", "0, 0.8")
                .with("steps", 4)
                .with("selfattention", "0.4");
        for (String sampler : SamplerName.labels()) {
            assertEquals(
                    List.of("source", "tau=0 (0 of 4 steps)", "tau=0.8 (3 of 4 steps)"),
                    labels(request.with("scheduler", sampler)));
            assertEquals(
                    List.of("source", "tau=0", "tau=0.8"),
                    labels(request.with("scheduler", sampler).with("steps", 9)));
        }
        // Hyper-SD for eight steps, by DDIM.
        assertEquals(
                List.of("source", "tau=0 (0 of 8 steps)", "tau=0.8 (6 of 8 steps)"),
                labels(request.with("scheduler", "DDIM")
                        .with("spacing", "trailing")
                        .with("steps", 8)));
        // Where the steps themselves are swept, each label tells its own.
        EditRequest image = EditRequest.of(Task.EDIT)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("tau", "0.5")
                .with("steps", "4, 20");
        assertEquals(
                List.of("steps=4", "steps=20"),
                labels(image).stream()
                        .filter(label -> !label.startsWith("source"))
                        .toList());
        assertEquals(
                List.of(
                        "tau=0.5 steps=4 (2 of 4 steps)",
                        "tau=1 steps=4 (4 of 4 steps)",
                        "tau=0.5 steps=20",
                        "tau=1 steps=20"),
                labels(image.with("tau", "0.5, 1")).stream()
                        .filter(label -> !label.startsWith("source"))
                        .toList());
        assertEquals(
                "tau=0.8 (3 of 4 steps)",
                FrameKey.named("tau=0.8 (3 of 4 steps)", request.with("scheduler", "LCM"))
                        .orElseThrow()
                        .label());
    }

    private static List<String> labels(EditRequest request) {
        return FrameKey.of(request).stream().map(FrameKey::label).toList();
    }
}
