package org.prompttoprompt.checkpoint;

import java.nio.file.Path;
import java.util.Optional;

/** A file is refused because it holds values that are no numbers: only who has read all of it knows that. */
public final class NotFinite extends Damaged {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    NotFinite(Path file, String what, String cure) {
        super(what, cure);
        this.file = file;
    }

    /** Returns the file, empty where it is not the fault of one. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
