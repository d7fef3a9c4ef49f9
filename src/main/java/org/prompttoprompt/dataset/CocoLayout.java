package org.prompttoprompt.dataset;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import ij.process.ShortProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.ij.Outlines;

/**
 * COCO's object detection (<a href="https://cocodataset.org/#format-data">cocodataset.org, Data format</a>): {@code train/ID.png} and
 * {@code annotations/instances_train.json}. An object's segmentation is a list of polygons [x1, y1, x2, ...] in pixels, or, where it
 * has holes, which polygons cannot say, run lengths down the columns that begin with the background ({@code counts}, {@code size} as
 * [height, width]). Numbers of images, annotations and categories begin with 1.
 */
final class CocoLayout implements Layout {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> classes = data.classes();
        List<Map<String, Object>> categories = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++)
            categories.add(JsonObject.of("id", c + 1, "name", classes.get(c), "supercategory", "object"));
        for (String split : Split.NAMES) {
            List<Map<String, Object>> images = new ArrayList<>();
            List<Map<String, Object>> annotations = new ArrayList<>();
            for (Entry entry : data.labelled()) {
                if (!entry.split().equals(split)) continue;
                int number = images.size() + 1;
                images.add(JsonObject.of(
                        "id",
                        number,
                        "file_name",
                        entry.id() + ".png",
                        "width",
                        entry.width(),
                        "height",
                        entry.height()));
                files.put(entry.id(), file(entry));
                target.png(file(entry), data.store().pixels(entry.id()), Texts.of(entry));
                ShortProcessor labels = (ShortProcessor) data.store().labelPixels(entry.id());
                for (int label = 1; label <= entry.classes().size(); label++) {
                    int category = classes.indexOf(entry.classes().get(label - 1)) + 1;
                    annotations.add(annotation(annotations.size() + 1, number, category, labels, label));
                }
            }
            if (images.isEmpty()) continue;
            target.text(
                    "annotations/instances_" + split + ".json",
                    JSON.toJson(JsonObject.of(
                                    "info", JsonObject.of("description", "made by Prompt-to-Prompt"),
                                    "images", images,
                                    "annotations", annotations,
                                    "categories", categories))
                            + "\n");
        }
        return files;
    }

    private static Map<String, Object> annotation(int id, int image, int category, ShortProcessor labels, int label) {
        Outlines outlines = Outlines.of(labels, label);
        Optional<List<double[]>> polygons = outlines.polygons();
        Object segmentation = polygons.isPresent()
                ? polygons.get()
                : JsonObject.of(
                        "counts", counts(labels, label), "size", List.of(labels.getHeight(), labels.getWidth()));
        return JsonObject.of(
                "id",
                id,
                "image_id",
                image,
                "category_id",
                category,
                "segmentation",
                segmentation,
                "area",
                outlines.area(),
                "bbox",
                outlines.box(),
                "iscrowd",
                0);
    }

    /** Run lengths in the order of columns. */
    private static List<Integer> counts(ShortProcessor labels, int label) {
        List<Integer> counts = new ArrayList<>();
        boolean inside = false;
        int run = 0;
        for (int x = 0; x < labels.getWidth(); x++) {
            for (int y = 0; y < labels.getHeight(); y++) {
                if (labels.get(x, y) == label != inside) {
                    counts.add(run);
                    run = 0;
                    inside = !inside;
                }
                run++;
            }
        }
        counts.add(run);
        return counts;
    }

    private static String file(Entry entry) {
        return entry.split() + "/" + entry.id() + ".png";
    }

    @Override
    public String reading() {
        return "COCO: COCO('annotations/instances_train.json') of pycocotools, images in train/.";
    }
}
