package org.prompttoprompt.dataset;

import ij.process.ShortProcessor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.prompttoprompt.ij.Outlines;

/**
 * Segmentation for YOLO (<a href="https://docs.ultralytics.com/datasets/segment/">docs.ultralytics.com, Instance segmentation
 * datasets</a>): {@code images/train/ID.png}, {@code labels/train/ID.txt} with a line for each object, its class from 0 on and the
 * corners x1 y1 x2 y2 ... of one polygon as shares of the image's width and height; {@code data.yaml} names splits and classes. Of an
 * object in several parts the largest is taken, and holes are filled: a line has one polygon.
 */
final class YoloLayout implements Layout {
    @Override
    public Map<String, String> write(Dataset data, Target target) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> classes = data.classes();
        for (Entry entry : data.labelled()) {
            files.put(entry.id(), file(entry));
            target.png(file(entry), data.store().pixels(entry.id()), Texts.of(entry));
            ShortProcessor labels = (ShortProcessor) data.store().labelPixels(entry.id());
            StringBuilder lines = new StringBuilder();
            for (int label = 1; label <= entry.classes().size(); label++) {
                double[] corners = Outlines.of(labels, label).parts().get(0);
                lines.append(classes.indexOf(entry.classes().get(label - 1)));
                for (int i = 0; i < corners.length; i++)
                    lines.append(String.format(
                            Locale.ROOT, " %.6f", corners[i] / (i % 2 == 0 ? entry.width() : entry.height())));
                lines.append('\n');
            }
            target.text("labels/" + entry.split() + "/" + entry.id() + ".txt", lines.toString());
        }
        StringBuilder yaml = new StringBuilder(splits(files.values()));
        yaml.append("names:\n");
        for (int c = 0; c < classes.size(); c++)
            yaml.append("  ")
                    .append(c)
                    .append(": '")
                    .append(classes.get(c).replace("'", "''"))
                    .append("'\n");
        target.text("data.yaml", yaml.toString());
        return files;
    }

    /** A folder that is not there ends the training, and a validation there must be. */
    private static String splits(Collection<String> files) {
        StringBuilder yaml = new StringBuilder("train: images/train\n");
        if (has("val", files)) yaml.append("val: images/val\n");
        else yaml.append("val: images/train # no image is in val: a score on these says nothing\n");
        if (has("test", files)) yaml.append("test: images/test\n");
        return yaml.toString();
    }

    private static boolean has(String split, Collection<String> files) {
        return files.stream().anyMatch(file -> file.startsWith("images/" + split + "/"));
    }

    private static String file(Entry entry) {
        return "images/" + entry.split() + "/" + entry.id() + ".png";
    }

    @Override
    public String reading() {
        return "YOLO: yolo segment train data=data.yaml";
    }
}
