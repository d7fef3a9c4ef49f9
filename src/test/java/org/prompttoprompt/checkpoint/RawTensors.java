package org.prompttoprompt.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors as bytes, read from .safetensors files and written to them without the reader that is tested. */
public final class RawTensors {
    /** A tensor's type, shape and bytes. */
    public record Raw(String type, long[] shape, byte[] bytes) {
        /** Returns a matrix with its axes exchanged. */
        public Raw transposed() {
            int size = bytes.length / (int) (shape[0] * shape[1]);
            byte[] turned = new byte[bytes.length];
            for (int row = 0; row < shape[0]; row++) {
                for (int column = 0; column < shape[1]; column++) {
                    System.arraycopy(
                            bytes,
                            (row * (int) shape[1] + column) * size,
                            turned,
                            (column * (int) shape[0] + row) * size,
                            size);
                }
            }
            return new Raw(type, new long[] {shape[1], shape[0]}, turned);
        }

        /** Returns this with another below it. */
        public Raw above(Raw other) {
            byte[] both = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
            System.arraycopy(other.bytes, 0, both, bytes.length, other.bytes.length);
            long[] sizes = shape.clone();
            sizes[0] += other.shape[0];
            return new Raw(type, sizes, both);
        }

        /** Returns a convolution with more input channels, whose weights are 0. */
        public Raw widened(int channels) {
            int row = bytes.length / (int) shape[0];
            int wide = row / (int) shape[1] * channels;
            byte[] more = new byte[(int) shape[0] * wide];
            for (int out = 0; out < shape[0]; out++) System.arraycopy(bytes, out * row, more, out * wide, row);
            long[] sizes = shape.clone();
            sizes[1] = channels;
            return new Raw(type, sizes, more);
        }
    }

    private RawTensors() {}

    public static Map<String, Raw> read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JsonObject header = JsonParser.parseString(new String(all, 8, length, StandardCharsets.UTF_8))
                .getAsJsonObject();
        header.remove("__metadata__");
        Map<String, Raw> tensors = new LinkedHashMap<>();
        header.entrySet().forEach(e -> {
            JsonObject entry = e.getValue().getAsJsonObject();
            JsonArray offsets = entry.getAsJsonArray("data_offsets");
            long[] shape = entry.getAsJsonArray("shape").asList().stream()
                    .mapToLong(size -> size.getAsLong())
                    .toArray();
            byte[] bytes = Arrays.copyOfRange(
                    all,
                    8 + length + offsets.get(0).getAsInt(),
                    8 + length + offsets.get(1).getAsInt());
            tensors.put(e.getKey(), new Raw(entry.get("dtype").getAsString(), shape, bytes));
        });
        return tensors;
    }

    public static void write(Map<String, Raw> tensors, Path file) throws IOException {
        JsonObject header = new JsonObject();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Map.Entry<String, Raw> e : tensors.entrySet()) {
            JsonObject entry = new JsonObject();
            JsonArray shape = new JsonArray();
            for (long size : e.getValue().shape()) shape.add(size);
            JsonArray offsets = new JsonArray();
            offsets.add(data.size());
            data.write(e.getValue().bytes());
            offsets.add(data.size());
            entry.addProperty("dtype", e.getValue().type());
            entry.add("shape", shape);
            entry.add("data_offsets", offsets);
            header.add(e.getKey(), entry);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole =
                ByteBuffer.allocate(Long.BYTES + text.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                file,
                whole.putLong(text.length).put(text).put(data.toByteArray()).array());
    }
}
