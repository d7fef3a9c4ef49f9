package org.prompttoprompt.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.InstalledModels;

/** What can be told of a model's licence: its text where the server gives it, and in any case where it can be read. */
final class LicenceText {
    private static final Pattern OF_FILE = Pattern.compile("/([^/]+/[^/]+)/(?:resolve|blob)/.*");
    private static final String NOT_ASKED = "Its text could not be had: ";

    private final Path store;
    private final Hub hub;
    private final Web web;
    private final Offers offers;

    LicenceText(Path store, Hub hub, Web web) {
        this.store = store;
        this.hub = hub;
        this.web = web;
        offers = new Offers(hub, web);
    }

    /** What is known without asking: of a model that is installed, or recommended. */
    private record Known(String source, Licence licence, String accepted) {
        String told() {
            String day = Licences.day(accepted);
            return "Licence of " + source + ": " + licence + (day.isEmpty() ? "" : ", accepted on " + day);
        }
    }

    /**
     * Tells the licence of what a name, a repository or an address stands for.
     *
     * @param file of it that is meant, empty for none
     * @throws Refusal if there is no such model, or nothing is known of its licence and its server cannot be asked
     */
    String of(String what, String file) {
        String name = what.strip();
        if (EmbeddedModel.NAMES.contains(name) && !file.isBlank())
            throw new Refusal("file=" + file + ": " + name + " is embedded in the plugin, as one. Leave it out.");
        if (EmbeddedModel.NAMES.contains(name))
            return "Licence of " + name + ", which is embedded in the plugin: "
                    + new Licence(EmbeddedModel.LICENCE, EmbeddedModel.LICENCE_LINK);
        Optional<Known> named = known(name);
        Source source = Source.parse(named.map(Known::source).orElse(name), hub.server());
        Optional<Known> known = named.isPresent() ? named : known(source.id());
        if (source.address() != null) return ofAddress(source.address(), name, file, known);
        Listing listing;
        try {
            listing = hub.list(source);
        } catch (Refusal e) {
            if (known.isPresent())
                return known.get().told() + page(source, known.get().licence()) + "\n" + NOT_ASKED + e.getMessage();
            if (e instanceof Complaints.Missing || !file.isBlank()) throw e;
            throw new Refusal(
                    e.getMessage() + "\nIts page tells its licence: " + Links.page(hub.server(), source.id()), e);
        }
        if (!file.isBlank()) HubFiles.choose(listing, file, true);
        return of(listing, known);
    }

    /** Tells that of an offer, as windows show it before a download. */
    String of(Offer offer) {
        String told = "Licence of " + offer.source() + ": " + offer.licenceInWords();
        if (offer.source().contains("://")) return told + "\n" + more(hub.server(), offer.source());
        try {
            return of(hub.list(Source.parse(offer.source(), hub.server())), known(offer.asked()));
        } catch (Refusal e) {
            return told
                    + page(
                            Source.parse(offer.source(), hub.server()),
                            offer.listing().licence()) + "\n" + NOT_ASKED + e.getMessage();
        }
    }

    private String of(Listing listing, Optional<Known> known) {
        boolean unknown = listing.licence().id().equals(Licence.UNKNOWN);
        Licence licence = unknown && known.isPresent() ? known.get().licence() : listing.licence();
        String told = "Licence of " + listing.source() + ": " + licence;
        String page = page(Source.parse(listing.source(), hub.server()), licence);
        Optional<RemoteFile> text = listing.licenceText();
        if (text.isEmpty()) return told + page;
        try (Answer answer = web.get(text.get().from(), Map.of())) {
            Complaints.check(answer, text.get(), 0, web);
            return told + "\n\n" + web.text(answer);
        } catch (IOException | Refusal e) {
            return told + page + "\n" + NOT_ASKED + e.getMessage();
        }
    }

    private String page(Source source, Licence licence) {
        return licence.link().isEmpty() ? "\n" + more(hub.server(), source.toString()) : "";
    }

    /** Returns the page of a repository, or of the one in which a file of the server of models lies; of other addresses none. */
    private static Optional<String> page(URI hub, String source) {
        if (!source.contains("://"))
            return Optional.of(Links.page(hub, Source.parse(source, hub).id()));
        URI address = URI.create(source);
        Matcher path = OF_FILE.matcher(String.valueOf(address.getPath()));
        boolean ofHub = hub.getAuthority().equals(address.getAuthority()) && path.matches();
        return ofHub ? Optional.of(Links.page(hub, path.group(1))) : Optional.empty();
    }

    private static String more(URI hub, String source) {
        return page(hub, source)
                .map(page -> "Its page tells more: " + page)
                .orElse("The address of a file tells none: look for it on the page that has this address.");
    }

    /**
     * Returns where a licence is read, as a sentence goes on after "look"; nothing of one that is told with its link.
     *
     * @param source a repository or the address of a file
     */
    static String place(URI hub, String source, Licence licence) {
        if (!licence.link().isEmpty()) return licence.isTold() ? "" : "there";
        return "on " + page(hub, source).orElse("the page that has its address");
    }

    /** Nobody tells the licence of a file's address, but the page of the repository that it lies in. */
    private String ofAddress(URI address, String name, String file, Optional<Known> known) {
        String page = "\n" + more(hub.server(), address.toString());
        if (known.isPresent()) return known.get().told() + page;
        return "Licence of " + address + ": " + offers.of(name, file, true, "").licenceInWords() + page;
    }

    private Optional<Known> known(String what) {
        Optional<Known> recommended = Recommended.all().stream()
                .filter(model ->
                        model.name().equalsIgnoreCase(what) || model.source().equals(what))
                .findFirst()
                .map(model -> new Known(model.source(), model.known(), ""));
        if (recommended.isPresent()) return recommended;
        return InstalledModels.names(store).stream()
                .map(name -> installed(name, what))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Known> installed(String name, String what) {
        InstallNote note;
        try {
            note = InstallNote.read(store.resolve(name));
        } catch (Refusal e) {
            return Optional.empty();
        }
        if (!name.equals(what) && (what.isEmpty() || !note.source().equals(what))) return Optional.empty();
        if (note.source().isEmpty())
            throw new Refusal("The model '" + name + "' was added from " + note.path()
                    + " and not downloaded: nobody has told its licence. Look where its files come from.");
        return Optional.of(new Known(note.source(), note.licence(), note.accepted()));
    }
}
