package org.prompttoprompt.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.prompttoprompt.model.RandomFolder;

/**
 * Writes a model's folder of the size of Stable Diffusion 1.5 (4.3 GB), or of another of {@code src/test/resources/real-configs}, with
 * random weights: what a model takes of time and memory without its licence. Arguments: the name of the configuration, or {@code taesd}
 * for a tiny autoencoder (10 MB) for {@code vae}; the folder, which must not be there yet; and {@code half} for a model's weights in half
 * precision.
 */
public final class RandomModel {
    private static final Path CONFIGURATIONS = Path.of("src/test/resources/real-configs");
    private static final String USE = "Arguments: NAME FOLDER [half], NAME being a folder of " + CONFIGURATIONS
            + " such as sd-1.5; or taesd FOLDER";

    private RandomModel() {}

    /** Writes it and prints where it is. */
    public static void main(String[] args) throws IOException {
        boolean tiny = args.length == 2 && args[0].equals("taesd");
        boolean half = args.length == 3 && args[2].equals("half");
        Path from = CONFIGURATIONS.resolve(args.length > 0 ? args[0] : "");
        if (!tiny && (args.length < 2 || args.length == 3 != half || !Files.exists(from.resolve("model_index.json")))) {
            throw Arguments.end(USE + "; given: " + Arrays.toString(args));
        }
        Path folder = Path.of(args[1]);
        if (Files.exists(folder)) {
            throw Arguments.end(folder + " is there already: name another folder, or delete it.");
        }
        try {
            if (tiny) RandomFolder.tinyAutoencoder(folder);
            else RandomFolder.configurations(from, folder);
        } catch (IOException e) {
            throw Arguments.end(folder + " cannot be written (" + e + "): name another folder.");
        }
        if (!tiny) RandomFolder.weights(folder, half);
        System.out.println(folder.toAbsolutePath());
        System.exit(0);
    }
}
