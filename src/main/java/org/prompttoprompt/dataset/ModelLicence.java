package org.prompttoprompt.dataset;

import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.ModelFolder;
import org.prompttoprompt.model.NotedLicence;

/** Under which licence a model's weights are, which also binds what they draw, as far as its installation or its files tell. */
final class ModelLicence {
    static final String UNTOLD = "not told by its files";

    private ModelLicence() {}

    /** Returns its name, as it is told now. */
    static String of(String model) {
        if (model.isEmpty() || EmbeddedModel.NAMES.contains(model)) return EmbeddedModel.LICENCE;
        try {
            return NotedLicence.of(ModelFolder.of(model)).orElse(UNTOLD);
        } catch (Refusal e) {
            return UNTOLD;
        }
    }
}
