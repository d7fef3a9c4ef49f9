package org.prompttoprompt.studio;

import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;

/**
 * A request for one image, where its recipe may have asked for several.
 *
 * @param request with one value of each option that may be swept
 * @param note one sentence that names the values taken of several, empty if there was one of each
 */
record OneImage(EditRequest request, String note) {
    /** Returns the first image of a request. */
    static OneImage of(EditRequest request) {
        return of(request, request);
    }

    /** Returns the image of the slice of this label; for a source slice the first edit of its source. */
    static OneImage of(Recipe recipe, String label) {
        EditRequest all = recipe.request();
        EditRequest slice = recipe.ofSlice(label).request();
        return of(
                all,
                recipe.frame(label).filter(FrameKey::source).isPresent()
                        ? all.with(Option.SEED, slice.get(Option.SEED))
                        : slice);
    }

    private static OneImage of(EditRequest all, EditRequest chosen) {
        EditRequest one = chosen;
        List<String> taken = new ArrayList<>();
        for (Option option : Option.SWEPT) {
            if (!all.task().options().contains(option)) continue;
            SweptValue value = chosen.sweptValues(option).get(0);
            one = one.with(option, value);
            boolean acts = option != Option.WEIGHT || all.takesWeight();
            if (acts && all.sweptValues(option).size() > 1)
                taken.add(option.key() + "=" + value + " of " + all.get(option));
        }
        String note = taken.isEmpty()
                ? ""
                : "The recipe has several images; the Studio makes one: " + String.join(" and ", taken) + ".";
        return new OneImage(one, note);
    }
}
