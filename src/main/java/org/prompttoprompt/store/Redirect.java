package org.prompttoprompt.store;

import java.net.URI;
import org.prompttoprompt.Refusal;

/** Where a server sends a request on to. */
final class Redirect {
    private Redirect() {}

    /**
     * Returns the next address.
     *
     * @param to as the server writes it, which may leave out what is as in {@code from}
     * @throws Refusal if it is none, holds a password, or is less safe than the one before
     */
    static URI to(URI from, String to) {
        URI uri;
        try {
            uri = from.resolve(to);
        } catch (IllegalArgumentException e) {
            throw new Refusal(from.getHost() + " sends on to '" + Links.shown(to) + "', which is no address.", e);
        }
        if (Links.holdPassword(uri.toString()))
            throw new Refusal(from.getHost() + " sends on to " + uri.getHost() + " by an address that holds a password,"
                    + " which every log would show: it is not followed. Give the right address if you know it.");
        boolean secure = "https".equals(uri.getScheme());
        boolean open = "http".equals(uri.getScheme()) && from.getScheme().equals("http");
        if (!secure && !open || uri.getHost() == null)
            throw new Refusal(
                    from.getAuthority() + " sends on from " + from.getScheme() + " to " + uri.getScheme() + ":"
                            + (uri.getHost() == null ? "" : "//" + uri.getAuthority())
                            + ("http".equals(uri.getScheme())
                                    ? ", where others could change what is downloaded"
                                    : ", which is no address of the web")
                            + ": it is not followed. Give the right address if you know it.");
        return uri;
    }
}
