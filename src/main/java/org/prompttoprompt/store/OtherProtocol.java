package org.prompttoprompt.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether what answers speaks another protocol than that in which it is asked, as a server of SSH or of mail does. */
final class OtherProtocol {
    private static final String BEGIN = "HTTP/";

    /** What Java's client says of a first line: that it is none, or where it broke off. */
    private static final Pattern LINE = Pattern.compile(
            "(?s)Invalid status line: \"(.*)\"|.*status line, receiving \\[(.*?)\\](, parser state.*)?");

    private OtherProtocol() {}

    /** Returns whether an answer does not begin as one of HTTP does; where that is not sure, it is none of these. */
    static boolean isNoHttp(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Matcher line = LINE.matcher(String.valueOf(cause.getMessage()));
            if (!line.matches()) continue;
            String begin = line.group(1) != null ? line.group(1) : line.group(2);
            int most = Math.min(BEGIN.length(), begin.length());
            if (!begin.isEmpty() && !begin.startsWith(BEGIN.substring(0, most))) return true;
        }
        return false;
    }

    /** Returns whether an answer does not begin as one of a secured connection does. */
    static boolean isNoTls(Throwable e) {
        return String.valueOf(e.getMessage()).matches("(?i).*unrecognized ssl message.*");
    }
}
