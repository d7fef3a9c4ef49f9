package org.prompttoprompt.store;

import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;

/** What a check or a repair of a model that comes with the plugin does: both compare its files with those of the jar, which mends them. */
final class EmbeddedCheck {
    private EmbeddedCheck() {}

    /**
     * Compares the files of an embedded model.
     *
     * @return what came of it; empty of a name that is none of an embedded model
     * @throws Refusal if they cannot be unpacked
     */
    static Optional<Outcome> of(String name) {
        String called = name.strip();
        if (!EmbeddedModel.NAMES.contains(called)) return Optional.empty();
        Optional<String> finding = Usable.ofUnknown(called, EmbeddedModel.compared(called));
        return Optional.of(finding.map(Outcome::wrong)
                .orElseGet(() -> Outcome.well(called
                        + " comes with the plugin: all its files are those of the plugin's jar; one that was not would"
                        + " have been unpacked anew now.")));
    }
}
