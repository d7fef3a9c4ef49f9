package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.request.Option;

/**
 * A label image of things: each pixel has the number of the thing that is strongest there, relative to its own maximum. Its overlay
 * holds a selection for each label, in the label's colour, with its name; its properties say which label is what.
 */
public final class WordLabels {
    /** Property of a selection that names the image that it was made from. */
    public static final String SOURCE = "p2p.source";
    /** Property of a selection that names what it is one of. */
    public static final String CLASS = "p2p.class";
    /** Properties of the label image, each followed by a label, such as {@code p2p.label.1}. */
    public static final String LABEL = "p2p.label.";

    private static final int FONT_SIZE = 13;
    private static final int COLOURS = 255;

    private final AttentionMaps maps;
    private final ShortProcessor labels;
    private final float[] strength;
    private final Overlay selections = new Overlay();
    private final StringBuilder names = new StringBuilder();
    private final LUT colours = MapStacks.labels();
    private int label;

    private WordLabels(AttentionMaps maps) {
        this.maps = maps;
        long[] size = maps.image().image().dimensionsAsLongArray();
        labels = new ShortProcessor((int) size[0], (int) size[1]);
        strength = new float[labels.getPixelCount()];
    }

    /**
     * Returns the label image, empty if none of the things has any attention.
     *
     * @param share of a thing's strongest attention above which a pixel belongs to it
     * @param instances whether parts that only touch are told apart, each with a label
     */
    public static Optional<ImagePlus> of(
            AttentionMaps maps, List<NounPhrases.Thing> things, double share, boolean instances) {
        WordLabels made = new WordLabels(maps);
        for (NounPhrases.Thing thing : things) made.add(thing, share, instances);
        return made.label == 0 ? Optional.empty() : Optional.of(made.image());
    }

    private void add(NounPhrases.Thing thing, double share, boolean instances) {
        FloatProcessor map = MapStacks.enlarged(thing.map(), maps);
        map.resetMinAndMax();
        if (!(map.getMax() > 0)) return;
        ByteProcessor region = new ByteProcessor(map.getWidth(), map.getHeight());
        for (int i = 0; i < strength.length; i++) if (map.getf(i) >= share * map.getMax()) region.set(i, 255);
        List<ByteProcessor> parts = instances ? Instances.of(region, maps.latentPixel()) : List.of(region);
        for (int n = 0; n < parts.size(); n++)
            add(parts.size() == 1 ? thing.name() : thing.name() + " " + (n + 1), thing.name(), parts.get(n), map);
    }

    private void add(String name, String kind, ByteProcessor part, FloatProcessor map) {
        part.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        Roi selection = ThresholdToSelection.run(new ImagePlus("", part));
        if (selection == null) return;
        label++;
        names.append("label" + label + "=" + name + "\n");
        selection.setName(name);
        selection.setProperty(CLASS, kind);
        selection.setProperty(
                SOURCE, MapStacks.title(maps) + ", seed " + maps.request().get(Option.SEED));
        selection.setStrokeColor(new Color(colours.getRGB(1 + (label - 1) % COLOURS)));
        selections.add(selection);
        for (int i = 0; i < strength.length; i++) {
            float here = (float) (map.getf(i) / map.getMax());
            if (part.get(i) == 0 || here <= strength[i]) continue;
            strength[i] = here;
            labels.set(i, label);
        }
    }

    private ImagePlus image() {
        ImagePlus image = new ImagePlus("Words of " + MapStacks.title(maps), labels);
        image.setLut(colours);
        image.setDisplayRange(0, COLOURS);
        selections.drawLabels(true);
        selections.drawNames(true);
        selections.drawBackgrounds(true);
        selections.setLabelColor(Color.WHITE);
        selections.setLabelFont(new Font(Font.SANS_SERIF, Font.BOLD, FONT_SIZE));
        image.setOverlay(selections);
        MapStacks.remember(image, maps);
        image.setProperty("Info", image.getInfoProperty() + names);
        for (int i = 0; i < selections.size(); i++)
            image.setProp(LABEL + (i + 1), selections.get(i).getName());
        return image;
    }
}
