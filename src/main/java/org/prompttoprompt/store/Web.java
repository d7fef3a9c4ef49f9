package org.prompttoprompt.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.prompttoprompt.Refusal;

/**
 * Asks servers. Redirects are followed here and not by Java's client, which would show a token to whomever it is sent on to; from a
 * secured connection none leads to an open one.
 */
final class Web {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration LONGEST_TEXT = Duration.ofMinutes(5);

    private final HttpClient client;
    private final Token token;
    private final Server server;
    private final Proxies proxies;
    private final Patience patience;
    private final Duration longest;
    /** Who has answered in HTTP. */
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /** @param server the only one that sees the token */
    Web(Token token, Server server, Map<String, String> environment) {
        this(token, server, environment, Patience.USUAL, LONGEST_TEXT);
    }

    /** @param longest that a short text may take */
    Web(Token token, Server server, Map<String, String> environment, Patience patience, Duration longest) {
        this.token = token;
        this.patience = patience;
        this.longest = longest;
        this.server = server;
        proxies = new Proxies(environment);
        client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .proxy(proxies)
                .build();
    }

    Token token() {
        return token;
    }

    Server server() {
        return server;
    }

    /** Returns whether an address means this computer itself. */
    static boolean isThisComputer(URI uri) {
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(uri.getHost()));
    }

    /**
     * Reads an address.
     *
     * @throws Refusal if it is none, or neither of https nor of this computer
     */
    static URI address(String text) {
        requireNoPassword(text);
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            if (text.strip().matches("https?:/*")) throw noServer(text);
            throw new Refusal("'" + text + "' is no address: " + e.getMessage() + ".", e);
        }
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null) throw noServer(text);
        return uri;
    }

    private static Refusal noServer(String text) {
        return new Refusal("'" + text + "' is no address of the web: it begins with https:// and names a server.");
    }

    /**
     * Refuses an address that holds a password.
     *
     * @throws Refusal that does not show it
     */
    static void requireNoPassword(String text) {
        Links.key(text).ifPresent(key -> {
            throw new Refusal("The address of " + Links.host(text) + " holds a key ('" + key
                    + "'), which every note and log would show, and which may end before a download does: take it out, or"
                    + " download the file in a browser and add it by models add /path/model.safetensors.");
        });
        if (!Links.holdPassword(text)) return;
        throw new Refusal("The address of "
                + Links.host(text)
                + " holds a password, which every log would show: take"
                + " it out. The server of models (" + Hub.VARIABLE + ") takes a token " + Token.WAY
                + "; from another download the file in a browser.");
    }

    /**
     * Asks for an address and follows redirects.
     *
     * @throws IOException if the connection breaks, which may be tried again
     * @throws Refusal if there is no such server, or a redirect leads where none may
     */
    Answer get(URI address, Map<String, String> headers) throws IOException {
        URI uri = address;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<InputStream> response = send(uri, headers, address);
            String to = response.headers().firstValue("Location").orElse("");
            if (!REDIRECTS.contains(response.statusCode()) || to.isEmpty()) return new Answer(response);
            response.body().close();
            uri = Redirect.to(uri, to);
        }
        throw new Refusal(address.getHost() + " sends requests for " + address.getPath()
                + " in a circle: open it in a browser to see where it leads, and give another address.");
    }

    /** @param asked from which {@code uri} is where it was sent on to */
    private HttpResponse<InputStream> send(URI uri, Map<String, String> headers, URI asked) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("User-Agent", "prompt-to-prompt-fiji");
        String key = token.header(uri, server.uri());
        if (key != null) all.put("Authorization", key);
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).timeout(ANSWER).GET();
            all.forEach(request::header);
            HttpResponse<InputStream> answer =
                    StillWanted.answer(client.sendAsync(request.build(), told -> new ArrivedBody()), uri.getHost());
            answered.add(uri.getAuthority());
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StillWanted.stopped(uri.getHost());
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw unreachable(uri, asked, e);
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer within " + ANSWER.toSeconds() + " s", e);
        } catch (javax.net.ssl.SSLException e) {
            if (OtherProtocol.isNoTls(e)) throw other(place(uri), "HTTPS", uri, asked, e);
            throw new Refusal(
                    "The connection to " + uri.getHost() + " is not safe (" + e.getMessage() + "). A network that looks"
                            + " into connections needs its certificate in Java's; ask its administrator.",
                    e);
        } catch (IOException e) {
            // What is left of an answer before would be no beginning of one either.
            if (answered.contains(uri.getAuthority()) || !OtherProtocol.isNoHttp(e)) throw e;
            Optional<String> proxy = proxies.named(uri);
            if (proxy.isEmpty()) throw other(place(uri), "HTTP", uri, asked, e);
            throw new Refusal(
                    "What answers at the proxy " + proxy.get() + ", through which " + uri.getHost()
                            + " is asked, speaks no HTTP: " + proxies.cure(uri),
                    e);
        } catch (Refusal e) {
            throw e; // the proxy's name
        } catch (NumberFormatException e) {
            throw new Refusal(
                    uri.getHost()
                            + " answers with a length that is no number, and no waiting mends that: look whether the"
                            + " address is right, or take the file from another place.",
                    e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "'" + uri + "' cannot be asked for: " + e.getMessage().replaceFirst("\\.$", "") + ".", e);
        }
    }

    /** Returns server and port of an address, where the port is the usual one too. */
    private static String place(URI uri) {
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getHost() + ":" + (uri.getPort() < 0 ? usual : uri.getPort());
    }

    private Refusal other(String place, String protocol, URI uri, URI asked, IOException e) {
        boolean sentOn = !uri.getAuthority().equals(asked.getAuthority());
        return new Refusal(
                "What answers at " + place + (sentOn ? ", to which " + asked.getAuthority() + " sends on," : "")
                        + " speaks no " + protocol + ", and is a server of another kind: look whether "
                        + rightPlace(uri),
                e);
    }

    /** Returns what may be wrong with an address at which no server of ours is, as a sentence goes on to its end. */
    private String rightPlace(URI uri) {
        return (server.isNamedAs(uri) ? server.variable() + " names it right" : "its address is right")
                + ", the port too.";
    }

    private Unreachable unreachable(URI uri, URI asked, IOException e) {
        boolean unknown = e.getCause() instanceof UnresolvedAddressException
                || e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException;
        String why =
                " cannot be reached (" + (unknown ? "no server of that name is known" : "nobody answers there") + "): ";
        Optional<String> proxy = proxies.named(uri);
        if (proxy.isPresent())
            return new Unreachable(
                    "The proxy " + proxy.get() + ", through which " + uri.getHost() + " is asked," + why
                            + proxies.cure(uri),
                    e);
        boolean sentOn = !uri.getAuthority().equals(asked.getAuthority());
        return new Unreachable(
                uri.getAuthority() + (sentOn ? ", to which " + asked.getAuthority() + " sends on," : "") + why + "look"
                        + (isThisComputer(uri)
                                ? " whether the server on this computer runs, and whether " + rightPlace(uri)
                                : server.cure(asked.getHost(), sentOn, uri.getScheme())),
                e);
    }

    /**
     * Returns a short text.
     *
     * @throws IOException if the connection breaks
     */
    String text(Answer answer) throws IOException {
        return ShortText.of(answer, patience, longest);
    }
}
