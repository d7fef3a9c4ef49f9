package org.prompttoprompt.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.Finding;
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
        if (look.damage().isPresent() && !isKnown(offer)) {
            forget(partial, offer);
            throw new Refusal(offer.source() + " came, but cannot be used here: "
                    + named(look.alone(), partial)
                    + " It was not installed. Nobody tells its check sum, so it may have come wrong: download it once more,"
                    + " or take a copy from another place.");
        }
        throw new Refusal(offer.source() + " came whole, but cannot be used here: "
                + named(look.atSource(), partial)
                + " It was not installed."
                + (look.damage().isPresent() ? " Take another model, or a copy from another place." : "")
                + (new Unfinished(offer.name(), partial).bytes() > 0
                        ? " models remove " + offer.name() + " takes away what came, as Models... does."
                        : " Nothing of it stays here."));
    }

    /** Files are told by their own names: the folder of what has come is nobody's to open, and may be gone. */
    static String named(String told, Path partial) {
        return told.replace(partial + File.separator, "");
    }

    private static boolean isKnown(Offer offer) {
        return offer.listing().files().stream().allMatch(file -> file.sum().isPresent());
    }

    /** What nobody can tell from what came wrong would be in the way of the next attempt. */
    private static void forget(Path partial, Offer offer) {
        for (RemoteFile file : offer.listing().files()) {
            if (file.sum().isPresent()) continue;
            try {
                Files.deleteIfExists(partial.resolve(file.path()));
            } catch (IOException e) {
                throw LocalDisk.refusal(partial, e);
            }
        }
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
                .map(look -> Finding.FAIL.line(words.apply(look)));
    }
}
