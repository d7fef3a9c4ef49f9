package org.prompttoprompt.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;

/**
 * A few lines of text that stand for a large file in a Git repository: what is there after a clone without Git LFS
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
 */
final class LfsPointer {
    private static final String BEGIN = "version https://git-lfs.github.com/spec/";

    private LfsPointer() {}

    /** Refuses a file that is such a pointer. */
    static void refuse(Path file) {
        if (!Files.isRegularFile(file)) return;
        try (InputStream in = Files.newInputStream(file)) {
            if (!new String(in.readNBytes(BEGIN.length()), ISO_8859_1).equals(BEGIN)) return;
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read: " + e, e);
        }
        throw new Refusal(file + " is a Git LFS pointer and not the file itself. In the folder that was cloned run"
                + " 'git lfs install' and 'git lfs pull', or download the file from the model's page.");
    }
}
