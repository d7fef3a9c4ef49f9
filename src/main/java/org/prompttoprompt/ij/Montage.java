package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.plugin.MontageMaker;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;

/** All slices of a stack as one picture on white, each with its label below, black and outside of its pixels. */
public final class Montage {
    private static final int LABEL_HEIGHT = 18;
    private static final int BASELINE = 3;
    private static final int GAP = 2;
    /** Smaller pictures leave no room for their labels. */
    private static final int LEAST_WIDTH = 192;
    /** Width of the screen for which rows are chosen, in heights. */
    private static final double SCREEN = 1.5;

    private static final int MOST_IN_ONE_ROW = 4;

    private Montage() {}

    /**
     * Returns the picture.
     *
     * @param stack of images of any type; an overlay is drawn into them
     * @param columns at most so many pictures in a row; they are spread evenly over the rows that this makes
     */
    public static ImagePlus of(ImagePlus stack, int columns) {
        return of(shown(stack), columns, 1);
    }

    /**
     * Returns the picture in the shape of a screen, small images enlarged, pixel by pixel. A hyperstack has a row for each frame.
     */
    public static ImagePlus enlarged(ImagePlus any) {
        ImagePlus stack = shown(any);
        int n = stack.getStackSize();
        double shape = SCREEN * stack.getHeight() / stack.getWidth();
        int columns = n <= MOST_IN_ONE_ROW ? n : Math.min(n, (int) Math.ceil(Math.sqrt(shape * n)));
        boolean grid = stack.getNFrames() > 1 && stack.getNFrames() < n;
        return of(stack, grid ? n / stack.getNFrames() : columns, factor(stack));
    }

    /** Returns all in one row, small images enlarged likewise. */
    static ImagePlus inOneRow(ImagePlus stack) {
        return of(shown(stack), stack.getStackSize(), factor(stack));
    }

    private static int factor(ImagePlus stack) {
        return (LEAST_WIDTH + stack.getWidth() - 1) / stack.getWidth();
    }

    /** Returns a copy as colour images. */
    private static ImagePlus shown(ImagePlus stack) {
        Roi selection = stack.getRoi();
        stack.deleteRoi(); // it would be duplicated alone
        ImagePlus shown = Shown.of(stack).duplicate();
        stack.setRoi(selection);
        return shown;
    }

    private static ImagePlus of(ImagePlus flat, int columns, int factor) {
        int width = factor * flat.getWidth();
        int height = factor * flat.getHeight();
        if (flat.getOverlay() != null) flat.flattenStack();
        ImageStack tiles = new ImageStack(width + GAP, height + LABEL_HEIGHT);
        for (int slice = 1; slice <= flat.getStackSize(); slice++) {
            ColorProcessor tile = new ColorProcessor(width + GAP, height + LABEL_HEIGHT);
            tile.setColor(Color.WHITE);
            tile.fill();
            ImageProcessor picture = flat.getStack().getProcessor(slice).convertToRGB();
            picture.setInterpolationMethod(ImageProcessor.NONE);
            tile.insert(factor == 1 ? picture : picture.resize(width, height), 0, 0);
            tile.setColor(Color.BLACK);
            tile.setAntialiasedText(true);
            String label = flat.getStack().getSliceLabel(slice);
            if (label != null) {
                int left = Math.max(0, (width - tile.getStringWidth(label)) / 2);
                tile.drawString(label, left, height + LABEL_HEIGHT - BASELINE);
            }
            tiles.addSlice(tile);
        }
        int n = tiles.size();
        int rows = (n + columns - 1) / columns;
        int across = (n + rows - 1) / rows;
        return new MontageMaker()
                .makeMontage2(new ImagePlus("", tiles), across, (n + across - 1) / across, 1, 1, n, 1, 0, false);
    }
}
