package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of the folders of tests' models, which may be written. */
public final class Folders {
    public static final Path MODELS =
            Path.of("src/test/resources/golden/models").toAbsolutePath();

    private Folders() {}

    public static Path copy(Path from, Path to) throws IOException {
        return copy(from, to, true);
    }

    /** @param weights whether the files of weights are copied too */
    public static Path copy(Path from, Path to, boolean weights) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                if (!weights && file.toString().endsWith(".safetensors")) continue;
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
                if (Files.isRegularFile(copy)) copy.toFile().setWritable(true);
            }
        }
        return to;
    }
}
