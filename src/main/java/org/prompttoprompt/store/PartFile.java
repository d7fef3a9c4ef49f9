package org.prompttoprompt.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Files that have the same name in each folder of one kind, so that people call them as the folder. */
final class PartFile {
    private static final Pattern GENERAL = Pattern.compile(
            "(diffusion_pytorch_model|model|pytorch_model|pytorch_lora_weights|learned_embeds)(\\.fp16|-\\d.*)?\\.\\w+");

    private PartFile() {}

    /** Returns whether a file is the weights of a folder, which its config.json describes. */
    static boolean is(Path file) {
        return hasGeneralName(file) && Files.isRegularFile(file.resolveSibling("config.json"));
    }

    /** Returns what people call what lies at a place. */
    static String title(Path place) {
        Path named = hasGeneralName(place) && place.getParent().getFileName() != null ? place.getParent() : place;
        return named.getFileName().toString().replaceFirst("\\.safetensors$", "");
    }

    private static boolean hasGeneralName(Path place) {
        return GENERAL.matcher(place.getFileName().toString()).matches();
    }
}
