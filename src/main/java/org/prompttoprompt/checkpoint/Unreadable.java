package org.prompttoprompt.checkpoint;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;

/** Says why a file of a model cannot be read, and what helps. */
public final class Unreadable {
    private Unreadable() {}

    /** Returns the refusal of a file or folder that a system cannot read. */
    public static Refusal refusal(Path place, IOException e) {
        String told = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : place.toString();
        return refusal(told, e);
    }

    private static Refusal refusal(String file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new Damaged(file + " is not there, or no longer", "", "Download or copy it again.", e);
        }
        if (e instanceof AccessDeniedException) {
            return new Refusal(
                    file + " may not be read by the user who runs ImageJ. Give that user the right to read it.", e);
        }
        if (e instanceof CharacterCodingException) {
            return new Damaged(file + " holds bytes that are no text in UTF-8", "", "Download or copy it again.", e);
        }
        return new Refusal(
                file + " cannot be read: " + e.getMessage()
                        + ". If it lies on a network or a removable disk, look whether that is connected; copy it to this"
                        + " computer's own disk.",
                e);
    }
}
