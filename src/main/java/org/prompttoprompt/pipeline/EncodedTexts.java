package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.model.Conditioning;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.TextMix;
import org.prompttoprompt.request.EditValues;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.TextShare;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.unet.Context;

/** Encodes the prompts of a job: the empty one where it is read, the source's, and what its variants read of both. */
record EncodedTexts(Job job, StableDiffusion model) {
    Contexts encoded(NDManager manager) {
        Settings settings = job.settings();
        Conditioning how =
                new Conditioning(settings.drawn().clipSkip(), settings.drawn().told());
        Context source = model.encode(manager, job.source(), how);
        Context target = model.encode(manager, job.target(), how);
        // Without guidance only ways into an image read it.
        boolean read =
                model.unet.mixing(settings.guidance()) != 1 || settings.way().isPresent();
        return new Contexts(
                read ? Optional.of(guided(model.encodeNegative(manager, job.negative(), how))) : Optional.empty(),
                guided(source),
                targets(source, target).stream().map(this::guided).toList());
    }

    /** One for each place that {@link Edits} gave to variants; the edited prompt where there are none. */
    private List<Context> targets(Context source, Context target) {
        List<Context> targets = new ArrayList<>();
        List<TextShare> read = new ArrayList<>();
        for (EditValues values : job.settings().variants()) {
            TextShare text = values.text();
            if (read.contains(text)) continue;
            read.add(text);
            if (text.equals(TextShare.TARGET)) targets.add(target);
            else if (Edits.isSource(values, job.settings())) targets.add(source);
            else
                targets.add(new TextMix(
                                text.mix(), text.spherical(), job.alignment().partners())
                        .of(source, target));
        }
        return targets.isEmpty() ? List.of(target) : targets;
    }

    private Context guided(Context context) {
        return model.unet.guided(context, job.settings().guidance());
    }
}
