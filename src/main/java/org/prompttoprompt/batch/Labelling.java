package org.prompttoprompt.batch;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.LabelImage;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.ij.ObjectInstances;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.ij.WordLabels;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.PromptToPrompt;

/**
 * Makes the labels of an image as its sample asks.
 *
 * @param sample that says how
 */
record Labelling(Sample sample) {
    /** What carried labels are called, whose file does not say it. */
    private static final String UNNAMED = "object";

    /**
     * Returns them; none where the sample wants none.
     *
     * @param maps where the words act, of the model's size
     * @throws Refusal if a word is not in the prompt, or the image has another size than the model's
     */
    Optional<LabelImage> of(ImageProcessor image, Optional<AttentionMaps> maps) {
        return switch (sample.labels()) {
            case NONE -> Optional.empty();
            case CARRIED -> Optional.of(carried());
            case WORDS -> Optional.of(words(image, maps(image, maps)));
            case INSTANCES -> Optional.of(instances(image, maps(image, maps)));
        };
    }

    private LabelImage carried() {
        ImagePlus labels = sample.image().orElseThrow().openLabels();
        String kind = sample.object().isEmpty() ? UNNAMED : sample.object();
        return LabelImage.of(labels.getProcessor(), kind);
    }

    private AttentionMaps maps(ImageProcessor image, Optional<AttentionMaps> maps) {
        long[] size = maps.orElseThrow().image().image().dimensionsAsLongArray();
        if (size[0] == image.getWidth() && size[1] == image.getHeight()) return maps.get();
        throw new Refusal("labels=" + sample.labels().key() + ": the image is " + image.getWidth() + " x "
                + image.getHeight() + " pixels and the model's " + size[0] + " x " + size[1]
                + ": give images of the model's size, or the file of a label image.");
    }

    private LabelImage words(ImageProcessor image, AttentionMaps maps) {
        List<NounPhrases.Thing> things = NounPhrases.of(maps).things();
        double share = PromptToPrompt.defaults(sample.request()).roiThreshold();
        return WordLabels.of(maps, things, share, false).map(LabelImage::of).orElseGet(() -> none(image));
    }

    private static LabelImage none(ImageProcessor image) {
        return new LabelImage(new ShortProcessor(image.getWidth(), image.getHeight()), List.of());
    }

    private LabelImage instances(ImageProcessor image, AttentionMaps maps) {
        List<NounPhrases.Thing> things = NounPhrases.of(maps).things();
        if (sample.object().isEmpty() && things.isEmpty()) return none(image);
        NounPhrases.Thing object = sample.object().isEmpty() ? things.get(0) : named(sample.object(), maps);
        Optional<NounPhrases.Thing> marker =
                Optional.of(sample.marker()).filter(name -> !name.isEmpty()).map(name -> named(name, maps));
        ShortProcessor labels = ObjectInstances.of(image, object, marker, maps);
        return LabelImage.of(labels, object.name());
    }

    private static NounPhrases.Thing named(String word, AttentionMaps maps) {
        return NounPhrases.ofWord(PromptWords.named(word, maps).get(0), maps);
    }
}
