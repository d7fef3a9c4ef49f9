package org.prompttoprompt.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.ModelFolder;

/** Under which licence a model's weights are, which also binds what they draw, as far as its files tell. */
final class ModelLicence {
    static final String UNTOLD = "not told by its files";

    /** The heading of a model card on huggingface.co. */
    private static final Pattern LINE = Pattern.compile("(?m)^license:\\s*(\\S+)");

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
            Path card = (Files.isDirectory(folder) ? folder : folder.getParent()).resolve("README.md");
            if (!Files.isReadable(card)) return UNTOLD;
            Matcher line = LINE.matcher(Files.readString(card));
            return line.find() ? line.group(1) : UNTOLD;
        } catch (IOException | Refusal e) {
            return UNTOLD;
        }
    }
}
