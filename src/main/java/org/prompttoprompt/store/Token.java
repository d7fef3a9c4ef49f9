package org.prompttoprompt.store;

import java.net.URI;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * The key of somebody's account on the server of models, which gated ones ask for: {@code HF_TOKEN} of the environment, or what was
 * typed, for this session alone. It is written nowhere, and shown to no other server than the one that it is for.
 */
public final class Token {
    /** Of the environment. */
    public static final String VARIABLE = "HF_TOKEN";

    /** How one is given, as a sentence goes on. */
    static final String WAY = "in the field Token of the Models window or by " + VARIABLE + " in the environment";

    private static final Token NONE = new Token("");

    private static volatile Token ofSession;
    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /**
     * Remembers one until ImageJ ends; an empty text forgets it.
     *
     * @throws Refusal if no token is written so
     */
    public static void useForThisSession(String secret) {
        ofSession = secret.isBlank() ? null : of(secret, "The token");
    }

    /**
     * Returns the one to be used, which may be nothing.
     *
     * @throws Refusal if no token is written as that of the environment is
     */
    static Token current() {
        return ofSession != null ? ofSession : of(System.getenv().getOrDefault(VARIABLE, ""), VARIABLE);
    }

    /** What Java cannot send it would tell with the token in its message. */
    static Token of(String text, String named) {
        String secret = text.strip();
        if (secret.chars().allMatch(c -> c > ' ' && c <= '~')) return new Token(secret);
        throw new Refusal(named + " holds a space, a line break or another character that no token has; it is not shown"
                + " here. Copy it once more, whole and alone: it looks like hf_ and letters and digits.");
    }

    /** Returns none, for servers that are nobody's account. */
    static Token none() {
        return NONE;
    }

    boolean isThere() {
        return !secret.isEmpty();
    }

    /** Returns the header's value for a request to {@code to}, null where the token must not be seen. */
    String header(URI to, URI itsServer) {
        return isThere() && hidden(to, itsServer).isEmpty() ? "Bearer " + secret : null;
    }

    /** Returns why one would not be seen by whoever answers at {@code to}, in a sentence; empty where it would. */
    Optional<String> hidden(URI to, URI itsServer) {
        if (this == NONE) return Optional.of("Neither a token nor a password is sent there.");
        boolean same = to.getScheme().equals(itsServer.getScheme())
                && to.getAuthority().equals(itsServer.getAuthority());
        if (!same) return Optional.of("No token is sent there: it is for " + itsServer.getAuthority() + " alone.");
        return to.getScheme().equals("https") || Web.isThisComputer(to)
                ? Optional.empty()
                : Optional.of("No token is sent there, for everybody on the way could read it: it needs https.");
    }

    /** Whatever logs it, it is not told. */
    @Override
    public String toString() {
        return isThere() ? "a token" : "no token";
    }
}
