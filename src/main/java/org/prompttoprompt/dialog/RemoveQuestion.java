package org.prompttoprompt.dialog;

import java.awt.Component;
import org.prompttoprompt.store.ModelEntry;

/** Asks before a model is removed. */
final class RemoveQuestion {
    private RemoveQuestion() {}

    /** Returns whether one is to be removed, with its files or, of one that was added, from the list alone. */
    static boolean of(Component at, ModelEntry one) {
        boolean ours = one.origin() != ModelEntry.Origin.ADDED;
        String question = ours
                ? "Delete " + one.title() + " and its files (" + one.size() + ")?"
                : "Take " + one.title() + " off the list? Its files stay in " + one.place() + ".";
        return ModelsBox.ask(at, question, ours ? "Delete" : "Take Off", "Cancel") == 0;
    }

    /**
     * Returns 0 where what has come of this download alone is to be deleted, 1 where that of all is.
     *
     * @param all how many are not finished
     */
    static int ofUnfinished(Component at, ModelEntry one, long all) {
        return ModelsBox.ask(
                at,
                "Delete what has come of " + one.title() + ", or of all downloads that are not finished?",
                "Only this",
                "All " + all,
                "Cancel");
    }
}
