package org.prompttoprompt.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names that files of one kind have in each folder, so that people call them as the folder. */
public final class GeneralName {
    private static final Pattern GENERAL =
            Pattern.compile("(diffusion_pytorch_model|model|pytorch_model|pytorch_lora_weights|adapter_model"
                    + "|learned_embeds)(\\.fp16|-\\d.*)?\\.\\w+");

    private static final String SNAPSHOTS = "snapshots";

    private GeneralName() {}

    /** Returns whether a file is called as those of other folders. */
    public static boolean is(Path file) {
        return GENERAL.matcher(file.getFileName().toString()).matches();
    }

    /**
     * Returns what people may call a file: its name without its ending; where that is general, also that of its folder, and of a snapshot
     * of the Hugging Face cache that of its repository.
     */
    public static List<String> titles(Path file) {
        String own = file.getFileName().toString().replaceFirst("\\.safetensors$", "");
        if (!is(file)) return List.of(own);
        Optional<Path> folder =
                Optional.ofNullable(file.toAbsolutePath().normalize().getParent());
        Optional<Path> repository = folder.map(Path::getParent)
                .filter(above -> above.endsWith(SNAPSHOTS))
                .map(Path::getParent);
        return Stream.concat(
                        Stream.of(own),
                        Stream.of(folder, repository)
                                .flatMap(Optional::stream)
                                .map(Path::getFileName)
                                .filter(name -> name != null)
                                .map(name -> last(name.toString())))
                .toList();
    }

    /** Returns the name in an address, a repository's {@code owner/name}, or its folder in the cache: owners are called as they like. */
    public static String last(String place) {
        String path = place.replaceFirst("[@?#].*$", "");
        return path.substring(
                Math.max(path.lastIndexOf('/') + 1, path.lastIndexOf("--") < 0 ? 0 : path.lastIndexOf("--") + 2));
    }
}
