package org.prompttoprompt.store;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.InstalledModels;

/**
 * A model that can be downloaded, as it is told before anything is: what is asked of a server, and its answer.
 *
 * @param asked what the user named
 * @param name that it will have
 * @param file asked for by name, empty for none
 * @param half whether half precision is preferred
 * @param listing its files
 * @param description what is known of it, empty where nothing is
 */
public record Offer(String asked, String name, String file, boolean half, Listing listing, String description) {
    /**
     * Returns whether what is asked for is one file, as far as that tells: there are no two precisions to choose from.
     *
     * @param asked a recommended model's name, a repository or an address
     */
    public static boolean isOneFile(String asked) {
        return Recommended.named(asked)
                .map(known -> !known.file().isEmpty())
                .orElseGet(() -> asked.strip().matches("(?i)https?://.*\\.safetensors([?#].*)?"));
    }

    /** Returns its size as people read it. */
    public String size() {
        return Sizes.text(listing.bytes());
    }

    /** Returns the short name of its licence, by which it is accepted. */
    public String licence() {
        return listing.licence().id();
    }

    /** Returns whether its server, or a list, tells which licence it has. */
    public boolean isLicenceTold() {
        return listing.licence().isTold();
    }

    /** Returns its licence in words, with where it can be read. */
    public String licenceInWords() {
        return listing.licence().toString();
    }

    /** Returns where it comes from. */
    public String source() {
        return listing.source();
    }

    Offer named(String other) {
        return other.isBlank() ? this : new Offer(asked, other.strip(), file, half, listing, description);
    }

    /**
     * Returns it by the name under which a download of the same files was begun and not finished, if one was.
     *
     * @param models the folder of models
     */
    public Offer goingOn(Path models) {
        return begun(models).findFirst().map(one -> named(one.name())).orElse(this);
    }

    /** Returns what of it lies elsewhere here before it comes under its name, as lines: installed, or begun under another name. */
    List<String> elsewhere(Path models) {
        Stream<String> installed =
                installedAs(models).stream().limit(1).map(there -> source() + " is installed already, as " + there);
        Stream<String> begun = begun(models)
                .filter(one -> !one.name().equals(name) && one.bytes() > 0)
                .filter(one -> !StoreLock.isTaken(models, one.name()))
                .map(one -> one.come() + " of " + source() + " have come already as '" + one.name()
                        + "', and are not used for '" + name + "'. To go on with them: "
                        + one.attempt().orElseThrow().command(one.name()));
        return Stream.concat(installed, begun).toList();
    }

    private Stream<Unfinished> begun(Path models) {
        return Unfinished.all(models).stream()
                .filter(one -> one.attempt().filter(a -> a.isOf(listing)).isPresent());
    }

    /** Returns the names under which the same files of the same version are installed already. */
    List<String> installedAs(Path models) {
        return InstalledModels.names(models).stream()
                .filter(one -> isNoted(models.resolve(one)))
                .toList();
    }

    private boolean isNoted(Path model) {
        try {
            InstallNote note = InstallNote.read(model);
            return note.source().equals(source())
                    && note.version().equals(listing.version())
                    && note.files()
                            .keySet()
                            .equals(listing.files().stream()
                                    .map(RemoteFile::path)
                                    .collect(Collectors.toSet()));
        } catch (Refusal damaged) {
            return false; // told by the list
        }
    }

    /** Returns how much of it is still to come into a folder of models under a name, and how much room there is. */
    public ToCome toCome(Path models, String called) {
        return Installation.toCome(models, named(called).name, listing);
    }

    /** Returns what is told before a download, some lines. */
    public String text() {
        return name + ": " + size() + " in " + listing.files().size()
                + (listing.files().size() == 1 ? " file" : " files")
                + " from " + source() + "\nLicence: " + licenceInWords()
                + (description.isEmpty() ? "" : "\n" + description);
    }
}
