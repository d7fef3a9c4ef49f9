package org.prompttoprompt.score;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonText;
import org.prompttoprompt.engine.LocalPath;

/**
 * A folder in PIE-Bench's layout: {@code mapping_file.json}, the images in {@code annotation_images}, and results of methods in {@code
 * output/NAME/annotation_images}, if there are any.
 *
 * @param folder itself
 * @param cases in the file's order
 * @param skipped what cannot be read of it, a line each
 */
record BenchFolder(Path folder, List<BenchCase> cases, List<String> skipped) {
    static final String MAPPING = "mapping_file.json";
    static final String IMAGES = "annotation_images";
    private static final String RESULTS = "output";

    /**
     * Reads a folder.
     *
     * @throws Refusal if it is none
     */
    static BenchFolder of(String name) {
        if (name.isBlank())
            throw new Refusal("bench is empty: name a folder in PIE-Bench's layout, such as bench=/data/PIE-Bench.");
        Path folder = LocalPath.of("bench", name);
        Path file = folder.resolve(MAPPING);
        if (!Files.isRegularFile(file))
            throw new Refusal("bench=" + name
                    + (Files.isDirectory(folder)
                            ? ": there is no " + MAPPING + " in it"
                            : Files.exists(folder) ? " is a file and no folder" : ": there is no such folder")
                    + ". Give a folder in PIE-Bench's layout: that file, and its images in " + IMAGES + ".");
        List<BenchCase> cases = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        try {
            JsonObject all = JsonText.of(Files.readString(file)).getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry : all.entrySet()) {
                try {
                    cases.add(read(folder, entry.getKey(), entry.getValue().getAsJsonObject()));
                } catch (Refusal e) {
                    skipped.add(entry.getKey() + ": " + e.getMessage());
                } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
                    skipped.add(entry.getKey() + ": it is no entry of such a file");
                }
            }
        } catch (IOException e) {
            throw new Refusal("bench=" + name + ": " + MAPPING + " cannot be read: " + e.getMessage(), e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new Refusal(
                    "bench=" + name + ": " + MAPPING + " is not a JSON object, as where its download or copy stopped"
                            + " half-way: download or copy it again.",
                    e);
        }
        if (cases.isEmpty())
            throw new Refusal("bench=" + name + ": none of its " + skipped.size() + " entries can be read. "
                    + skipped.stream().findFirst().orElse("The file is empty."));
        return new BenchFolder(folder, List.copyOf(cases), List.copyOf(skipped));
    }

    private static BenchCase read(Path folder, String id, JsonObject entry) {
        String path = text(entry, "image_path");
        Path image = folder.resolve(IMAGES).resolve(path).normalize();
        if (!image.startsWith(folder.resolve(IMAGES).normalize()))
            throw new Refusal("its image_path " + path + " leaves the folder");
        // The renderer's lie beside the file.
        if (!Files.isRegularFile(image)) image = folder.resolve(path).normalize();
        if (!Files.isRegularFile(image)) throw new Refusal("there is no image " + IMAGES + "/" + path);
        List<Integer> mask = new ArrayList<>();
        JsonElement pairs = entry.get("mask");
        if (!(pairs instanceof JsonArray array)) throw new Refusal("it has no mask");
        for (JsonElement number : array) mask.add(whole(number));
        return new BenchCase(
                id,
                image,
                path,
                text(entry, "original_prompt").replaceAll("[\\[\\]]", ""),
                text(entry, "editing_prompt").replaceAll("[\\[\\]]", ""),
                entry.has("editing_type_id") ? entry.get("editing_type_id").getAsString() : "",
                List.copyOf(mask));
    }

    /** Of a fraction no part is dropped, and nothing beyond the range wraps round to another place. */
    private static int whole(JsonElement number) {
        try {
            if (number.isJsonPrimitive()) return number.getAsBigDecimal().intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below.
        }
        throw new Refusal("its mask has " + number + ", which is no whole number of pixels");
    }

    private static String text(JsonObject entry, String key) {
        if (!entry.has(key) || !entry.get(key).isJsonPrimitive()) throw new Refusal("it has no " + key);
        return entry.get(key).getAsString();
    }

    /** Returns the folder of a method's results, whether it is there or not. */
    Path results(String method) {
        return folder.resolve(RESULTS).resolve(method).resolve(IMAGES);
    }

    /** Returns the methods whose results are there. */
    List<String> methods() {
        TreeSet<String> methods = new TreeSet<>();
        if (Files.isDirectory(folder.resolve(RESULTS))) {
            try (Stream<Path> all = Files.list(folder.resolve(RESULTS))) {
                all.filter(one -> Files.isDirectory(one.resolve(IMAGES)))
                        .forEach(one -> methods.add(one.getFileName().toString()));
            } catch (IOException e) {
                throw new Refusal("The folder " + folder.resolve(RESULTS) + " cannot be read: " + e.getMessage(), e);
            }
        }
        return List.copyOf(methods);
    }
}
