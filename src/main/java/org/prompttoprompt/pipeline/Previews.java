package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.image.Tensors;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.vae.AutoencoderTiny;

/**
 * Rough pictures of a run's images while it goes on: the colours of the predicted latents x₀, enlarged, or what a tiny autoencoder
 * makes of them where the model has one. They cost a small
 * share of a step; the first of a model encodes a test card besides, to fit the colours.
 *
 * @param seed whose images they are
 * @param note added to the source's label
 */
record Previews(Job job, StableDiffusion model, Progress progress, long seed, String note) {
    /** More pictures than that are too many for one window; of a larger sweep every second, third, ... is shown. */
    private static final int MOST_EDITED = 11;

    /** Returns the listener, who shows previews besides where {@code progress} wants them. */
    SweepRun.Listener with(SweepRun.Listener listener) {
        return new SweepRun.Listener() {
            @Override
            public boolean goOn(int step, NDArray latents) {
                return listener.goOn(step, latents);
            }

            @Override
            public boolean wantsOriginals(int step) {
                return progress.wantsPreview(step);
            }

            @Override
            public void originals(int step, NDArray originals) {
                show(step, originals);
            }
        };
    }

    private void show(int step, NDArray originals) {
        try (NDScope scope = new NDScope()) {
            // A tiny autoencoder decodes as quickly as others guess colours.
            boolean decodes = model.vae instanceof AutoencoderTiny;
            NDArray small = decodes ? originals : model.colours().colours(originals);
            List<Frame> images = new ArrayList<>();
            List<FrameKey> variants = job.settings().frames(seed).stream()
                    .filter(frame -> frame.variant() >= 0)
                    .toList();
            images.add(frame(small, 0, variants.isEmpty() ? note.replaceFirst("^, ", "") : "source" + note));
            int every = Math.max(1, (variants.size() + MOST_EDITED - 1) / MOST_EDITED);
            for (int v = 0; v < variants.size(); v += every) {
                images.add(frame(small, job.plan().row(step, v), label(variants.get(v))));
            }
            progress.preview(images);
        }
    }

    private Frame frame(NDArray small, int row, String label) {
        int factor = model.vae.factor();
        NDArray latent = small.get(row + ":" + (row + 1));
        if (model.vae instanceof AutoencoderTiny tiny) {
            return new Frame(label, Map.of(), row == 0, Tensors.toImage(tiny.decode(latent)));
        }
        long height = latent.getShape().get(2) * factor;
        long width = latent.getShape().get(3) * factor;
        return new Frame(label, Map.of(), row == 0, Tensors.toImage(Ops.bicubic(latent, height, width)));
    }

    private String label(FrameKey edit) {
        return job.settings().axes().swept().isEmpty() ? "edited" : edit.label();
    }
}
