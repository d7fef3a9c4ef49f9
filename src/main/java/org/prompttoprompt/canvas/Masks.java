package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Roi;
import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.ImageFile;

/**
 * Where an image may change, for each of its planes: the selection on it, another image, or everywhere.
 *
 * @param image that is edited
 * @param selection on it, if that is the mask
 * @param other a mask or label image
 * @param label the value wanted in it, NaN for any but 0
 */
record Masks(ImagePlus image, Optional<Roi> selection, Optional<ImagePlus> other, double label) {
    /** The mask of everywhere, whatever is selected. */
    static final String ALL = "all";

    /**
     * Reads what a mask is called.
     *
     * @param name empty for the selection, {@code all}, or title or file of an image, with {@code #3} for the value 3 in it
     * @param given a mask that needs no name
     * @throws Refusal if there is no such image
     */
    static Masks of(ImagePlus image, String name, Optional<ImagePlus> given) {
        if (given.isPresent()) return new Masks(image, Optional.empty(), given, Double.NaN);
        if (name.isEmpty()) return new Masks(image, Optional.ofNullable(image.getRoi()), Optional.empty(), Double.NaN);
        if (name.equals(ALL) || name.equals(Selections.OVERLAY))
            return new Masks(image, Optional.empty(), Optional.empty(), Double.NaN);
        Named named = named(name);
        return new Masks(image, Optional.empty(), Optional.of(named.image()), named.label());
    }

    /** A mask or label image, and the value wanted in it, NaN for any but 0. */
    record Named(ImagePlus image, double label) {}

    /**
     * Returns the image of this title or file, or the value behind # in it.
     *
     * @throws Refusal if there is none
     */
    static Named named(String name) {
        Optional<ImagePlus> whole = find(name);
        if (whole.isPresent()) return new Named(whole.get(), Double.NaN);
        int at = name.lastIndexOf('#');
        if (at > 0 && name.substring(at + 1).matches("\\d{1,9}")) {
            Optional<ImagePlus> labels = find(name.substring(0, at));
            if (labels.isPresent()) return new Named(labels.get(), Double.parseDouble(name.substring(at + 1)));
        }
        File place = new File(name);
        throw new Refusal("mask=" + name + ": "
                + (place.exists()
                        ? ImageFile.problem("mask=cells.tif", place.toPath()) + " Or leave mask empty."
                        : "no open image has this title, and no file of an image this name. Give one, or leave mask"
                                + " empty."));
    }

    private static Optional<ImagePlus> find(String name) {
        int[] ids = WindowManager.getIDList();
        Optional<ImagePlus> open = ids == null
                ? Optional.empty()
                : Arrays.stream(ids)
                        .mapToObj(WindowManager::getImage)
                        .filter(one -> one != null && one.getTitle().equals(name))
                        .findFirst();
        // A title need be no path.
        return open.isPresent() || !new File(name).isFile() ? open : ImageFile.open(new File(name).toPath());
    }

    /**
     * Returns where a plane may change; empty for everywhere.
     *
     * @throws Refusal if there is no pixel that may, or the mask does not fit the image
     */
    Optional<Region> of(int plane, int planes) {
        if (selection.isPresent()) return Optional.of(Region.of(selection.get(), image));
        if (other.isEmpty()) return Optional.empty();
        ImagePlus mask = other.get();
        int n = mask.getStackSize();
        if (n == 1) return Optional.of(Region.of(mask, label, image));
        if (n != planes)
            throw new Refusal("The mask '" + mask.getTitle() + "' has " + n + " slices and '" + image.getTitle() + "' "
                    + planes + ": give a mask of one slice, or of as many as the image has.");
        return Optional.of(
                Region.of(new ImagePlus(mask.getTitle(), mask.getStack().getProcessor(plane + 1)), label, image));
    }
}
