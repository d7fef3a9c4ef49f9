package org.prompttoprompt.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answered; whoever asked closes it. */
final class Answer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

    private final HttpResponse<InputStream> response;

    Answer(HttpResponse<InputStream> response) {
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    URI from() {
        return response.uri();
    }

    InputStream body() {
        return response.body();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** Returns the name of this version of the content; weak ones name none. */
    Optional<String> tag() {
        return header("ETag").filter(tag -> !tag.startsWith("W/"));
    }

    /** Returns how many bytes are said to come. */
    OptionalLong length() {
        return response.headers().firstValueAsLong("Content-Length");
    }

    /** Returns the first byte of a part, or -1 where the answer names none. */
    long begin() {
        return range(1);
    }

    /** Returns the size of the whole of which this is a part, or -1. */
    long whole() {
        return range(3);
    }

    private long range(int group) {
        Matcher m = RANGE.matcher(header("Content-Range").orElse(""));
        return m.matches() && m.group(group) != null && !m.group(group).equals("*")
                ? Long.parseLong(m.group(group))
                : -1;
    }

    /** Returns whether it calls itself a web page. */
    boolean isPage() {
        return header("Content-Type")
                .orElse("")
                .toLowerCase(java.util.Locale.ROOT)
                .startsWith("text/html");
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            // Nobody reads on.
        }
    }
}
