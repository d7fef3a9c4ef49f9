package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordValue;

/**
 * Asks a request's model about images: whether an edit has happened in them, whether a prompt fits them, and where two prompts
 * disagree. Nothing is drawn. From any thread, as the facade.
 *
 * <pre>{@code
 * List<Double> judged = p2p.judge().edits(request, images, Progress.NONE); // below 0: the edit has happened
 * }</pre>
 */
public final class ImageJudge {
    private final PromptToPrompt facade;
    private final KeptInversions kept;

    ImageJudge(PromptToPrompt facade, KeptInversions kept) {
        this.facade = facade;
        this.kept = kept;
    }

    /**
     * Returns how far an edit has happened in images, as the model itself sees it: its error under the edited prompt less that
     * under the source prompt ({@link org.prompttoprompt.inversion.PromptErrors}; 16 rows an image). Below 0 the model takes the
     * image for the edited prompt's, above for the source's. NaN where both prompts are the same.
     *
     * @throws Refusal if the request's model cannot be loaded
     * @throws CancellationException if {@code progress} stopped it
     */
    public List<Double> edits(EditRequest request, List<SourceImage> images, Progress progress) {
        if (request.kind() == Task.REWEIGHT || request.kind() == Task.GENERATE) {
            return images.stream().map(image -> Double.NaN).toList();
        }
        List<String> prompts = List.of(request.get(Option.PROMPT), request.get(Option.TARGET));
        return differences(request, images, prompts, progress);
    }

    /**
     * Returns how well the source prompt of a request does not fit an image: the model's error under it less that under the
     * empty prompt. Above 0 the prompt says less of the image than nothing would.
     */
    public double misfit(EditRequest request, SourceImage image, Progress progress) {
        return differences(request, List.of(image), List.of("", request.get(Option.PROMPT)), progress)
                .get(0);
    }

    private List<Double> differences(
            EditRequest request, List<SourceImage> images, List<String> prompts, Progress progress) {
        return facade.onModel(
                request,
                progress,
                model -> new Probe(model, progress)
                        .errors(images, prompts).stream().map(e -> e[1] - e[0]).toList());
    }

    /** Returns what the request's model sees in images, all of one size; a row each. */
    public List<ImageFeatures> features(EditRequest request, List<SourceImage> images, Progress progress) {
        return facade.onModel(request, progress, model -> new FeatureReader(new Probe(model, progress)).of(images));
    }

    /**
     * Returns where an edit would change an image: where the model's predictions under the two prompts differ ({@link
     * org.prompttoprompt.inversion.DifferenceMask}; 20 rows). The mask of an edit whose option {@code automatic} is yes, or local,
     * which is empty, for everywhere, where they differ in most of the image.
     *
     * @throws Refusal if the prompts differ nowhere and the option is yes, or the request cannot be run
     */
    public Optional<ImageMask> mask(EditRequest request, SourceImage image, Progress progress) {
        return facade.onModel(
                request,
                progress,
                model -> AutoMask.of(request, image, model, kept, progress).mask());
    }

    /**
     * Returns where words of the source prompt act in an image, as a local blend on them would begin: the words and the threshold of
     * the request's {@code blend} (8 rows). Empty where it names none.
     *
     * @throws Refusal if a word is not in the prompt, or the request cannot be run
     */
    public Optional<ImageMask> words(EditRequest request, SourceImage image, Progress progress) {
        List<WordName> words = WordValue.parse(Option.BLEND, request.get(Option.BLEND)).stream()
                .map(WordValue::word)
                .toList();
        if (words.isEmpty()) return Optional.empty();
        double threshold = request.number(Option.THRESHOLD, 0, 1);
        return Optional.of(facade.onModel(
                request,
                progress,
                model -> new ImageAttention(new Probe(model, progress), image, request.get(Option.PROMPT))
                        .words(words, threshold, request.get(Option.DETAIL).equals("fine"), request, Option.BLEND)));
    }

    /**
     * Returns how much each pixel of the latents and a place of an image look at each other, row after row: self-attention, 1 being
     * the mean (8 rows).
     *
     * @param y the place as a share of the height, 0 to 1
     * @param x likewise
     */
    public float[] alike(EditRequest request, SourceImage image, double y, double x, Progress progress) {
        return facade.onModel(
                request,
                progress,
                model -> new ImageAttention(new Probe(model, progress), image, request.get(Option.PROMPT)).alike(y, x));
    }
}
