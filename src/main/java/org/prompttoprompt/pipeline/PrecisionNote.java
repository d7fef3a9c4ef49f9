package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Note;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;

/** What a report says of the precision: that and why it was half, that weights were held in eight bits, or that it was not the recipe's. */
final class PrecisionNote {
    private PrecisionNote() {}

    /** Returns it, a sentence each; none where all was computed in single precision, and the recipe names no other. */
    static List<String> of(EditRequest request, StableDiffusion model) {
        String recipe = request.dtype();
        Optional<String> other = recipe.isEmpty() || recipe.equals(model.dtype())
                ? Optional.empty()
                : Optional.of(instead(recipe, model));
        List<String> notes = new ArrayList<>();
        other.map(Note::line).ifPresent(notes::add);
        boolean followed = Precision.named(recipe.split(" ")[0]).equals(Optional.of(model.precision));
        ChosenPrecision.why(model.precision, followed).ifPresent(notes::add);
        if (model.dtype().endsWith(HeldAs.INT8.toString()))
            notes.add(Note.line("The network's weights were held in eight bits, as " + HeldAs.asked()
                    + ". Images differ a little; the recipe tells it, and a recorded line does not."));
        return notes;
    }

    /** Returns that other runs of a model are computed in another precision than it is loaded in now; empty where they are not. */
    static Optional<String> ofRuns(StableDiffusion model) {
        Precision runs = model.spec.unbound().precision();
        if (runs == model.precision) return Optional.empty();
        return Optional.of("Its runs are computed in " + runs + ", in which a step takes another time"
                + ChosenPrecision.faster(runs) + ".");
    }

    private static String instead(String recipe, StableDiffusion model) {
        Optional<Precision> wished = Precision.named(recipe.split(" ")[0]);
        String why = wished.equals(Optional.of(model.precision))
                ? "PROMPTTOPROMPT_WEIGHTS, or what is chosen for weights in Models... > Engine, is another than it was"
                : wished.map(ChosenPrecision::whyNot).orElse("this version knows no such type");
        return "The recipe was computed in " + recipe + " and this in " + model.dtype()
                + ", so that the images may differ a little: " + why + ".";
    }
}
