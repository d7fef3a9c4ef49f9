package org.prompttoprompt.dialog;

import java.util.Map;
import java.util.Optional;
import javax.swing.JLabel;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FewSteps;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Values;

/** Tells below tau, while it is typed, how many of few steps it is. */
final class StepsNote {
    private final Map<String, InputField> fields;
    private final JLabel label = new JLabel();
    private final Runnable resized;

    /**
     * @param fields of the dialog by their keys
     * @param resized is run when the note appears or goes
     */
    StepsNote(Map<String, InputField> fields, Runnable resized) {
        this.fields = fields;
        this.resized = resized;
        label.setName("stepsnote");
        label.setVisible(false);
        if (!fields.containsKey(Option.TAU.key()) || !fields.containsKey(Option.STEPS.key())) return;
        fields.get(Option.TAU.key()).onChange(this::look);
        fields.get(Option.STEPS.key()).onChange(this::look);
        look();
    }

    JLabel label() {
        return label;
    }

    private void look() {
        Optional<String> note = note();
        note.ifPresent(label::setText);
        if (label.isVisible() == note.isPresent()) return;
        label.setVisible(note.isPresent());
        resized.run();
    }

    private Optional<String> note() {
        try {
            int steps = Values.whole("", text(Option.STEPS), 0, EditRequest.MAX_STEPS);
            return FewSteps.note(Values.windows("", text(Option.TAU)), steps);
        } catch (Refusal e) {
            return Optional.empty(); // OK tells it
        }
    }

    private String text(Option option) {
        return fields.get(option.key()).text();
    }
}
