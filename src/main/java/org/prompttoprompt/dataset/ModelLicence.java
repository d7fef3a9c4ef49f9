package org.prompttoprompt.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.ModelCard;
import org.prompttoprompt.model.ModelFolder;

/** Under which licence a model's weights are, which also binds what they draw, as far as its files tell. */
final class ModelLicence {
    static final String UNTOLD = "not told by its files";

    private ModelLicence() {}

    /** Returns its name, as the files tell it now. */
    static String of(String model) {
        if (model.isEmpty() || EmbeddedModel.NAMES.contains(model)) return EmbeddedModel.LICENCE;
        try {
            Path folder = ModelFolder.of(model);
            return ModelCard.licence(Files.isDirectory(folder) ? folder : folder.getParent())
                    .orElse(UNTOLD);
        } catch (Refusal e) {
            return UNTOLD;
        }
    }
}
