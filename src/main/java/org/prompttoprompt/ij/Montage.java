package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.plugin.MontageMaker;
import ij.process.ColorProcessor;
import java.awt.Color;

/** All slices of a stack as one picture on white, each with its label below, black and outside of its pixels. */
public final class Montage {
    private static final int LABEL_HEIGHT = 18;
    private static final int BASELINE = 3;
    private static final int GAP = 2;

    private Montage() {}

    /**
     * Returns the picture.
     *
     * @param stack of images of any type; an overlay is drawn into them
     * @param columns at most so many pictures in a row; they are spread evenly over the rows that this makes
     */
    public static ImagePlus of(ImagePlus stack, int columns) {
        int width = stack.getWidth();
        int height = stack.getHeight();
        Roi selection = stack.getRoi();
        stack.deleteRoi(); // it would be duplicated alone
        ImagePlus flat = Shown.of(stack).duplicate();
        stack.setRoi(selection);
        if (flat.getOverlay() != null) flat.flattenStack();
        ImageStack tiles = new ImageStack(width + GAP, height + LABEL_HEIGHT);
        for (int slice = 1; slice <= flat.getStackSize(); slice++) {
            ColorProcessor tile = new ColorProcessor(width + GAP, height + LABEL_HEIGHT);
            tile.setColor(Color.WHITE);
            tile.fill();
            tile.insert(flat.getStack().getProcessor(slice), 0, 0);
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
