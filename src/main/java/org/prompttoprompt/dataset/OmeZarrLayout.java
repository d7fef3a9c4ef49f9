package org.prompttoprompt.dataset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OME-Zarr 0.5 (<a href="https://ngff.openmicroscopy.org/0.5/">Next-generation file formats, version 0.5</a>): an image {@code
 * train/ID.ome.zarr} of Zarr 3 with its {@code labels/}: {@code objects}, whose properties name the class of each, and {@code words},
 * where the changed words of an edit act. One resolution, since images of models are small.
 */
final class OmeZarrLayout implements Layout {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final String VERSION = "0.5", OBJECTS = "objects", WORDS = "words";

    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Entry entry : data.kept()) {
            String root = file(entry);
            files.put(entry.id(), root);
            ZarrArray image = ZarrArray.ofImage(data.store().pixels(entry.id()));
            Map<String, Object> attributes = JsonObject.of("ome", ome(image, entry.id(), Map.of()));
            if (!entry.recipe().isEmpty()) attributes.put("prompt-to-prompt", entry.recipe());
            group(target, root, attributes);
            array(target, root, image);
            List<String> labels = new ArrayList<>();
            if (entry.labelled()) {
                labels.add(OBJECTS);
                ZarrArray objects = ZarrArray.ofLabels(data.store().labelPixels(entry.id()));
                label(target, root, OBJECTS, objects, entry.classes());
            }
            WordMaskImage.of(entry).ifPresent(mask -> {
                labels.add(WORDS);
                mask.multiply(1 / 255.0);
                label(target, root, WORDS, ZarrArray.ofLabels(mask), List.of("changed words"));
            });
            if (!labels.isEmpty())
                group(
                        target,
                        root + "/labels",
                        JsonObject.of("ome", JsonObject.of("version", VERSION, "labels", labels)));
        }
        return files;
    }

    private static Map<String, Object> ome(ZarrArray array, String name, Map<String, Object> more) {
        List<Object> axes = new ArrayList<>();
        for (String axis : array.axes())
            axes.add(JsonObject.of("name", axis, "type", axis.equals("c") ? "channel" : "space"));
        List<Double> ones = array.axes().stream().map(axis -> 1.0).toList();
        Map<String, Object> level = JsonObject.of(
                "path", "0", "coordinateTransformations", List.of(JsonObject.of("type", "scale", "scale", ones)));
        Map<String, Object> ome = JsonObject.of(
                "version",
                VERSION,
                "multiscales",
                List.of(JsonObject.of("name", name, "axes", axes, "datasets", List.of(level))));
        ome.putAll(more);
        return ome;
    }

    private static void label(Target target, String root, String name, ZarrArray array, List<String> classes) {
        List<Object> properties = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++)
            properties.add(JsonObject.of("label-value", i + 1, "class", classes.get(i)));
        Map<String, Object> label = JsonObject.of("properties", properties, "source", JsonObject.of("image", "../../"));
        String place = root + "/labels/" + name;
        group(target, place, JsonObject.of("ome", ome(array, name, JsonObject.of("image-label", label))));
        array(target, place, array);
    }

    private static void group(Target target, String place, Map<String, Object> attributes) {
        json(target, place, JsonObject.of("zarr_format", 3, "node_type", "group", "attributes", attributes));
    }

    private static void array(Target target, String place, ZarrArray array) {
        for (String chunk : array.chunks()) target.file(place + "/0/" + chunk, out -> array.write(chunk, out));
        json(target, place + "/0", array.metadata());
    }

    private static void json(Target target, String place, Map<String, Object> content) {
        target.text(place + "/zarr.json", JSON.toJson(content) + "\n");
    }

    private static String file(Entry entry) {
        return entry.split() + "/" + entry.id() + ".ome.zarr";
    }

    @Override
    public String reading() {
        return "OME-Zarr 0.5: zarr.open('train/ID.ome.zarr') of zarr-python 3, ['0'] is the image and ['labels/objects/0'] its"
                + " labels; napari and ome-zarr open the folders, too.";
    }

    @Override
    public boolean needsLabels() {
        return false;
    }
}
