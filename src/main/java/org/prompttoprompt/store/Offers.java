package org.prompttoprompt.store;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/** Asks servers what can be downloaded. */
final class Offers {
    private final Hub hub;
    private final Web web;

    Offers(Hub hub, Web web) {
        this.hub = hub;
        this.web = web;
    }

    /**
     * Returns what a text stands for: a recommended model, a repository, or the address of a file.
     *
     * @param file of a repository, empty to choose
     * @param half whether half precision is preferred
     * @param sha256 that a file must have, empty where the server tells it or nobody does
     * @throws Refusal if there is no such model, or the server cannot be asked, with the cure
     */
    Offer of(String what, String file, boolean half, String sha256) {
        if (!sha256.isBlank()) sum(sha256);
        if (!file.isBlank()) HubFiles.requireSafe(file);
        Optional<Recommended> known = Recommended.named(what);
        if (known.isPresent()) return recommended(known.get(), half);
        Source source = Source.parse(what, hub.server());
        if (source.address() != null) return address(source, file, half, sha256);
        Listing chosen = require(HubFiles.choose(hub.list(source), file, half), sha256);
        return new Offer(what, name(chosen.name()), file, half, chosen, "");
    }

    private Offer recommended(Recommended model, boolean half) {
        Source source = Source.parse(model.source(), hub.server());
        Listing chosen = require(HubFiles.choose(hub.list(source), model.file(), half), model.sha256());
        Licence told = chosen.licence();
        Licence licence = told.id().equals(Licence.UNKNOWN) ? model.known() : told;
        Listing listing = new Listing(chosen.source(), chosen.name(), chosen.version(), licence, chosen.files());
        return new Offer(model.name(), model.name(), model.file(), half, listing, model.description());
    }

    /** The sum that is asked for must be the one that the server lists. */
    private static Listing require(Listing listing, String sha256) {
        if (sha256.isBlank()) return listing;
        Checksum wanted = sum(sha256);
        if (listing.files().size() != 1)
            throw new Refusal("sha256=" + sha256 + " is of one file, and " + listing.source()
                    + " has several: name one by" + " file=.");
        RemoteFile file = listing.files().get(0);
        if (file.sum()
                .filter(listed -> !listed.equals(wanted) && listed.kind() == wanted.kind())
                .isPresent())
            throw new Refusal("'" + file.path() + "' of " + listing.source() + " is not what it was: its SHA-256 is "
                    + file.sum().get().hex() + " now, not " + wanted.hex()
                    + ". Nothing was downloaded. Look on its page"
                    + " what has changed.");
        return listing.with(List.of(new RemoteFile(file.path(), file.from(), file.size(), Optional.of(wanted))));
    }

    private static Checksum sum(String sha256) {
        return Checksum.of(Checksum.Kind.SHA256, sha256)
                .orElseThrow(
                        () -> new Refusal("sha256=" + sha256 + " is no SHA-256, which has 64 digits from 0 to f."));
    }

    /** Asks for the beginning of a file, for its size and the name that its server gives it. */
    private Offer address(Source source, String file, boolean half, String sha256) {
        URI from = source.address();
        if (file.isBlank()) requireNotPickled(from);
        try (Answer answer = web.get(from, Map.of())) {
            Complaints.check(answer, "'" + from + "'", web);
            String path = file.isBlank() ? fileName(answer, from) : file;
            if (!path.endsWith(".safetensors"))
                throw new Refusal(from + " is " + (path.isEmpty() ? "no file by its name" : "the file '" + path + "'")
                        + ": only .safetensors files are downloaded; others can run code when they are opened. If it is"
                        + " one nevertheless, name it by file=name.safetensors.");
            RemoteFile remote = new RemoteFile(
                    path,
                    from,
                    answer.length().orElse(-1),
                    sha256.isBlank() ? Optional.empty() : Optional.of(sum(sha256)));
            Complaints.check(answer, remote, 0, web);
            String tag = answer.tag().orElse("");
            Listing listing = new Listing(from.toString(), path, tag, new Licence("", ""), List.of(remote));
            return new Offer(from.toString(), name(path.replaceFirst("\\.safetensors$", "")), file, half, listing, "");
        } catch (Unreachable e) {
            throw e.refusal();
        } catch (IOException e) {
            throw new Refusal(
                    "The connection to " + from.getHost() + " broke off (" + e.getMessage() + "): try again.", e);
        }
    }

    /** A server need not be asked for what is not taken. */
    static void requireNotPickled(URI from) {
        if (String.valueOf(from.getPath()).matches("(?i).*\\.(ckpt|pt|pth|bin|pkl)"))
            throw new Refusal("'" + from + "' is a pickled checkpoint, which can run any code when it is opened: only"
                    + " .safetensors files are downloaded. Look beside it for a copy that ends with .safetensors, and give"
                    + " the address of that.");
    }

    private static String fileName(Answer answer, URI from) {
        String named = answer.header("Content-Disposition")
                .map(text -> text.replaceFirst("(?i).*filename=\"?([^\";]+)\"?.*", "$1"))
                .orElse("");
        String path = named.isEmpty() || named.contains("=") ? String.valueOf(from.getPath()) : named;
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** Makes a name for a model of what a server calls it. */
    private static String name(String called) {
        String name = called.replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceFirst("^[^A-Za-z0-9]+", "")
                .replaceFirst("\\.+$", "");
        return name.substring(0, Math.min(80, name.length()));
    }
}
