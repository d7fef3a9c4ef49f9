package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.clip.ClipModel;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * What CLIP says of an edited image: cosines, from -1 to 1, the more alike the larger. NaN where there is nothing to compare: a
 * CLIP folder without its text encoder, or an edit whose prompts are the same.
 *
 * @param source of the edited image and its source
 * @param prompt of the edited image and the source prompt
 * @param target of the edited image and the edited prompt
 * @param direction of the change of the image and the change of the prompt (directional similarity)
 */
public record ClipScore(double source, double prompt, double target, double direction) {
    /**
     * Asks a CLIP model. It is loaded for this and closed again.
     *
     * @param folder of CLIP in the layout of transformers
     * @param request of the edit, for its prompts
     * @param sources the source of each edited image; the same object where it is the same one
     * @param edited images
     * @throws org.prompttoprompt.Refusal if the folder is no CLIP model, naming what is wrong
     * @throws CancellationException if {@code progress} stopped it
     */
    public static List<ClipScore> of(
            Path folder, EditRequest request, List<SourceImage> sources, List<SourceImage> edited, Progress progress) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                progress.goOn(0, 1, "Loading CLIP");
                ClipModel clip = ClipModel.open(folder, manager);
                String prompt = request.get(Option.PROMPT);
                boolean two = request.task().options().contains(Option.TARGET)
                        && !request.get(Option.TARGET).isBlank();
                float[] before = clip.readsTexts() ? clip.text(prompt) : null;
                float[] after = clip.readsTexts() && two ? clip.text(request.get(Option.TARGET)) : null;
                Map<SourceImage, float[]> known = new IdentityHashMap<>();
                List<ClipScore> scores = new ArrayList<>();
                for (int i = 0; i < edited.size(); i++) {
                    if (!progress.goOn(i, edited.size(), "Asking CLIP")) throw new CancellationException("Stopped");
                    float[] source = known.computeIfAbsent(sources.get(i), clip::image);
                    float[] image = clip.image(edited.get(i));
                    scores.add(new ClipScore(
                            ClipModel.cosine(source, image),
                            before == null ? Double.NaN : ClipModel.cosine(image, before),
                            after == null ? Double.NaN : ClipModel.cosine(image, after),
                            after == null ? Double.NaN : ClipModel.direction(source, image, before, after)));
                }
                return scores;
            }
        });
    }
}
