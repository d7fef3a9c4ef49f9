package org.prompttoprompt.ldm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.HalfInFile;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.ldm.Stored.Form;

/** Weights of the original layout that stay in their file are those that are read from it. */
class LdmSourceTest {
    private static final Shape MATRIX = new Shape(2, 3);

    @TempDir
    private Path folder;

    /** The halves 1, 1 + 2^-10, 1 + 2 2^-10, ... */
    private static Raw halves(long... shape) {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) new Shape(shape).size() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; bytes.hasRemaining(); i++) bytes.putShort((short) (0x3C00 + i));
        return new Raw("F16", shape, bytes.array());
    }

    private LdmSource source(NDManager manager) throws IOException {
        Path file = folder.resolve("model.safetensors");
        RawTensors.write(
                Map.of(
                        "whole",
                        halves(2, 3),
                        "conv",
                        halves(2, 3, 1, 1),
                        "three",
                        halves(6, 3),
                        "turned",
                        halves(3, 2)),
                file);
        Map<String, Stored> names = new LinkedHashMap<>();
        names.put("whole", Stored.whole("whole"));
        names.put("conv", Stored.whole("conv"));
        for (Form form : new Form[] {Form.FIRST_THIRD, Form.SECOND_THIRD, Form.LAST_THIRD})
            names.put("" + form, new Stored("three", form));
        names.put("turned", new Stored("turned", Form.TRANSPOSED));
        Map<String, Shape> shapes = Map.of(
                "whole", MATRIX, "conv", new Shape(2, 3, 1, 1), "three", new Shape(6, 3), "turned", new Shape(3, 2));
        return new LdmSource(TensorSource.open(file, manager), shapes, names);
    }

    @Test
    void partsAndOtherShapesStayToo() throws IOException {
        try (NDManager manager = PyTorch.newManager()) {
            LdmSource copied = source(manager);
            TensorSource mapped = copied.mapped();
            for (String name : copied.names()) {
                assertTrue(copied.half(name, MATRIX, Precision.FLOAT32).isEmpty(), name);
                Optional<HalfInFile> half;
                try (NDScope scope = new NDScope()) {
                    half = mapped.half(name, MATRIX, Precision.FLOAT32);
                }
                assertEquals(name.equals("turned"), half.isEmpty(), name);
                if (half.isEmpty()) continue;
                NDArray read = copied.load(name, MATRIX);
                assertArrayEquals(
                        read.toFloatArray(),
                        Precision.FLOAT32.cast(half.get().numbers()).toFloatArray(),
                        name);
                assertEquals(MATRIX, half.get().numbers().getShape());
            }
        }
    }

    @Test
    void anotherShapeIsRefused() throws IOException {
        try (NDManager manager = PyTorch.newManager()) {
            TensorSource mapped = source(manager).mapped();
            Shape other = new Shape(3, 2);
            assertTrue(mapped.half("whole", other, Precision.FLOAT32).isEmpty());
            assertThrows(Refusal.class, () -> mapped.load("whole", other));
            assertThrows(Refusal.class, () -> mapped.half("" + Form.LAST_THIRD, new Shape(3, 3), Precision.FLOAT32));
        }
    }
}
