package org.prompttoprompt.dataset;

import java.util.Map;
import org.prompttoprompt.ij.PngTexts;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** What files say of their image in words. */
final class Texts {
    private Texts() {}

    /** Returns the texts of a PNG file; none for an image of the user's, which nobody drew. */
    static Map<String, String> of(Entry entry) {
        return entry.recipe().isEmpty() ? Map.of() : PngTexts.of(new Recipe(entry.recipe()));
    }

    /** Returns what an image shows, empty for an image of the user's. */
    static String caption(Entry entry) {
        if (entry.recipe().isEmpty()) return "";
        EditRequest request = entry.request();
        boolean edited = request.kind() == Task.SWAP || request.kind() == Task.PHRASE;
        return request.get(edited ? Option.TARGET : Option.PROMPT);
    }
}
