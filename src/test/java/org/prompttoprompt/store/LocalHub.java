package org.prompttoprompt.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Repositories of models on a {@link LocalServer}, listed as the public one lists them. */
final class LocalHub {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private LocalHub() {}

    /** A .safetensors file with one tensor of this name and so many numbers. */
    static byte[] weights(String name, int numbers) {
        return file(
                "{\"" + name + "\":{\"dtype\":\"F16\",\"shape\":[" + numbers + "],\"data_offsets\":[0," + 2 * numbers
                        + "]}}",
                numbers);
    }

    private static byte[] file(String json, int numbers) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 2 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        for (int i = 0; i < numbers; i++) bytes.putShort((short) (i * 31));
        return bytes.array();
    }

    /** A LoRA with so many numbers, at least one. */
    static byte[] lora(int numbers) {
        int most = 2 * (numbers - 1);
        return file(
                "{\"lora_unet_x.lora_down.weight\":{\"dtype\":\"F16\",\"shape\":[1," + (numbers - 1)
                        + "],\"data_offsets\":[0," + most
                        + "]},\"lora_unet_x.lora_up.weight\":{\"dtype\":\"F16\",\"shape\":[1,1],"
                        + "\"data_offsets\":[" + most + "," + 2 * numbers + "]}}",
                numbers);
    }

    /** An adapter as PEFT saves it. */
    static byte[] adapter() {
        return file(
                "{\"base_model.model.mid_block.x.to_q.lora_A.weight\":{\"dtype\":\"F16\",\"shape\":[1,9],"
                        + "\"data_offsets\":[0,18]},\"base_model.model.mid_block.x.to_q.lora_B.weight\":{\"dtype\":\"F16\","
                        + "\"shape\":[1,1],\"data_offsets\":[18,20]}}",
                10);
    }

    /** The files of a model in diffusers' layout: the parts of a tiny one, with what the embedded one says of itself beside them. */
    static Map<String, byte[]> tiny() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        addAll(Path.of("models/mini"), false, files);
        addAll(Path.of("src/test/resources/golden/models/tiny-sd1"), true, files);
        return files;
    }

    private static void addAll(Path model, boolean parts, Map<String, byte[]> files) throws IOException {
        try (Stream<Path> all = Files.walk(model)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String path = model.relativize(file).toString().replace('\\', '/');
                if (path.contains("/") == parts) files.put(path, Files.readAllBytes(file));
            }
        }
    }

    /** Serves a repository and its listing. */
    static void serve(LocalServer server, String id, String licence, Map<String, byte[]> files) throws Exception {
        serve(server, id, licence, "", files);
    }

    /** @param link as the repository's card writes it, empty for none */
    static void serve(LocalServer server, String id, String licence, String link, Map<String, byte[]> files)
            throws Exception {
        JsonArray siblings = new JsonArray();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            JsonObject one = new JsonObject();
            one.addProperty("rfilename", file.getKey());
            one.addProperty("size", file.getValue().length);
            one.addProperty("blobId", git(file.getValue()));
            if (file.getKey().endsWith(".safetensors")) {
                JsonObject lfs = new JsonObject();
                lfs.addProperty(
                        "sha256", FileTransferTest.sum(file.getValue()).get().hex());
                lfs.addProperty("size", file.getValue().length);
                one.add("lfs", lfs);
            }
            siblings.add(one);
            server.serve(
                    "/" + id + "/resolve/" + COMMIT + "/" + file.getKey(),
                    LocalServer.bytes(file.getValue(), "\"" + git(file.getValue()) + "\""));
        }
        JsonObject listing = new JsonObject();
        listing.addProperty("sha", COMMIT);
        JsonObject card = new JsonObject();
        if (!licence.isEmpty()) card.addProperty("license", licence);
        if (!link.isEmpty()) card.addProperty("license_link", link);
        listing.add("cardData", card);
        listing.add("siblings", siblings);
        for (String revision : new String[] {"main", COMMIT})
            server.serve(
                    "/api/models/" + id + "/revision/" + revision,
                    LocalServer.text(listing.toString(), "application/json"));
    }

    private static String git(byte[] content) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        digest.update(("blob " + content.length + "\0").getBytes());
        return HexFormat.of().formatHex(digest.digest(content));
    }
}
