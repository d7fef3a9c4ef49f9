package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.RawTensors;
import org.prompttoprompt.checkpoint.RawTensors.Raw;

/** Copies of the embedded model's folder, whose weights are in half precision, in other types. */
public final class HalfFolder {
    private static final Path MINI = Path.of("models/mini");

    private HalfFolder() {}

    /** Returns a copy with float16, bfloat16 (F16 cut to eight bits) or single precision. */
    public static Path write(String type, Path to) throws IOException {
        Folders.copy(MINI, to);
        try (Stream<Path> files = Files.walk(to)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                Map<String, Raw> tensors = new LinkedHashMap<>();
                RawTensors.read(file).forEach((name, raw) -> tensors.put(name, of(raw, type)));
                RawTensors.write(tensors, file);
            }
        }
        return to;
    }

    private static Raw of(Raw raw, String type) {
        return switch (type) {
            case "F16" -> raw;
            case "F32" -> converted(raw, type, Float.BYTES, bits -> bits);
            case "BF16" -> converted(raw, type, Short.BYTES, bits -> bits >>> 16);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Raw converted(Raw raw, String type, int size, IntFunction<Integer> of) {
        ByteBuffer halves = ByteBuffer.wrap(raw.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int count = raw.bytes().length / Short.BYTES;
        ByteBuffer to = ByteBuffer.allocate(count * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int bits = of.apply(Float.floatToIntBits(single(halves.getShort())));
            if (size == Float.BYTES) to.putInt(bits);
            else to.putShort((short) bits);
        }
        return new Raw(type, raw.shape(), to.array());
    }

    /** IEEE 754: a sign, five bits of exponent and ten of the fraction. */
    private static float single(short half) {
        int exponent = half >> 10 & 31;
        int fraction = half & 1023;
        double size = exponent == 0 ? fraction * Math.pow(2, -24) : (1024 + fraction) * Math.pow(2, exponent - 25);
        return (float) (half < 0 ? -size : size);
    }
}
