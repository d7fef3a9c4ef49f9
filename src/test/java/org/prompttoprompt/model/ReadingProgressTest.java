package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.ToldTensors;
import org.prompttoprompt.engine.Doing;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;

/** How far a model has been read is told against all that is read of it. */
class ReadingProgressTest {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    @TempDir
    private Path folder;

    private Path file;

    /** A file with an encoder of OpenCLIP, whose queries, keys and values are one tensor. */
    @BeforeEach
    void openClip() throws Exception {
        file = Files.copy(MODELS.resolve("single/nano-sd2-ldm.safetensors"), folder.resolve("nano.safetensors"));
        Files.writeString(folder.resolve("nano.yaml"), "model:\n  params:\n    parameterization: \"v\"\n");
        Folders.copy(MODELS.resolve("nano-sd2"), folder.resolve("nano"));
    }

    @Test
    void ofATensorThatIsReadInThirdsEachCountsOnce() {
        ModelLayout layout = ModelLayout.of(file);
        long told = Stream.of("text_encoder", "unet", "vae")
                .mapToLong(
                        part -> NetworkSize.of(layout.headers(part), Set.of()).numbers())
                .sum();
        AtomicLong read = new AtomicLong();
        open((part, stored) -> new ToldTensors(stored, read::addAndGet));
        assertEquals(read.get(), told);
    }

    /** Percents are told from two seconds on. */
    @Test
    void theLastThatIsToldIsAll() {
        List<String> told = new CopyOnWriteArrayList<>();
        Consumer<String> listener = told::add;
        Doing.listen(listener);
        try {
            open((part, stored) -> part.equals("vae") ? new Slow(stored) : stored);
        } finally {
            Doing.forget(listener);
        }
        List<String> percents =
                told.stream().filter(line -> line.endsWith(" %")).toList();
        assertTrue(percents.size() > 1, told.toString());
        assertTrue(percents.get(percents.size() - 1).endsWith(": 100 %"), told.toString());
        assertEquals(
                1, percents.stream().filter(line -> line.endsWith(": 100 %")).count(), told.toString());
    }

    private void open(Opening.Wrapper wrapper) {
        PyTorch.call(() -> {
            StableDiffusion.open(file, new Opening(Precision.FLOAT32, wrapper)).close();
            return null;
        });
    }

    /** The first tensor takes its time. */
    private static final class Slow implements TensorSource {
        private final TensorSource stored;
        private boolean waited;

        Slow(TensorSource stored) {
            this.stored = stored;
        }

        @Override
        public Set<String> names() {
            return stored.names();
        }

        @Override
        public NDArray load(String name, Shape shape) {
            if (!waited) {
                waited = true;
                try {
                    Thread.sleep(2100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return stored.load(name, shape);
        }
    }
}
