package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.MedianCut;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.image.ColourVote;
import org.prompttoprompt.image.SourceImage;
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
    /** Of an image, by which its objects are told from what is around. */
    private static final int FEW_COLOURS = 32;

    private final AttentionMaps maps;
    private final ShortProcessor labels;
    private final float[] strength;
    private final Overlay selections = new Overlay();
    private final StringBuilder names = new StringBuilder();
    private final LUT colours = MapStacks.labels();
    private final SourceImage image;
    private final int[] fewColours;
    private int label;

    private WordLabels(AttentionMaps maps) {
        this.maps = maps;
        image = SourceImage.of(maps.image().image());
        fewColours = fewColours(image);
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
        boolean[] inside = inside(map, share);
        for (int i = 0; i < strength.length; i++) if (inside[i]) region.set(i, 255);
        List<ByteProcessor> parts = instances ? Instances.of(region, maps.latentPixel()) : List.of(region);
        for (int n = 0; n < parts.size(); n++)
            add(parts.size() == 1 ? thing.name() : thing.name() + " " + (n + 1), thing.name(), parts.get(n), map);
    }

    /** Of fine maps, as the colours of the image have it. */
    private boolean[] inside(FloatProcessor map, double share) {
        if (maps.layers().contains(AttentionMaps.FINE) && share > 0) {
            int latent = (int) Math.round(Math.sqrt(maps.latentPixel()));
            return new ColourVote(share, latent)
                    .of((float[]) map.getPixels(), fewColours, image.rgb(), map.getWidth(), map.getHeight());
        }
        boolean[] inside = new boolean[strength.length];
        for (int i = 0; i < inside.length; i++) inside[i] = map.getf(i) >= share * map.getMax();
        return inside;
    }

    /** Returns which of a few colours each pixel has. */
    private static int[] fewColours(SourceImage image) {
        int n = image.width() * image.height();
        int[] pixels = new int[n];
        for (int i = 0; i < n; i++)
            for (int c = 0; c < 3; c++) pixels[i] |= Math.round(image.rgb()[c * n + i] * 255) << (16 - 8 * c);
        ImageProcessor few = new MedianCut(pixels, image.width(), image.height()).convertToByte(FEW_COLOURS);
        for (int i = 0; i < n; i++) pixels[i] = few.get(i);
        return pixels;
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
