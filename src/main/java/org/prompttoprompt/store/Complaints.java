package org.prompttoprompt.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.prompttoprompt.Refusal;

/**
 * What servers answer in place of a file, and what to do about it. That of models names its reason in {@code X-Error-Code}
 * (https://github.com/huggingface/huggingface_hub, {@code utils/_http.py}).
 */
final class Complaints {
    private Complaints() {}

    /** There is no such thing, or nobody may know of it. */
    static final class Missing extends Refusal {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    /** Refuses an answer that is no file. */
    static void check(Answer answer, RemoteFile file, Token token) {
        check(answer, "'" + file.path() + "'", token);
        boolean asked = file.path().matches("(?i).*\\.html?");
        if (answer.isPage() && !asked) throw page(answer, file);
    }

    /** Refuses an answer that is not what was asked for. */
    static void check(Answer answer, String what, Token token) {
        int status = answer.status();
        if (status == 200 || status == 206) return;
        String host = answer.from().getAuthority();
        String code = answer.header("X-Error-Code").orElse("");
        if (code.equals("GatedRepo")) throw new Refusal(gated(what, host, token));
        if (code.equals("RevisionNotFound"))
            throw new Missing(host + " has no such version of " + what + ": leave out what follows the @.");
        if (code.equals("RepoNotFound") || status == 401)
            throw new Missing(host + " has nothing called " + what + ", or it is private: look whether the name is"
                    + " written right, as owner/name."
                    + (token.isThere() ? " The token that was given does not open it." : account()));
        if (status == 403) throw new Refusal(host + " does not give out " + what + " (403): " + gatedCure(host, token));
        if (status == 404 || status == 410)
            throw new Missing(host + " has no " + what + " (" + status + "): look whether the name is written right.");
        if (status == 407)
            throw new Refusal("The proxy of this network asks for a name and a password, which Java's client does not"
                    + " give: ask its administrator for a way without, or for a mirror (" + Hub.VARIABLE + ").");
        if (status == 429)
            throw new Refusal(host + " has been asked too often from here (429): wait some minutes and start again.");
        throw new Refusal(host + " cannot give " + what + " now (" + status + "): try again later."
                + (status >= 500 ? " The fault is the server's." : ""));
    }

    private static String gated(String what, String host, Token token) {
        return what + " of " + host + " is only for people who have asked for it there (it is gated): "
                + gatedCure(host, token);
    }

    private static String gatedCure(String host, Token token) {
        return "open its page on " + host + ", accept its terms there with your account, "
                + (token.isThere()
                        ? "and look whether the token that was given is of that account and may read it."
                        : "make a token for reading in the account's settings, and give it " + Token.WAY
                                + ". It is kept for this session only.");
    }

    private static String account() {
        return " For a private one give a token " + Token.WAY + ".";
    }

    /** Some servers send their errors, and some networks their log-in page, as if they were the file. */
    static void refusePage(byte[] begin, int n, Answer answer, RemoteFile file) {
        String text = new String(begin, 0, Math.min(n, 100), StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!file.path().matches("(?i).*\\.html?") && (text.startsWith("<!doctype html") || text.startsWith("<html")))
            throw page(answer, file);
    }

    private static Refusal page(Answer answer, RemoteFile file) {
        return new Refusal(answer.from().getAuthority() + " sends a web page in place of '" + file.path()
                + "'. Nothing was installed. Open " + answer.from().getScheme() + "://"
                + answer.from().getAuthority()
                + " in a browser: the network may ask to log in first, or the address is that of a page and not of"
                + " the file.");
    }
}
