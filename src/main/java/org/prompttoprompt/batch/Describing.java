package org.prompttoprompt.batch;

import ij.process.ImageProcessor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.dataset.Drawn;
import org.prompttoprompt.dataset.Entry;
import org.prompttoprompt.dataset.Hash;
import org.prompttoprompt.dataset.LabelImage;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.Split;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.metrics.DifferenceHash;
import org.prompttoprompt.metrics.Ssim;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.Option;

/**
 * Measures and labels what was drawn.
 *
 * @param split gives the part of each
 * @param pixels their type
 * @param judges whether the model is asked if it sees the edit
 */
record Describing(Split split, Pixels pixels, boolean judges) {
    /** Smaller images have no window of {@link Ssim}. */
    private static final int LEAST_SIDE = 11;

    Drawn source(Sample sample, ImageProcessor image, Optional<AttentionMaps> maps, String recipe) {
        boolean given = sample.image().isPresent();
        Optional<LabelImage> labels = new Labelling(sample).of(image, maps);
        return drawn(
                sample,
                sample.sourceId(),
                Entry.SOURCE,
                "",
                image,
                labels,
                given ? "" : recipe,
                List.of(Double.NaN, Double.NaN, Double.NaN));
    }

    Drawn sample(
            Sample sample,
            ImageProcessor image,
            ImageProcessor source,
            Optional<AttentionMaps> maps,
            String recipe,
            MapSummary summary,
            PromptToPrompt p2p) {
        Optional<LabelImage> labels = new Labelling(sample).of(image, maps);
        boolean edit = source != null;
        double agreement =
                summary.agreement().isEmpty() ? Double.NaN : summary.agreement().get(0);
        double likeness = edit ? likeness(image, source, summary) : Double.NaN;
        double judged = edit && judges ? judged(sample, image, p2p) : Double.NaN;
        return drawn(
                sample,
                sample.id(),
                edit ? Entry.EDIT : Entry.IMAGE,
                edit ? sample.sourceId() : "",
                image,
                labels,
                recipe,
                List.of(agreement, likeness, judged));
    }

    private Drawn drawn(
            Sample sample,
            String id,
            String role,
            String source,
            ImageProcessor image,
            Optional<LabelImage> labels,
            String recipe,
            List<Double> scores) {
        ImageProcessor typed = pixels.of(image);
        Entry entry = new Entry(
                id,
                role,
                source,
                sample.scene().substring(0, Hash.NAME),
                sample.row(),
                sample.part(split),
                recipe,
                Hash.of(bytes(typed)),
                image.getWidth(),
                image.getHeight(),
                rounded(scores.get(0)),
                rounded(scores.get(1)),
                rounded(scores.get(2)),
                DifferenceHash.of(colours(image), image.getWidth()),
                labels.isPresent() ? sample.labels() : LabelKind.NONE,
                labels.map(LabelImage::classes).orElse(List.of()),
                labels.map(LabelImage::areas).orElse(List.of()));
        return new Drawn(entry, typed, labels);
    }

    private static double rounded(double value) {
        return Double.isNaN(value) ? value : Math.rint(value * 1e6) / 1e6;
    }

    private static int[] colours(ImageProcessor image) {
        return (int[]) image.convertToRGB().getPixels();
    }

    private static double likeness(ImageProcessor image, ImageProcessor source, MapSummary summary) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (Math.min(width, height) < LEAST_SIDE) return Double.NaN;
        boolean[] inside = new boolean[width * height];
        if (!summary.masks().isEmpty()) inside = summary.masks().get(0).atSize(width, height);
        boolean[] changed = inside;
        return Ssim.of(colours(source), colours(image), width, i -> !changed[i]);
    }

    /** Of images of the model's size; of others it has seen a part, or another size. */
    private static double judged(Sample sample, ImageProcessor image, PromptToPrompt p2p) {
        int n = image.getPixelCount();
        boolean whole = String.valueOf(image.getWidth()).equals(sample.request().get(Option.WIDTH))
                && String.valueOf(image.getHeight()).equals(sample.request().get(Option.HEIGHT));
        if (!whole) return Double.NaN;
        int[] argb = colours(image);
        float[] rgb = new float[3 * n];
        for (int i = 0; i < n; i++) for (int c = 0; c < 3; c++) rgb[c * n + i] = (argb[i] >> 16 - 8 * c & 255) / 255f;
        SourceImage seen = SourceImage.of(image.getWidth(), image.getHeight(), rgb);
        return p2p.judge()
                .edits(sample.request(), new ArrayList<>(List.of(seen)), Progress.NONE)
                .get(0);
    }

    private static byte[] bytes(ImageProcessor image) {
        byte[] bytes = new byte[8 + 4 * image.getPixelCount()];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.putInt(image.getWidth()).putInt(image.getHeight());
        for (int i = 0; i < image.getPixelCount(); i++) out.putInt(image.get(i));
        return bytes;
    }
}
