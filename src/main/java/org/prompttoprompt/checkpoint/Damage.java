package org.prompttoprompt.checkpoint;

/** What is said of a damaged file, and what helps. */
public final class Damage {
    static final String HALF_WAY = ", as where its download or copy stopped half-way";

    /** What helps where a file is not as it was published. */
    static final String AGAIN =
            "Download or copy it again; what was installed by the Models window is mended by its Repair (models repair NAME).";

    private Damage() {}

    /** Returns what was told of a file that is as its source has it: neither a new download nor a repair makes it another. */
    public static String atSource(String told) {
        return told.replace(HALF_WAY + ", or it is", ": it may be")
                .replace(HALF_WAY, "")
                .replace(": its download or copy stopped half-way, or was truncated. Download or copy it again", "")
                .replace(": its download or copy stopped half-way", "")
                .replace(AGAIN, "It is damaged at its source, and another download brings the same.");
    }
}
