package org.prompttoprompt.store;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Addresses that are put together of what servers say, or that they tell people to open: encoded, and of the web. */
final class Links {
    private static final String UNRESERVED = "-._~:/?#@!$&'()*+,;=%";

    /** What stands before the server's name, where a slash in a password ends that too early. */
    private static final String PASSWORD = "//[^/?#\\n]*@|//[^/:@\\s]+:(?!\\d+(?:[/?#]|$))[^@\\n]*@";

    /** A part of an address behind its question mark that by its name opens what else is closed. */
    private static final Pattern KEY =
            Pattern.compile("(?i)([?&#]((?:[\\w.%-]*[-_.])?(?:token|key|apikey|sig|signature|secret"
                    + "|passw(?:or)?d|pwd|credentials?|auth|authorization|accesstoken|jwt))=)[^&#\\s']+");

    private Links() {}

    /** Returns a text as a part of a path, in which it stands for itself. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Returns a path, of which only the slashes are none of its names. */
    static String path(String path) {
        return Arrays.stream(path.split("/", -1)).map(Links::part).collect(Collectors.joining("/"));
    }

    /** Returns a text as it may be shown: without the names, passwords and keys that stand in addresses. */
    static String shown(String text) {
        return KEY.matcher(withoutPassword(text)).replaceAll("$1...");
    }

    private static String withoutPassword(String text) {
        return text.replaceAll(PASSWORD, "//");
    }

    /** Returns the name of the first part of an address that holds a key, if one does. */
    static Optional<String> key(String text) {
        Matcher m = KEY.matcher(text);
        return m.find() ? Optional.of(m.group(2)) : Optional.empty();
    }

    /** Returns the server's name of an address, which may be none. */
    static String host(String text) {
        return shown(text).strip().replaceFirst("^.*?//", "").replaceFirst("[/?#].*", "");
    }

    /** Returns whether a name or a password stands in an address of a text. */
    static boolean holdPassword(String text) {
        return !text.equals(withoutPassword(text));
    }

    /** Returns the page of a repository. */
    static String page(URI server, String id) {
        return server + "/" + path(id);
    }

    /**
     * Returns the page of a repository's file.
     *
     * @param name as the repository's own page links to it, with or without what follows a #
     * @return nothing where it leads out of the repository
     */
    static String file(URI server, String id, String revision, String name) {
        String[] parts = name.strip().replaceFirst("^(\\./|/)+", "").split("#", 2);
        boolean out = parts[0].isEmpty()
                || parts[0].matches("(?i)[a-z][a-z0-9+.-]*:.*") // an address of another kind
                || Arrays.asList(parts[0].split("[/\\\\]")).contains("..");
        if (out) return "";
        return page(server, id) + "/blob/" + part(revision) + "/" + path(parts[0])
                + (parts.length > 1 ? "#" + part(parts[1]) : "");
    }

    /** Returns an address of the web in letters that stand in one, nothing for a text that is none or shows another server than it asks. */
    static String checked(String link) {
        String stripped = link.strip();
        String encoded = stripped.codePoints()
                .mapToObj(c -> {
                    boolean stays = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
                    return stays ? Character.toString(c) : part(Character.toString(c));
                })
                .collect(Collectors.joining());
        try {
            URI uri = URI.create(encoded);
            boolean web = uri.getScheme() != null
                    && Set.of("https", "http").contains(uri.getScheme().toLowerCase(java.util.Locale.ROOT));
            return web && uri.getHost() != null && uri.getUserInfo() == null ? encoded : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
