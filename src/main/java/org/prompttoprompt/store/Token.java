package org.prompttoprompt.store;

import java.net.URI;

/**
 * The key of somebody's account on the server of models, which gated ones ask for: {@code HF_TOKEN} of the environment, or what was
 * typed, for this session alone. It is written nowhere, and shown to no other server than the one that it is for.
 */
public final class Token {
    /** Of the environment. */
    public static final String VARIABLE = "HF_TOKEN";

    private static volatile Token ofSession;
    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /** Remembers one until ImageJ ends; an empty text forgets it. */
    public static void useForThisSession(String secret) {
        ofSession = secret.isBlank() ? null : new Token(secret.strip());
    }

    /** Returns the one to be used, which may be nothing. */
    static Token current() {
        if (ofSession != null) return ofSession;
        String named = System.getenv(VARIABLE);
        return new Token(named == null ? "" : named.strip());
    }

    /** Returns none, for servers that are nobody's account. */
    static Token none() {
        return new Token("");
    }

    boolean isThere() {
        return !secret.isEmpty();
    }

    /** Returns the header's value for a request to {@code to}, null where the token must not be seen. */
    String header(URI to, URI itsServer) {
        boolean same = to.getScheme().equals(itsServer.getScheme())
                && to.getAuthority().equals(itsServer.getAuthority());
        return isThere() && same && (to.getScheme().equals("https") || Web.isThisComputer(to))
                ? "Bearer " + secret
                : null;
    }

    /** Whatever logs it, it is not told. */
    @Override
    public String toString() {
        return isThere() ? "a token" : "no token";
    }
}
