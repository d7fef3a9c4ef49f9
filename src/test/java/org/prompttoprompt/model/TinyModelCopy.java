package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.prompttoprompt.engine.OwnCache;

/** A copy of a tiny model that a test may change, and a cache of its own for what is noted about it. */
final class TinyModelCopy implements BeforeEachCallback, AfterEachCallback {
    private static final Path TINY = Path.of("src/test/resources/golden/models/tiny-sd1");

    private final OwnCache own = new OwnCache(this::cache);
    private Path temporary;

    /** Returns the copy's folder. */
    Path folder() {
        return temporary.resolve("my model");
    }

    /** Returns the cache's folder. */
    Path cache() {
        return temporary.resolve("cache");
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        temporary = Files.createTempDirectory("model");
        own.beforeEach(test);
        for (Path file : below(TINY))
            Files.copy(file, folder().resolve(TINY.relativize(file).toString()));
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        own.afterEach(test);
        List<Path> all =
                below(temporary).stream().sorted(Comparator.reverseOrder()).toList();
        for (Path file : all) Files.delete(file);
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
