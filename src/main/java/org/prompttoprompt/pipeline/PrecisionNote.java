package org.prompttoprompt.pipeline;

import java.util.Optional;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;

/** What a report says of the precision: that half of it was taken unasked, or not that of the recipe. */
final class PrecisionNote {
    private PrecisionNote() {}

    /** Returns it in a sentence; empty where there is nothing to say. */
    static Optional<String> of(EditRequest request, StableDiffusion model) {
        String recipe = request.dtype();
        if (recipe.isEmpty()) return ChosenPrecision.unasked(model.precision);
        if (recipe.equals(model.dtype())) return Optional.empty();
        Optional<Precision> wished = Precision.named(recipe.split(" ")[0]);
        String why = wished.equals(Optional.of(model.precision))
                ? "PROMPTTOPROMPT_WEIGHTS is another than it was"
                : wished.map(ChosenPrecision::whyNot).orElse("this version knows no such type");
        return Optional.of("The recipe was computed in " + recipe + " and this in " + model.dtype()
                + ", so that the images may differ a little: " + why + ".");
    }
}
