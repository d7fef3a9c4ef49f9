package org.prompttoprompt.model;

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
import java.util.ArrayList;
import java.util.List;

/** Splits a .safetensors file into two with an index, as diffusers names them. */
final class Shards {
    private Shards() {}

    static void split(Path file, Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JsonObject header = JsonParser.parseString(new String(bytes, 8, length, StandardCharsets.UTF_8))
                .getAsJsonObject();
        header.remove("__metadata__");
        List<String> names = new ArrayList<>(header.keySet());
        JsonObject map = new JsonObject();
        for (int shard = 1; shard <= 2; shard++) {
            String name = "diffusion_pytorch_model-0000" + shard + "-of-00002.fp16.safetensors";
            JsonObject part = new JsonObject();
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            for (String tensor : names.subList(shard == 1 ? 0 : names.size() / 2, shard * names.size() / 2)) {
                JsonObject entry = header.getAsJsonObject(tensor).deepCopy();
                JsonArray old = entry.getAsJsonArray("data_offsets");
                int from = old.get(0).getAsInt();
                int to = old.get(1).getAsInt();
                JsonArray offsets = new JsonArray();
                offsets.add(data.size());
                data.write(bytes, 8 + length + from, to - from);
                offsets.add(data.size());
                entry.add("data_offsets", offsets);
                part.add(tensor, entry);
                map.addProperty(tensor, name);
            }
            byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
            ByteBuffer whole =
                    ByteBuffer.allocate(8 + text.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
            Files.write(
                    folder.resolve(name),
                    whole.putLong(text.length).put(text).put(data.toByteArray()).array());
        }
        JsonObject index = new JsonObject();
        index.add("weight_map", map);
        Files.writeString(folder.resolve("diffusion_pytorch_model.safetensors.index.fp16.json"), index.toString());
    }
}
