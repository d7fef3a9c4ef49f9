package org.prompttoprompt.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.ModelCard;
import org.prompttoprompt.model.ModelFolder;

/** Under which licence a model's weights are, which also binds what they draw, as far as its files tell. */
final class ModelLicence {
    static final String UNTOLD = "not told by its files";

    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

    private ModelLicence() {}

    /** Returns its name. */
    static String of(String model) {
        return KNOWN.computeIfAbsent(model, ModelLicence::read);
    }

    private static String read(String model) {
        if (model.isEmpty() || EmbeddedModel.NAMES.contains(model)) return "BSD-2-Clause";
        try {
            Path folder = ModelFolder.of(model);
            return ModelCard.licence(Files.isDirectory(folder) ? folder : folder.getParent())
                    .orElse(UNTOLD);
        } catch (Refusal e) {
            return UNTOLD;
        }
    }
}
