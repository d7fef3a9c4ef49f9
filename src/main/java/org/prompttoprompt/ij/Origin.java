package org.prompttoprompt.ij;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which image was edited, and where.
 *
 * @param title of the image
 * @param hash SHA-256 over its pixels, its size, and how they are shown, in hexadecimal
 * @param plane the plane that was edited, from 1 on; 0 for each
 * @param selection on it
 */
public record Origin(String title, String hash, int plane, Optional<Roi> selection) {
    /** The keys of {@link #toText}. */
    public static final List<String> KEYS = List.of("imagetitle", "imagehash", "imageplane", "selection");

    /** Returns where an image of today stands. */
    public static Origin of(ImagePlus image, int plane, Optional<Roi> selection) {
        return new Origin(image.getTitle(), hash(image), plane, selection);
    }

    /** Returns a {@code key=value} line for each of {@link #KEYS}. */
    public String toText() {
        return "imagetitle=" + title.replaceAll("\\R", " ") + "\nimagehash=" + hash + "\nimageplane=" + plane
                + "\nselection="
                + encoded()
                + "\n";
    }

    /** Returns the origin of a recipe, if it is that of an edited image. */
    public static Optional<Origin> in(Recipe recipe) {
        String hash = recipe.value("imagehash");
        if (hash.isEmpty()) return Optional.empty();
        String plane = recipe.value("imageplane");
        String selection = recipe.value("selection");
        Optional<Roi> roi = selection.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(
                        RoiDecoder.openFromByteArray(Base64.getDecoder().decode(selection)));
        return Optional.of(new Origin(
                recipe.value("imagetitle"), hash, plane.matches("\\d{1,9}") ? Integer.parseInt(plane) : 0, roi));
    }

    /** Returns whether the image has the pixels that were edited, shown alike. */
    public boolean is(ImagePlus image) {
        return hash(image).equals(hash);
    }

    /** Returns the beginning of a script's statement that edits it again, as the image in front, up to the request. */
    String groovy() {
        return "// The image in front is to be '" + title.replaceAll("\\R", " ") + "'\noriginal = ij.IJ.getImage()\n"
                + (selection.isPresent()
                        ? "original.setRoi(ij.io.RoiDecoder.openFromByteArray('" + encoded() + "'.decodeBase64()))\n"
                        : "original.deleteRoi()\n")
                + "image = p2p.editImage(original, ";
    }

    /** Returns the lines of a macro that select on it again what was selected. */
    public String macro() {
        String comment = "// On '" + title.replaceAll("\\R", " ") + "', which is to be in front"
                + (plane > 1 ? " at slice " + plane : "");
        if (selection.isEmpty()) return comment + ":\nrun(\"Select None\");\n";
        Roi roi = selection.get();
        Rectangle r = roi.getBounds();
        String size = "(" + r.x + ", " + r.y + ", " + r.width + ", " + r.height + ");\n";
        switch (roi.getType()) {
            case Roi.RECTANGLE:
                return comment + ":\nmakeRectangle" + size;
            case Roi.OVAL:
                return comment + ":\nmakeOval" + size;
            case Roi.POLYGON, Roi.FREEROI, Roi.TRACED_ROI:
                Polygon polygon = roi.getPolygon();
                return comment + ":\nmakeSelection(\"" + roi.getTypeAsString().toLowerCase(Locale.ROOT)
                        + "\", newArray(" + list(polygon.xpoints, polygon.npoints) + "), newArray("
                        + list(polygon.ypoints, polygon.npoints) + "));\n";
            default:
                return comment + ", with the selection of the result (Edit > Selection > Restore Selection):\n";
        }
    }

    private static String list(int[] values, int n) {
        return IntStream.of(values).limit(n).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    }

    private String encoded() {
        return selection
                .map(RoiEncoder::saveAsByteArray)
                .map(Base64.getEncoder()::encodeToString)
                .orElse("");
    }

    private static String hash(ImagePlus image) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
        digest.update((image.getWidth() + " " + image.getHeight() + " " + image.getNChannels() + " "
                        + image.getNSlices() + " " + image.getNFrames() + " " + image.getDisplayRangeMin() + " "
                        + image.getDisplayRangeMax())
                .getBytes(StandardCharsets.UTF_8));
        if (image.getType() != ImagePlus.COLOR_RGB) {
            for (LUT lut : image.getLuts()) {
                digest.update(lut.getBytes());
                digest.update((lut.min + " " + lut.max).getBytes(StandardCharsets.UTF_8));
            }
        }
        for (int slice = 1; slice <= image.getStackSize(); slice++) {
            update(digest, image.getStack().getProcessor(slice));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, ImageProcessor pixels) {
        int width = pixels.getWidth();
        ByteBuffer row = ByteBuffer.allocate(4 * width);
        for (int y = 0; y < pixels.getHeight(); y++) {
            row.clear();
            for (int x = 0; x < width; x++) row.putInt(pixels.get(x, y));
            digest.update(row.array());
        }
    }
}
