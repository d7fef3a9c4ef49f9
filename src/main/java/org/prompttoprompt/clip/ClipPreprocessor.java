package org.prompttoprompt.clip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.image.SourceImage;

/**
 * How an image is made ready for CLIP (transformers, CLIPImageProcessor): its shorter side to a size by the bicubic resampling of
 * Pillow, the middle cut out, and the mean of what CLIP was trained on taken away.
 *
 * @param shortest the shorter side after resampling, in pixels
 * @param crop the side of the middle that is seen
 * @param mean of red, green and blue, of 0 to 1
 * @param deviation likewise
 */
record ClipPreprocessor(int shortest, int crop, List<Double> mean, List<Double> deviation) {
    private static final int BICUBIC = 3;
    private static final int COLOURS = 3;
    private static final int LEVELS = 255;
    private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

    /**
     * Reads a folder's preprocessor_config.json.
     *
     * @throws Refusal if it is not there, or asks for what is done otherwise
     */
    static ClipPreprocessor of(Path folder) {
        Path file = folder.resolve("preprocessor_config.json");
        if (!Files.exists(file))
            throw new Refusal(
                    "clip=" + folder + " has no preprocessor_config.json, which tells how images are made ready: take"
                            + " all files of the CLIP model.");
        Config config = Config.open(file);
        for (String step : List.of("do_resize", "do_center_crop", "do_rescale", "do_normalize"))
            config.allow(step, true);
        config.allow("resample", BICUBIC);
        config.ignore(
                "do_convert_rgb",
                "image_processor_type",
                "feature_extractor_type",
                "processor_class",
                "rescale_factor",
                "use_square_size",
                "data_format",
                "default_to_square",
                "device",
                "disable_grouping",
                "input_data_format",
                "return_tensors",
                "do_pad",
                "pad_size",
                "image_seq_length");
        int shortest = config.getSide("size", 224, "shortest_edge");
        int crop = config.getSide("crop_size", shortest, "height", "width");
        ClipPreprocessor found = new ClipPreprocessor(
                shortest, crop, config.getDoubles("image_mean", MEAN), config.getDoubles("image_std", DEVIATION));
        config.requireAllRead();
        if (crop > shortest || found.mean.size() != COLOURS || found.deviation.size() != COLOURS)
            throw new Refusal(file + ": crop_size " + crop + " must be at most size " + shortest
                    + ", and image_mean and image_std have a value for each of three colours.");
        if (shortest > ClipVisionModel.LARGEST)
            throw config.refuse("size", "it must be at most " + ClipVisionModel.LARGEST);
        if (found.deviation.stream().anyMatch(value -> !(value > 0)))
            throw config.refuse("image_std", "each must be above 0");
        return found;
    }

    /** Returns the image as CLIP takes it: all of red, then green, then blue, crop x crop values each. */
    float[] of(SourceImage image) {
        int width = image.width();
        int height = image.height();
        double scale = (double) shortest / Math.min(width, height);
        int w = width <= height ? shortest : (int) (scale * width);
        int h = height <= width ? shortest : (int) (scale * height);
        float[] rgb = image.rgb();
        float[] ready = new float[COLOURS * crop * crop];
        for (int c = 0; c < COLOURS; c++) {
            float[] levels = new float[width * height];
            for (int i = 0; i < levels.length; i++) levels[i] = Math.round(rgb[c * levels.length + i] * LEVELS);
            float[] resized = Bicubic.of(levels, width, height, w, h);
            int top = (h - crop) / 2;
            int left = (w - crop) / 2;
            for (int y = 0; y < crop; y++)
                for (int x = 0; x < crop; x++)
                    ready[(c * crop + y) * crop + x] =
                            (float) ((resized[(top + y) * w + left + x] / LEVELS - mean.get(c)) / deviation.get(c));
        }
        return ready;
    }
}
