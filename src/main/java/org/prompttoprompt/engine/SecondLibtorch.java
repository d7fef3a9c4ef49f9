package org.prompttoprompt.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;

/**
 * Looks for a libtorch that something else has loaded into this process: a second one aborts the whole of ImageJ, without
 * an exception. Only Linux tells which libraries are mapped; elsewhere nothing is refused.
 */
final class SecondLibtorch {
    private SecondLibtorch() {}

    /** Throws a {@link Refusal} if one is there. To be called before our own is loaded. */
    static void refuse() {
        refuse(Path.of("/proc/self/maps"));
    }

    static void refuse(Path maps) {
        if (!Files.isReadable(maps)) return;
        find(maps).ifPresent(library -> {
            throw new Refusal("Another plugin has already loaded PyTorch into this process (" + library
                    + "), and two of them crash it."
                    + " Restart ImageJ and use Prompt-to-Prompt first, or in an ImageJ of its own.");
        });
    }

    private static Optional<String> find(Path maps) {
        try (Stream<String> lines = Files.lines(maps)) {
            return lines.filter(line -> line.matches(".*/libtorch(_cpu)?\\.so.*"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
