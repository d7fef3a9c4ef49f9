package org.prompttoprompt.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.Refusal;
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
                + look.atSource()
                + " It was not installed."
                + (look.damage().isPresent() ? " Take another model, or a copy from another place." : "")
                + (new Unfinished(offer.name(), partial).bytes() > 0
                        ? " models remove " + offer.name() + " takes away what came, as Models... does."
                        : " Nothing of it stays here."));
    }

    /** Returns what is known against a model all of whose files are those that were noted, as a line behind them; empty of a sound one. */
    static Optional<String> ofNoted(String name, Path place) {
        return line(
                place,
                look -> "The files of " + name + " are those that were noted, but cannot be used: " + look.atSource()
                        + " Take another model or another copy; models remove " + name + " takes this one away.");
    }

    /** Returns it of one of the Hugging Face cache, all of whose files are those that it names. */
    static Optional<String> ofCache(String name, Path place) {
        return line(
                place,
                look -> "The files of " + name + " are those that its cache names, but cannot be used: "
                        + look.atSource() + " Take another model or another copy.");
    }

    /** Returns it of one of which nobody has told what its files should be. */
    static Optional<String> ofUnknown(String name, Path place) {
        return line(place, look -> name + " cannot be used: " + look.problem());
    }

    private static Optional<String> line(Path place, Function<ModelLook, String> words) {
        return Optional.of(ModelLook.at(place))
                .filter(look -> look.use() == ModelLook.Use.NONE)
                .map(look -> "FAIL  " + words.apply(look));
    }
}
