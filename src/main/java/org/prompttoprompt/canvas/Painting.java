package org.prompttoprompt.canvas;

import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.Optional;
import org.prompttoprompt.image.SourceImage;

/**
 * One plane as the model sees it, and the model's images painted on it. With L the levels of the plane, R those of the model's
 * reconstruction, E those of its edit, and a the weight of a pixel, 0 outside of the region:
 *
 * <pre>L' = L + a (E - R - w (L - R))</pre>
 *
 * where w tells whether the edit changed the pixel, 0 for up to 4 levels, 1 from 24 on. What the edit changed is the edit's, what
 * it did not keeps its own detail, which neither the autoencoder nor the model's size can blur. Where the surroundings F were drawn
 * into the region first, L' = L + a (F - L + E - R - w (F - R)).
 *
 * @param tones of the plane
 * @param place the box and its place in the picture
 * @param weights a, of each pixel of the box
 * @param region where the model may change it, not 0 there
 * @param filled the levels of the picture whose surroundings were drawn into the region; empty where L is what it begins with
 */
record Painting(Tones tones, Placement place, float[] weights, float[] region, Optional<float[][]> filled) {
    private static final double UNCHANGED = 4;
    private static final double CHANGED = 24;

    Painting(Tones tones, Placement place, float[] weights, float[] region) {
        this(tones, place, weights, region, Optional.empty());
    }

    /** Returns this one beginning with its surroundings. */
    Painting fromAround() {
        float[][] levels = shown();
        float[] mask = mask();
        boolean[] hole = new boolean[mask.length];
        boolean[] unknown = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            hole[i] = mask[i] > 0;
            // What stands around the box is its mirror image, which may show what is to go.
            unknown[i] = hole[i] || !place.inner().contains(i % place.width(), i / place.width());
        }
        Completion.fill(levels, hole, unknown, place.width());
        return new Painting(tones, place, weights, region, Optional.of(levels));
    }

    /** Returns the picture that the model sees: red, green and blue from 0 to 1, [3][pixels]. */
    float[][] picture() {
        float[][] picture = tones.colours(shown());
        for (float[] colour : picture) for (int i = 0; i < colour.length; i++) colour[i] = Shade.clip(colour[i]) / 255;
        return picture;
    }

    /** Returns a picture as the model takes it. */
    static SourceImage source(float[][] picture, int width) {
        int n = picture[0].length;
        float[] rgb = new float[3 * n];
        for (int c = 0; c < 3; c++) System.arraycopy(picture[c], 0, rgb, c * n, n);
        return SourceImage.of(width, n / width, rgb);
    }

    /** Returns the levels of the picture, within what the display shows. */
    private float[][] shown() {
        if (filled.isPresent())
            return Arrays.stream(filled.get()).map(float[]::clone).toArray(float[][]::new);
        float[][] levels = tones.levels(place.box());
        for (int c = 0; c < levels.length; c++) {
            for (int i = 0; i < levels[c].length; i++) levels[c][i] = Shade.clip(levels[c][i]);
            levels[c] = place.toPicture(levels[c]);
        }
        return levels;
    }

    /** Returns which pixels of the picture may change, 1 if any that it stands for may, else 0. */
    float[] mask() {
        float[] mask = place.largest(region);
        for (int i = 0; i < mask.length; i++) mask[i] = mask[i] > 0 ? 1 : 0;
        return mask;
    }

    /** Returns the plane with the reconstruction inside of the region; the plane itself if it does not begin with it. */
    ImageProcessor[] reconstructed(int[] reconstruction) {
        if (filled.isPresent()) return copies();
        return painted(reconstruction, reconstruction, true);
    }

    /** Returns the plane with the edit inside of the region. */
    ImageProcessor[] edited(int[] reconstruction, int[] edit) {
        return painted(reconstruction, edit, false);
    }

    private ImageProcessor[] painted(int[] reconstruction, int[] edit, boolean all) {
        float[][] near = shown();
        float[][] before = tones.levels(colours(reconstruction), near);
        float[][] after = tones.levels(colours(edit), near);
        float[] replaced = place.toBox(replaced(before, after, all));
        float[][] changes = tones.levels(place.box());
        for (int c = 0; c < changes.length; c++) {
            float[] r = place.toBox(before[c]);
            float[] e = place.toBox(after[c]);
            float[] around = filled.isPresent() ? place.toBox(filled.get()[c]) : null;
            for (int i = 0; i < r.length; i++) {
                float own = changes[c][i];
                float begun = around == null ? own : around[i];
                boolean stays = weights[i] == 0 || !Float.isFinite(own);
                changes[c][i] = stays ? 0 : weights[i] * (begun - own + e[i] - r[i] - replaced[i] * (begun - r[i]));
            }
        }
        ImageProcessor[] copies = copies();
        tones.add(changes, place.box(), copies);
        return copies;
    }

    private ImageProcessor[] copies() {
        return Arrays.stream(tones.pixels()).map(ImageProcessor::duplicate).toArray(ImageProcessor[]::new);
    }

    /** Returns w of each pixel of the picture: of the largest change among it and its eight neighbours. */
    private float[] replaced(float[][] before, float[][] after, boolean all) {
        int width = place.width();
        float[] replaced = new float[before[0].length];
        for (int i = 0; i < replaced.length; i++) {
            double change = all ? CHANGED : 0;
            for (int y = Math.max(0, i / width - 1); y <= Math.min(place.height() - 1, i / width + 1); y++) {
                for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
                    for (int c = 0; c < before.length; c++)
                        change = Math.max(change, Math.abs(after[c][y * width + x] - before[c][y * width + x]));
                }
            }
            replaced[i] = (float) Math.max(0, Math.min(1, (change - UNCHANGED) / (CHANGED - UNCHANGED)));
        }
        return replaced;
    }

    private static float[][] colours(int[] argb) {
        float[][] colours = new float[3][argb.length];
        for (int i = 0; i < argb.length; i++) {
            colours[0][i] = argb[i] >> 16 & 255;
            colours[1][i] = argb[i] >> 8 & 255;
            colours[2][i] = argb[i] & 255;
        }
        return colours;
    }
}
