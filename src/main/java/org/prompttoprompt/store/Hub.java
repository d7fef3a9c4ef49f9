package org.prompttoprompt.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonText;

/**
 * The server of model repositories, or a mirror of it, and its listings (https://huggingface.co/docs/hub/api, {@code GET
 * /api/models/<id>/revision/<revision>?blobs=true}): of each file size and check sum.
 */
final class Hub {
    /** Names a mirror, as for the server's own programs. */
    static final String VARIABLE = "HF_ENDPOINT";

    static final String USUAL = "https://huggingface.co";

    private final URI server;
    private final Web web;

    Hub(URI server, Web web) {
        this.server = server;
        this.web = web;
    }

    /** Returns the server that is asked. */
    static Server server(Map<String, String> environment) {
        return Server.of(VARIABLE, USUAL, environment);
    }

    URI server() {
        return server;
    }

    /**
     * Asks for all files of a repository.
     *
     * @throws Refusal if it cannot be had, with the cure
     */
    Listing list(Source source) {
        URI uri = URI.create(server + "/api/models/" + Links.path(source.id()) + "/revision/"
                + Links.part(source.revision()) + "?blobs=true");
        JsonObject json = object(uri, source.id());
        String commit =
                text(json, "sha").filter(sha -> sha.matches("[0-9a-f]{40}")).orElse(source.revision());
        List<RemoteFile> files = new ArrayList<>();
        try {
            for (JsonElement file : json.getAsJsonArray("siblings"))
                files.add(file(source.id(), commit, file.getAsJsonObject()));
        } catch (NullPointerException
                | IllegalStateException
                | NumberFormatException
                | ArithmeticException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw notAListing(uri, e);
        }
        return new Listing(
                source.toString(), source.id().replaceFirst(".*/", ""), commit, licence(json, source), files);
    }

    private JsonObject object(URI uri, String what) {
        String text = text(uri, what);
        try {
            return JsonText.of(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw notAListing(uri, e);
        }
    }

    private String text(URI uri, String what) {
        try (Answer answer = web.get(uri, Map.of("Accept", "application/json"))) {
            Complaints.check(answer, what, web);
            return web.text(answer);
        } catch (Unreachable e) {
            throw e.refusal();
        } catch (IOException e) {
            throw new Refusal(
                    "The connection to " + uri.getHost() + " broke off (" + e.getMessage() + "): try again.", e);
        }
    }

    private static Refusal notAListing(URI uri, Exception e) {
        return new Refusal(
                uri.getAuthority() + " does not answer as a server of models does. If " + VARIABLE
                        + " names it, look whether that is right; else the network may ask to log in first: open it in"
                        + " a browser.",
                e);
    }

    private RemoteFile file(String id, String commit, JsonObject file) {
        String path = file.get("rfilename").getAsString();
        URI from = URI.create(Links.page(server, id) + "/resolve/" + Links.part(commit) + "/" + Links.path(path));
        JsonElement lfs = file.get("lfs");
        if (lfs != null && lfs.isJsonObject()) {
            JsonObject large = lfs.getAsJsonObject();
            Optional<Checksum> sum = text(large, "sha256")
                    .or(() -> text(large, "oid").map(oid -> oid.replace("sha256:", "")))
                    .flatMap(hex -> Checksum.of(Checksum.Kind.SHA256, hex));
            return new RemoteFile(path, from, number(large, "size", number(file, "size", -1)), sum);
        }
        Optional<Checksum> sum = text(file, "blobId").flatMap(hex -> Checksum.of(Checksum.Kind.GIT, hex));
        return new RemoteFile(path, from, number(file, "size", -1), sum);
    }

    private Licence licence(JsonObject json, Source source) {
        JsonElement card = json.get("cardData");
        JsonObject data = card != null && card.isJsonObject() ? card.getAsJsonObject() : new JsonObject();
        String licence = text(data, "license").or(() -> tag(json)).orElse("");
        if (licence.equals("other")) licence = text(data, "license_name").orElse(licence);
        String link = text(data, "license_link").orElse("");
        if (!link.isBlank() && !link.contains("://")) link = Links.file(server, source.id(), source.revision(), link);
        return new Licence(licence, link);
    }

    private static Optional<String> tag(JsonObject json) {
        JsonElement tags = json.get("tags");
        JsonArray all = tags != null && tags.isJsonArray() ? tags.getAsJsonArray() : new JsonArray();
        return all.asList().stream()
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .filter(tag -> tag.startsWith("license:"))
                .map(tag -> tag.substring("license:".length()))
                .findFirst();
    }

    private static Optional<String> text(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? Optional.of(value.getAsString()) : Optional.empty();
    }

    private static long number(JsonObject json, String key, long otherwise) {
        JsonElement value = json.get(key);
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsBigDecimal().longValueExact()
                : otherwise;
    }
}
