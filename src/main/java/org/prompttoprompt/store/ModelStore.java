package org.prompttoprompt.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.pipeline.Progress;

/** The models of this computer, and the way to more. */
public final class ModelStore {
    private final Path folder;
    private final Map<String, String> environment;
    private final Patience patience;

    /** The store of this user, and the network as the environment names it. */
    public ModelStore() {
        this(InstalledModels.folder(), System.getenv(), Patience.USUAL);
    }

    ModelStore(Path folder, Map<String, String> environment, Patience patience) {
        this.folder = folder;
        this.environment = environment;
        this.patience = patience;
    }

    /** Returns where models are kept. */
    public Path folder() {
        return folder;
    }

    /** The token of the moment: it may have been typed since. */
    private Web web() {
        return new Web(Token.current(), Hub.server(environment), environment);
    }

    private Offers offers(Web web) {
        return new Offers(new Hub(hub(), web), web);
    }

    private URI hub() {
        return Hub.server(environment).uri();
    }

    /**
     * Returns all models of this computer: embedded, installed and added, found.
     *
     * @param progress hears how many were looked at
     */
    public List<ModelEntry> list(Progress progress) {
        return new Entries(folder).all(progress);
    }

    /** Returns the names of what a dialog offers for this use, with how each is called; quickly. */
    public Map<String, String> choices(ModelLook.Use use) {
        return new Entries(folder).choices(use);
    }

    /**
     * Asks a server for a model.
     *
     * @param what a recommended model's name, a repository {@code owner/name}, with or without {@code @revision}, or an address
     * @param file of a repository, empty to choose
     * @param half whether half precision is preferred where there are both
     * @param sha256 that one file must have, empty where nobody tells it
     * @throws Refusal if there is none, or the server cannot be asked, with the cure
     */
    public Offer offer(String what, String file, boolean half, String sha256) {
        return Unreachable.orByHand(what, () -> offers(web()).of(what, file, half, sha256));
    }

    /** Returns the text of an offer's licence as its repository holds it, and where else it can be read. */
    public String licence(Offer offer) {
        return licenceText().of(offer);
    }

    /**
     * Returns the licence of what a name, a repository or an address stands for, with its text where its server gives it, and in any case
     * where it can be read.
     *
     * @param file of it that is meant, empty for none
     * @throws Refusal if there is no such model, or nothing is known of its licence and its server cannot be asked
     */
    public String licence(String what, String file) {
        return licenceText().of(what, file);
    }

    private LicenceText licenceText() {
        Web web = web();
        return new LicenceText(folder, new Hub(hub(), web), web);
    }

    /** Returns what was typed to ask for a model as it may be shown: without a password. */
    public static String shown(String what) {
        return Links.shown(what);
    }

    /** Returns that an offer is installed already, and under which name, as a line; empty where it is not. */
    public String already(Offer offer) {
        return offer.installedAs(folder).stream()
                .findFirst()
                .map(name -> "It is installed already, as " + name + ".\n\n")
                .orElse("");
    }

    /** Returns the day on which an offer's licence was accepted before, if it was. */
    public Optional<String> accepted(Offer offer) {
        return new Licences(folder)
                .accepted(offer.source(), offer.listing().licence())
                .map(Licences::day);
    }

    /**
     * Refuses what is wrong with a download before a server is asked.
     *
     * @param what is to be downloaded, as {@link #offer} reads it
     * @param file of it, empty to choose
     * @param name that it is to have, empty for its own
     * @param accept the short name of its licence, empty if it was accepted before
     * @throws Refusal if it cannot be read or written here, no model can have the name or one has it, or its licence is another
     */
    public void requireDownload(String what, String file, String name, String accept) {
        new Wish(what, file, name, accept).require(folder, hub());
    }

    /** Returns why nothing that is downloaded can have a name, with the cure, as a window with a field for it says it; nothing where it can. */
    public Optional<String> taken(String name) {
        return Addition.taken(folder, name);
    }

    /**
     * Downloads and installs a model.
     *
     * @param name that it is to have, empty for the offer's
     * @param accept the short name of its licence, which is thereby accepted; empty if it was before
     * @return what was installed, in words
     * @throws Refusal if the licence is not accepted, it is there under another name and none is given, or something is wrong, with the cure
     * @throws CancellationException if it was stopped; the next attempt goes on from there
     */
    public String download(Offer offer, String name, String accept, Progress progress) {
        Offer named = offer.named(name);
        Addition.requireNew(folder, named.name());
        Optional<String> other = named.installedAs(folder).stream().findFirst();
        if (other.isPresent() && name.isBlank())
            throw new Refusal("The model " + named.source() + " is installed already, as '" + other.get()
                    + "': use it by that name. To have it twice, give another by name=.");
        named.elsewhere(folder)
                .forEach(told -> progress.goOn(0, Math.max(1, named.listing().bytes()), told));
        named.toCome(folder, "").require("the model '" + named.name() + "'");
        Licence licence = named.listing().licence();
        String place = LicenceText.place(hub(), named.source(), licence);
        String accepted = new Licences(folder).require(named.source(), licence, place, accept);
        HeaderLook.require(web(), patience, named);
        InstallNote note = InstallNote.downloaded(named, accepted);
        ModelLook[] look = new ModelLook[1];
        Path installed = Unreachable.orByHand(
                named.source(),
                () -> new Installation(folder, web(), patience, progress)
                        .install(
                                named.name(),
                                named.listing(),
                                note,
                                partial -> look[0] = Usable.require(partial, named)));
        return "Installed " + named.name() + " (" + look[0].kind() + ", " + Sizes.text(look[0].bytes()) + ") in "
                + installed + ". "
                + (accept.isBlank()
                        ? "Its licence, " + named.licence() + ", was accepted on " + Licences.day(accepted) + ". "
                        : licence.isTold() ? "" : "Its licence is " + licence + ": look " + place + " what it allows. ")
                + other.map(there -> "It is installed as " + there + " too. ").orElse("")
                + "Give it as " + look[0].use().key() + "=" + named.name() + ".";
    }

    /**
     * Adds a model that stays where it is.
     *
     * @param name that it is to have, empty for that of the folder or file
     * @return what was added, in words
     * @throws Refusal if there is none, or it cannot be used, with the cure
     */
    public String add(String path, String name) {
        return adding(path).as(name);
    }

    /**
     * Looks at a model that may be added.
     *
     * @throws Refusal if there is none, or it cannot be used or added, with the cure
     */
    public Addition adding(String path) {
        return new Addition(folder, path);
    }

    /** Looks for models in one more folder of another program from now on; returns what was found, in words. */
    public String lookIn(String path) {
        return new FoundModels(folder).lookIn(LocalPath.of("model", path)).inWords(path);
    }

    /**
     * Looks there no more, deletes nothing, and tells so.
     *
     * @throws Refusal if it was not named, with those that were
     */
    public String forget(String path) {
        return new FoundModels(folder).forget(LocalPath.of("model", path));
    }

    /** Returns the folders that were named to look for models in, none where their list is damaged. */
    public List<Path> named() {
        return new NamedFolders(folder).readable();
    }

    /**
     * Compares the files of a model with their check sums, or tells these where nobody has noted them.
     *
     * @return a line per file, and what to do; well if nothing is known against it
     */
    public Outcome verify(String name, Progress progress) {
        return EmbeddedCheck.of(name).orElseGet(() -> FoundCheck.report(folder, name, progress));
    }

    /** Downloads anew what is missing or damaged; well if nothing more is known against the model. */
    public Outcome repair(String name, Progress progress) {
        Optional<Outcome> embedded = EmbeddedCheck.of(name);
        if (embedded.isPresent()) return embedded.get();
        Web web = web();
        return new Repair(folder, name, new Installation(folder, web, patience, progress), offers(web)).run(progress);
    }

    /**
     * Removes an installed model with its files, or what has come of one whose download was given up; of one that was added only the note,
     * for its files are somebody else's.
     *
     * @return what was done, in words
     * @throws Refusal if there is none, or it is in use
     */
    public String remove(String name) {
        return new Removal(folder, name).run();
    }

    /** Removes what has come of all downloads and repairs that nobody is at now; well if nothing stays that somebody is at, or that cannot be removed. */
    public Outcome clear() {
        return Removal.clearAll(folder);
    }
}
