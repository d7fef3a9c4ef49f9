package org.prompttoprompt.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on this computer that behaves well, or badly in all the ways that servers do. */
final class LocalServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    /** What was asked for, with the headers by their names in small letters. */
    record Asked(String path, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** How a request is answered. */
    @FunctionalInterface
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Reply> replies = Collections.synchronizedMap(new LinkedHashMap<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    LocalServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
            String path = exchange.getRequestURI().toString();
            asked.add(new Asked(path, headers));
            Reply reply = replies.getOrDefault(path.replaceFirst("\\?.*", ""), status(404));
            try (exchange) {
                reply.to(exchange);
            }
        });
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns what asks it, as a mirror of the usual one. */
    Web web() {
        return new Web(Token.current(), new Server(uri(), Hub.VARIABLE, true), Map.of());
    }

    /** Returns the same server by another name. */
    URI otherName() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    URI uri(String path) {
        return URI.create(uri() + path);
    }

    LocalServer serve(String path, Reply reply) {
        replies.put(path, reply);
        return this;
    }

    /** Returns how often a path was asked for. */
    long times(String path) {
        return asked.stream().filter(a -> a.path().equals(path)).count();
    }

    /** Answers with a status and nothing else. */
    static Reply status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2)
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    static Reply redirect(Object to) {
        return status(302, "Location", to.toString());
    }

    static Reply text(String text, String type) {
        return exchange -> {
            byte[] bytes = text.getBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** The content, or the part that is asked for, if it still is the version that If-Range names. */
    static Reply bytes(byte[] content, String tag) {
        return upTo(content, tag, Integer.MAX_VALUE);
    }

    /** Breaks the connection off after so many bytes of each answer. */
    static Reply upTo(byte[] content, String tag, int most) {
        return exchange -> {
            if (!tag.isEmpty()) exchange.getResponseHeaders().set("ETag", tag);
            Matcher range =
                    RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            String version = exchange.getRequestHeaders().getFirst("If-Range");
            boolean part = range.matches() && (version == null || version.equals(tag));
            int from = part ? Integer.parseInt(range.group(1)) : 0;
            if (part && from >= content.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            if (part) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(part ? 206 : 200, content.length - from);
            send(exchange, Arrays.copyOfRange(content, from, (int) Math.min(content.length, (long) from + most)));
        };
    }

    /** Never gives a part. */
    static Reply whole(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            send(exchange, content);
        };
    }

    /** Says another length than what it sends. */
    static Reply saying(long length, byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, length);
            send(exchange, content);
        };
    }

    static void send(HttpExchange exchange, byte[] content) throws IOException {
        OutputStream out = exchange.getResponseBody();
        out.write(content);
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
