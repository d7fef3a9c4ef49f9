package org.prompttoprompt.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;

/**
 * What lies under a file's name in its place: the few lines of text that stand for a large file in a Git repository after a clone
 * without Git LFS (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md), a page of a website that was saved, or nothing.
 */
final class StandIn {
    private static final String POINTER = "version https://git-lfs.github.com/spec/";

    /** Letters of XML, with or without the mark that some programs put before all text; in place of a header's length they would be petabytes. */
    private static final Pattern MARKUP = Pattern.compile("(\u00ef\u00bb\u00bf)?\\s*<[A-Za-z?!][ -~\\s]*");

    private StandIn() {}

    /** Refuses a link whose file is gone, as folders have that were copied without what their links stand for. */
    static void refuseBrokenLink(Path file) {
        if (!Files.isSymbolicLink(file) || Files.exists(file)) return;
        throw new Refusal(
                file + " is a link to a file that is no longer there. Download the model again, or copy its folder with"
                        + " the files that links stand for (cp -rL).");
    }

    /** Returns whether what should be weights begins with JSON: as the length of a header such letters would be petabytes. */
    static boolean isMessage(byte[] begin) {
        return new String(begin, ISO_8859_1).matches("[{\\[]\\s*\"[ -~]*");
    }

    /** Refuses a file that is an answer of a server in place of weights. */
    static Refusal message(Path file) {
        return new Damaged(
                file + " is a message of a server and not the file itself",
                ", as where a download tool asked for what is not there",
                "Open it in a text editor to read it, and download the file by its page.");
    }

    /** Refuses a file that is one of these. */
    static void refuse(Path file) {
        refuseBrokenLink(file);
        if (!Files.isRegularFile(file)) return;
        String begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = new String(in.readNBytes(POINTER.length()), ISO_8859_1);
        } catch (IOException e) {
            throw Unreadable.refusal(file, e);
        }
        if (begin.isEmpty()) {
            throw new Damaged(
                    file + " is empty",
                    ": its download or copy stopped half-way, or was truncated",
                    "Download or copy it again.");
        }
        if (begin.equals(POINTER)) {
            throw new Damaged(
                    file + " is a Git LFS pointer and not the file itself",
                    "In the folder that was cloned run 'git lfs install' and 'git lfs pull', or download the file from the"
                            + " model's page.");
        }
        String lower = begin.stripLeading().toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype") || lower.startsWith("<html")) {
            throw new Damaged(
                    file + " is a page of a website and not the file itself",
                    ", as browsers save it where a site wants a login or shows the file",
                    "Download the file by the page's download button.");
        }
        if (MARKUP.matcher(begin.substring(0, Math.min(Long.BYTES, begin.length())))
                .matches()) throw message(file);
    }
}
