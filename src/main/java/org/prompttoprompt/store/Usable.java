package org.prompttoprompt.store;

import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Damage;
import org.prompttoprompt.model.ModelLook;

/** Whether files that are as their server has them can be used: check sums tell of the way, and not of the source. */
final class Usable {
    private Usable() {}

    /**
     * Returns what came.
     *
     * @throws Refusal if it is of no use here, with the way to be rid of it
     */
    static ModelLook require(Path partial, Offer offer) {
        ModelLook look = ModelLook.at(partial);
        if (look.use() != ModelLook.Use.NONE) return look;
        throw new Refusal(offer.source() + " came whole, but cannot be used here: "
                + Damage.atSource(look.problem()).replace(partial.toString(), offer.name())
                + " It was not installed."
                + (new Unfinished(offer.name(), partial).bytes() > 0
                        ? " models remove " + offer.name() + " takes away what came, as Models... does."
                        : ""));
    }

    /** Returns what is known against a model whose check sums are right, as a line behind them; empty of a sound one. */
    static Optional<String> finding(String name, Path place) {
        ModelLook look = ModelLook.at(place);
        if (look.use() != ModelLook.Use.NONE) return Optional.empty();
        return Optional.of("FAIL  The files of " + name + " are those that were noted, but cannot be used: "
                + Damage.atSource(look.problem()) + " Take another model or another copy; models remove " + name
                + " takes this one away.");
    }
}
