package org.prompttoprompt.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a .safetensors file, checked against the length of the data that follow it. */
final class SafetensorsHeader {
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("F32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("F8_E8M0", 1),
            Map.entry("U64", 8),
            Map.entry("U32", 4),
            Map.entry("U16", 2),
            Map.entry("I64", 8),
            Map.entry("I32", 4),
            Map.entry("I16", 2),
            Map.entry("I8", 1),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1));

    private SafetensorsHeader() {}

    /** One tensor: its type as the file calls it, and its bytes from begin to end (exclusive) of the data. */
    record Entry(String type, Shape shape, long begin, long end) {}

    /** Says what is wrong with a header; the file's name is added where it is known. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
        private final String way;

        Broken(String what) {
            this(what, "");
        }

        /** @param way how it may have become so, as the sentence goes on */
        Broken(String what, String way) {
            super(what);
            this.way = way;
        }

        String way() {
            return way;
        }
    }

    /**
     * Returns the tensors by their names.
     *
     * @param metadata takes the file's own notes, which are texts by their names
     */
    static Map<String, Entry> parse(byte[] header, long dataLength, Map<String, String> metadata) throws Broken {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String last = "";
        try (JsonReader reader = new JsonReader(new StringReader(new String(header, UTF_8)))) {
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                JsonObject value = JsonText.of(reader).getAsJsonObject();
                if (name.equals("__metadata__")) {
                    for (Map.Entry<String, JsonElement> note : value.entrySet()) {
                        if (note.getValue().isJsonPrimitive())
                            metadata.put(note.getKey(), note.getValue().getAsString());
                    }
                    continue;
                }
                if (entries.put(name, entry(name, value)) != null)
                    throw new Broken("its list of tensors names " + name + " twice");
                last = name;
            }
            reader.endObject();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new Broken("its list of tensors, with which it begins, cannot be read"
                    + (last.isEmpty() ? "" : " behind " + last));
        }
        requireCovered(entries, dataLength);
        return entries;
    }

    private static Entry entry(String name, JsonObject json) throws Broken {
        try {
            String type = json.get("dtype").getAsString();
            long[] shape = longs(json.getAsJsonArray("shape"));
            long[] offsets = longs(json.getAsJsonArray("data_offsets"));
            if (!BYTES.containsKey(type)) throw new Broken("its tensor " + name + " is of the unknown type " + type);
            long bytes = BYTES.get(type);
            for (long size : shape) {
                if (size < 0) throw new Broken("its tensor " + name + " is said to have a negative size");
                bytes = Math.multiplyExact(bytes, size);
            }
            if (offsets.length != 2 || offsets[0] < 0 || Math.subtractExact(offsets[1], offsets[0]) != bytes) {
                throw new Broken("its tensor " + name + " " + new Shape(shape) + " of " + type + " takes " + bytes
                        + " bytes, and its place in the file is said to be " + json.get("data_offsets"));
            }
            if (bytes > Integer.MAX_VALUE)
                throw new Broken(
                        "its tensor " + name + " is larger than 2 GB, as none is of a model that can be used here");
            return new Entry(type, new Shape(shape), offsets[0], offsets[1]);
        } catch (NullPointerException
                | ClassCastException
                | IllegalStateException
                | NumberFormatException
                | UnsupportedOperationException
                | ArithmeticException e) {
            throw new Broken("its list of tensors does not tell type, shape and place of " + name);
        }
    }

    private static long[] longs(JsonArray array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++)
            values[i] = array.get(i).getAsBigDecimal().longValueExact();
        return values;
    }

    /** The format allows neither gaps nor overlaps, nor anything behind the last tensor. */
    private static void requireCovered(Map<String, Entry> entries, long dataLength) throws Broken {
        long end = 0;
        List<Map.Entry<String, Entry>> sorted = entries.entrySet().stream()
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, Entry> e) -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList();
        for (Map.Entry<String, Entry> entry : sorted) {
            if (entry.getValue().begin() != end) {
                throw new Broken("its tensor " + entry.getKey() + " is said to begin at byte "
                        + entry.getValue().begin() + ", and the one before it ends at " + end);
            }
            end = entry.getValue().end();
        }
        if (end > dataLength) {
            throw new Broken(
                    "its tensors need " + end + " bytes, and " + dataLength + " are there",
                    ": its download or copy stopped half-way");
        }
        if (end != dataLength) throw new Broken("its tensors need " + end + " bytes, and " + dataLength + " are there");
    }
}
