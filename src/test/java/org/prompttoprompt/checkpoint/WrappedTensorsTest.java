package org.prompttoprompt.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;

class WrappedTensorsTest {
    private static final Shape SHAPE = new Shape(2);

    /** Has one tensor, of which it tells where it was asked for. */
    private static final TensorSource STORED = new TensorSource() {
        @Override
        public Set<String> names() {
            return Set.of("a");
        }

        @Override
        public void require(String name, Shape shape) {
            throw new Refusal("required " + name + shape);
        }

        @Override
        public Optional<Path> file(String name) {
            return Optional.of(Path.of(name));
        }

        @Override
        public NDArray load(String name, Shape shape) {
            throw new Refusal("loaded " + name + shape);
        }

        @Override
        public String toString() {
            return "x.safetensors";
        }
    };

    @Test
    void whatIsNotChangedIsAsTheOthersHaveIt() {
        TensorSource wrapped = new WrappedTensors(STORED) {};
        assertEquals(Set.of("a"), wrapped.names());
        assertEquals(Optional.of(Path.of("a")), wrapped.file("a"));
        assertEquals("x.safetensors", wrapped.toString());
        assertEquals(
                "loaded a(2)",
                assertThrows(Refusal.class, () -> wrapped.load("a", SHAPE)).getMessage());
        assertEquals(
                "required a(2)",
                assertThrows(Refusal.class, () -> wrapped.require("a", SHAPE)).getMessage());
    }

    @Test
    void whatIsOnlyLookedForIsRequiredAndNotLoaded() {
        TensorSource wrapped = new HeaderOnly(STORED);
        assertEquals(
                "required a(2)",
                assertThrows(Refusal.class, () -> wrapped.load("a", SHAPE)).getMessage());
        assertNull(new HeaderOnly(new WrappedTensors(STORED) {
                    @Override
                    public void require(String name, Shape shape) {}
                })
                .load("a", SHAPE));
    }
}
