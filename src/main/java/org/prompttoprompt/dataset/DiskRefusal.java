package org.prompttoprompt.dataset;

import org.prompttoprompt.Refusal;

/** The disk takes no more: the job ends, and can go on later. */
public final class DiskRefusal extends Refusal {
    private static final long serialVersionUID = 1L;

    /** @param file that could not be written */
    public DiskRefusal(String file, Throwable cause) {
        super(
                file + " cannot be written (" + cause.getMessage()
                        + "): is the disk full, or write-protected? Make room and start again with the same table and"
                        + " folder; what is done is kept.",
                cause);
    }
}
