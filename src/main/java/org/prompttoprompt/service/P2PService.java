package org.prompttoprompt.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.ClipScore;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Tokens;
import org.scijava.service.SciJavaService;

/**
 * Prompt-to-Prompt for scripts, without dialogs. The model is loaded at the first call and kept; calls queue.
 *
 * <pre>{@code
 * #@ P2PService p2p
 * stack = p2p.wordSwap("a cat riding on a bicycle", "a cat riding on a car", "0:0.1:1")
 * }</pre>
 *
 * Every method throws {@link org.prompttoprompt.Refusal} with one readable sentence if the request cannot be run.
 *
 * <p>No declared method or field here, or in the class behind, names a type of ImageJ 1.x: SciJava looks at them when it makes the
 * service, which may be before imagej-legacy patches these types, and a type that is loaded cannot be patched any more, for
 * nobody. Therefore images and tables are declared as {@code Object}; Java code that wants types has {@code
 * Stacks.of(p2p.run(request, Progress.NONE))}.
 */
public interface P2PService extends SciJavaService {
    /**
     * Makes the images of a request and hears how it goes on.
     *
     * @throws java.util.concurrent.CancellationException with the reason, if {@code progress} stops it while it waits for the run
     *     before, if the calling thread is interrupted or if the context is disposed: a run ends within a layer of the
     *     network then. Stopped by {@code progress} later, the result holds what was finished
     */
    EditResult run(EditRequest request, Progress progress);

    /** Makes the images of a request with an image or a mask given beside it, of the request's size. */
    EditResult run(EditRequest request, EditInput input, Progress progress);

    /**
     * Makes the images of a request and keeps how its source was drawn: the next edit of the same source costs half. Its
     * images differ from those of {@link #run(EditRequest, Progress)} by at most one of 256 levels.
     */
    EditResult edit(EditRequest request, Progress progress);

    /** Makes the images of a request likewise, with an image or a mask given beside it, of the request's size. */
    EditResult edit(EditRequest request, EditInput input, Progress progress);

    /**
     * Returns how far an edit has happened in images of the request's size, as the model itself sees it: below 0 it takes an image
     * for the edited prompt's, above for the source prompt's; 16 network rows an image.
     */
    List<Double> judge(EditRequest request, List<SourceImage> images, Progress progress);

    /**
     * Returns what CLIP says of edited images: how like they are to their sources and to the request's prompts, and whether they changed as
     * the prompts did.
     *
     * @param folder of a CLIP model in the layout of transformers
     * @param sources the source of each image
     */
    List<ClipScore> clip(
            Path folder, EditRequest request, List<SourceImage> sources, List<SourceImage> images, Progress progress);

    /**
     * Returns where an edit of an image would act: where the prompts disagree about it, if the request asks for an automatic mask
     * (20 network rows), or where the words of its {@code blend} act (8); empty for everywhere.
     */
    Optional<ImageMask> region(EditRequest request, SourceImage image, Progress progress);

    /**
     * Returns how much each pixel of the latents and a place of an image look at each other, row after row: self-attention, 1 being
     * the mean (8 network rows).
     *
     * @param y the place as a share of the height, 0 to 1
     * @param x likewise
     */
    float[] alike(EditRequest request, SourceImage image, double y, double x, Progress progress);

    /** Forgets the inversions of images that were edited, in memory and on disk. */
    void clearInversions();

    /** Forgets the source that {@link #edit} keeps. */
    void forgetSource();

    /** Returns the request with the values that it leaves to the model filled in; at once, even while another runs. */
    EditRequest resolve(EditRequest request);

    /** Returns what the model of a request wants by default and what is usual with it; at once, even while another runs. */
    ModelDefaults defaults(EditRequest request);

    /**
     * Draws the source image of a request and returns where its words act.
     *
     * @param eachStep whether each step's maps are kept apart, else their average
     * @param components how many main patterns of the self-attention are wanted, 0 to 16
     */
    AttentionMaps attention(EditRequest request, boolean eachStep, int components, Progress progress);

    /** {@link #attention} on average, spread by self-attention and drawn along the image's edges: a value for each pixel of the image. */
    AttentionMaps fineAttention(EditRequest request, int components, Progress progress);

    /**
     * Compares the model of a request with the pixels that are published of it, and looks at what must hold of any model.
     *
     * @param published name of the published model, empty to tell it by the model's own
     */
    String verify(EditRequest request, String published, Progress progress);

    /** Draws the first image of a request and returns how, step by step; of an edit two films, the source's first. */
    List<Film> films(EditRequest request, Progress progress);

    /**
     * Lends the facade to a job in its turn: nobody draws between the job's calls, and others wait until it ends.
     *
     * @param request for which it is wanted, as those who wait read it
     */
    <T> T lend(EditRequest request, Progress progress, Function<PromptToPrompt, T> job);

    /** Returns how the model of the request reads a prompt; at once, even while another runs. */
    Tokens tokens(EditRequest request, String prompt);

    /** Loads the model of a request where it is not, and returns its name with the beginning of its hash. */
    String load(EditRequest request, Progress progress);

    /** Returns the images of a request as a stack, an {@code ij.ImagePlus} that carries its recipe. */
    default Object run(EditRequest request) {
        return Scripts.stack(run(request, Progress.NONE));
    }

    /** Returns an image of the prompt, an {@code ij.ImagePlus}. */
    default Object generate(String prompt) {
        return run(EditRequest.of(Task.GENERATE).with("prompt", prompt));
    }

    /**
     * Returns the source image and, for each tau (a value, a list or a range), the image with words swapped, as an {@code
     * ij.ImagePlus}.
     */
    default Object wordSwap(String prompt, String target, String tau) {
        return run(EditRequest.of(Task.SWAP)
                .with("prompt", prompt)
                .with("target", target)
                .with("tau", tau));
    }

    /**
     * Returns the source image and, for each tau, the image with the words that only the target has, as an {@code
     * ij.ImagePlus}.
     */
    default Object addPhrase(String prompt, String target, String tau) {
        return run(EditRequest.of(Task.PHRASE)
                .with("prompt", prompt)
                .with("target", target)
                .with("tau", tau));
    }

    /** Returns the source image and, for each weight, the image with these words' attention times it, as an {@code ij.ImagePlus}. */
    default Object reweight(String prompt, String words, String weight) {
        return run(EditRequest.of(Task.REWEIGHT)
                .with("prompt", prompt)
                .with("words", words)
                .with("weight", weight));
    }

    /**
     * Returns a film from one prompt to another by their texts, in equal steps as the model sees them, as an {@code ij.ImagePlus}: as many
     * frames, 2 to 200, the first the prompt's own image and the last the edited prompt's.
     */
    default Object interpolate(String prompt, String target, int frames) {
        return interpolate(new InterpolationRequest()
                .with("prompt", prompt)
                .with("target", target)
                .with("frames", frames));
    }

    /** Returns the film that is asked for, an {@code ij.ImagePlus}. */
    default Object interpolate(InterpolationRequest request) {
        return Scripts.film(this, request);
    }

    /**
     * Edits an image of any type, inside of its selection if it has one: returns the reconstruction and, for each tau, the
     * edited image, with the size, type and calibration of the original, as an {@code ij.ImagePlus}.
     *
     * @param image an {@code ij.ImagePlus}
     */
    default Object editImage(Object image, String prompt, String target, String tau) {
        return editImage(
                image,
                EditRequest.of(Task.EDIT)
                        .with("prompt", prompt)
                        .with("target", target)
                        .with("tau", tau));
    }

    /** Edits an {@code ij.ImagePlus} as a request of {@link Task#EDIT} says, and returns another. */
    default Object editImage(Object image, EditRequest request) {
        return Scripts.edited(this, image, null, request);
    }

    /** Edits an {@code ij.ImagePlus} where another of its size is not black. */
    default Object editImage(Object image, Object mask, EditRequest request) {
        return Scripts.edited(this, image, mask, request);
    }

    /**
     * Returns how far each edited image of a result is from its source: an {@code ij.measure.ResultsTable} with a row per slice,
     * MSE, PSNR and SSIM, and, of a swap or a phrase, how far the edit has happened ({@link #judge}).
     *
     * @param result the {@code ij.ImagePlus} of an edit
     */
    default Object metrics(Object result) {
        return Scripts.metrics(this, result, null);
    }

    /** Returns the same with what CLIP says ({@link #clip}), of a folder in the layout of transformers. */
    default Object metrics(Object result, String clip) {
        return Scripts.metrics(this, result, clip);
    }
}
