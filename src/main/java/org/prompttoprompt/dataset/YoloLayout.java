package org.prompttoprompt.dataset;

import ij.process.ShortProcessor;
import java.util.List;
import java.util.Locale;
import org.prompttoprompt.ij.Outlines;

/**
 * Segmentation for YOLO (<a href="https://docs.ultralytics.com/datasets/segment/">docs.ultralytics.com, Instance segmentation
 * datasets</a>): {@code images/train/ID.png}, {@code labels/train/ID.txt} with a line for each object, its class from 0 on and the
 * corners x1 y1 x2 y2 ... of one polygon as shares of the image's width and height; {@code data.yaml} names splits and classes. Of an
 * object in several parts the largest is taken, and holes are filled: a line has one polygon.
 */
final class YoloLayout implements Layout {
    @Override
    public void write(Dataset data, Target target) {
        List<String> classes = data.classes();
        for (Entry entry : data.labelled()) {
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
        StringBuilder yaml = new StringBuilder("train: images/train\nval: images/val\ntest: images/test\nnames:\n");
        for (int c = 0; c < classes.size(); c++)
            yaml.append("  ")
                    .append(c)
                    .append(": '")
                    .append(classes.get(c).replace("'", "''"))
                    .append("'\n");
        target.text("data.yaml", yaml.toString());
    }

    @Override
    public String file(Entry entry) {
        return "images/" + entry.split() + "/" + entry.id() + ".png";
    }

    @Override
    public String reading() {
        return "YOLO: yolo segment train data=data.yaml";
    }
}
