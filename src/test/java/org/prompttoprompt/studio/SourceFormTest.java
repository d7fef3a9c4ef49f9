package org.prompttoprompt.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.swing.JTextField;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** What the form leaves to the model. */
class SourceFormTest {
    private static final EditRequest SOURCE = EditRequest.of(Task.GENERATE).with("prompt", "a red ball");

    /** The embedded model's own guidance is none, through which no negative prompt acts. */
    @Test
    void aNegativePromptShowsTheGuidanceThatItTakes() {
        SourceForm form = new SourceForm(() -> {}, () -> {});
        form.show(SOURCE);
        form.showNumbers(PromptToPrompt.resolve(SOURCE));
        assertEquals("1", text(form, "guidance").getText());
        text(form, "negative").setText("grass");
        EditRequest asked = form.source();
        assertEquals("grass", asked.get(Option.NEGATIVE));
        assertEquals("0", asked.get(Option.GUIDANCE), "left to the model");
        form.show(asked);
        assertEquals("2", text(form, "guidance").getText());
        assertEquals("0", form.source().get(Option.GUIDANCE), "still");
        text(form, "negative").setText("");
        form.show(form.source());
        assertEquals("1", text(form, "guidance").getText());
    }

    private static JTextField text(SourceForm form, String name) {
        return (JTextField) StudioHands.find(form, name);
    }
}
