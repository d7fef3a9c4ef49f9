package org.prompttoprompt.store;

import java.util.Optional;
import org.prompttoprompt.engine.EngineSetting;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.PrecisionChoice;

/** What is set and chosen for the numbers that models compute with, in sentences. */
final class EngineWords {
    private EngineWords() {}

    /** Returns that nothing computes, and why, where a setting is wrong. */
    static Optional<String> problem() {
        return EngineSettings.problem().map(wrong -> "Nothing computes as it is: " + wrong);
    }

    /** Returns from when on something that was chosen counts, unless a setting goes before it or keeps all from computing. */
    static String counts(String name, String from) {
        return (" " + problem().or(() -> EngineSetting.winning(name)).orElse(from)).stripTrailing();
    }

    /** Returns how precisely models compute. */
    static String precision() {
        return EngineSetting.winning("precision")
                .orElseGet(
                        () -> PrecisionChoice.problem().map(told -> told + " ").orElse("")
                                + PrecisionChoice.read().inWords());
    }

    /** Returns how weights are held, where that is not as they are computed with, behind other sentences. */
    static String weights() {
        boolean usual = HeldAs.kept() == HeldAs.FULL;
        return EngineSetting.winning("weights")
                .or(HeldAs::problem)
                .or(() -> usual ? Optional.empty() : Optional.of(HeldAs.kept().inWords()))
                .map(said -> " " + said)
                .orElse("");
    }
}
