package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.prompttoprompt.Refusal;

/**
 * What servers answer in place of a file, and what to do about it. That of models names its reason in {@code X-Error-Code}
 * (https://github.com/huggingface/huggingface_hub, {@code utils/_http.py}).
 */
final class Complaints {
    /** What a server answers that may do it later. */
    private static final Set<Integer> LATER = Set.of(202, 408, 425);

    /** Within so many bytes a page tells that it is one. */
    private static final int PAGE_BEGINS = 100;

    private Complaints() {}

    /** There is no such thing, or nobody may know of it. */
    static final class Missing extends Refusal {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    /**
     * Refuses an answer that is no file.
     *
     * @param from the byte from which on it was asked for, 0 for all of it
     */
    static void check(Answer answer, RemoteFile file, long from, Web web) {
        String what = "'" + file.path() + "'";
        check(answer, what, web);
        if (answer.status() == 206 && from == 0) throw useless(answer, what, web);
        boolean asked = file.path().matches("(?i).*\\.html?");
        if (answer.isPage() && !asked) throw page(answer, file);
    }

    /** Refuses an answer that is not what was asked for. */
    static void check(Answer answer, String what, Web web) {
        int status = answer.status();
        if (status == 200 || status == 206) return;
        String host = answer.from().getAuthority();
        String code = answer.header("X-Error-Code").orElse("");
        Token token = web.token();
        Server server = web.server();
        boolean closed = List.of("GatedRepo", "RepoNotFound").contains(code) || status == 401 || status == 403;
        token.hidden(answer.from(), server.uri()).filter(hidden -> closed).ifPresent(hidden -> {
            throw new Refusal(
                    closed(what, host, status, code) + " " + hidden + " " + withoutToken(token, server, host));
        });
        if (code.equals("GatedRepo")) throw new Refusal(gated(what, host) + ": " + gatedCure(host, token));
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
                    + " give: ask its administrator for a way without, or for a mirror (" + server.variable() + ").");
        if (status == 429)
            throw new Refusal(host + " has been asked too often from here (429): wait some minutes and start again.");
        if (status >= 500 || LATER.contains(status))
            throw new Refusal(host + " cannot give " + what + " now (" + status + "): try again later."
                    + (status >= 500 ? " The fault is the server's." : ""));
        throw useless(answer, what, web);
    }

    /** Returns the refusal of an answer that no waiting mends. */
    private static Refusal useless(Answer answer, String what, Web web) {
        Server server = web.server();
        String told = noFile(answer.from().getAuthority(), what, answer.status());
        return new Refusal(told + ": waiting does not mend that. Look whether "
                + (server.isNamedAs(answer.from())
                        ? server.variable() + " names it right"
                        : "its name is written right")
                + ", or open it in a browser: the server may be set up wrongly.");
    }

    /** Returns what an answer is that is neither a file nor a known refusal, as a sentence goes on. */
    private static String noFile(String host, String what, int status) {
        if (status == 206) return host + " has a part of " + what + ", but was asked for all of it (206)";
        if (status >= 400) return host + " refuses to be asked for " + what + " (" + status + ")";
        return status >= 300
                ? host + " sends on from " + what + " without saying where to (" + status + ")"
                : host + " has an answer to " + what + ", but no file (" + status + ")";
    }

    private static String gated(String what, String host) {
        return what + " of " + host + " is only for people who have asked for it there (it is gated)";
    }

    /** Returns what a server says that gives something to some people only, in a sentence. */
    private static String closed(String what, String host, int status, String code) {
        if (code.equals("GatedRepo")) return gated(what, host) + ".";
        return status == 403
                ? host + " does not give out " + what + " (403)."
                : host + " has nothing called " + what + ", or it is not for everybody (" + status + ").";
    }

    private static String withoutToken(Token token, Server server, String host) {
        if (token == Token.none())
            return "Look whether this network lets " + host + " be asked, or name "
                    + (server.isNamed() ? "another mirror" : "a mirror") + " by " + server.variable() + ".";
        return "Look whether the address is written right; what you may have there download in a browser, and add it by"
                + " models add /path/model.safetensors.";
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
        String text = new String(begin, 0, Math.min(n, PAGE_BEGINS), StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!file.path().matches("(?i).*\\.html?") && (text.startsWith("<!doctype html") || text.startsWith("<html")))
            throw page(answer, file);
    }

    /**
     * Returns the refusal of an answer of another length than is listed, whose beginning tells a page that is sent as if it were the file.
     *
     * @param size of the answer in bytes
     * @param listed the bytes of the file
     */
    static Refusal otherSize(Answer answer, RemoteFile file, long size, long listed) {
        try {
            byte[] begin = answer.body().readNBytes(PAGE_BEGINS);
            refusePage(begin, begin.length, answer, file);
        } catch (IOException e) {
            // Its length says enough.
        }
        return new Refusal(answer.from().getHost() + " has another file '" + file.path() + "' than it lists: of " + size
                + " bytes, not of " + listed + ". Nothing was installed. Try again later, or from another place.");
    }

    private static Refusal page(Answer answer, RemoteFile file) {
        return new Refusal(answer.from().getAuthority() + " sends a web page in place of '" + file.path()
                + "'. Nothing was installed. Open " + answer.from().getScheme() + "://"
                + answer.from().getAuthority()
                + " in a browser: the network may ask to log in first, or the address is that of a page and not of"
                + " the file.");
    }
}
