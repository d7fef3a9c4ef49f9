package org.prompttoprompt.checkpoint;

import java.util.function.UnaryOperator;
import org.prompttoprompt.Refusal;

/**
 * A file is refused that is not as it should be. What helps is told apart from what is wrong: another download brings another file only
 * where the first one went wrong on its way.
 */
public class Damaged extends Refusal {
    private static final long serialVersionUID = 1L;

    /** How most files come to be cut, as a sentence goes on. */
    static final String HALF_WAY = ", as where its download or copy stopped half-way";

    /** What helps where nothing more is known of a file. */
    static final String AGAIN =
            "Download or copy it again; what was installed by the Models window is mended by its Repair (models repair NAME).";

    private final String what;
    private final String way;
    private final String cure;

    /**
     * Refuses a file.
     *
     * @param what is wrong, and with which file: a sentence without its full stop
     * @param way how it may have become so on its way here, as the sentence goes on; empty where nothing is said of that
     * @param cure what helps where nothing more is known of the file: a sentence
     */
    public Damaged(String what, String way, String cure) {
        this(what, way, cure, null);
    }

    /** Refuses a file of whose way nothing is said. */
    public Damaged(String what, String cure) {
        this(what, "", cure);
    }

    /** Refuses a file likewise, as another exception told. */
    public Damaged(String what, String way, String cure, Throwable cause) {
        super(what + way + ". " + cure, cause);
        this.what = what;
        this.way = way;
        this.cure = cure;
    }

    /** Returns what is wrong, and with which file: a sentence without its full stop. */
    public String what() {
        return what;
    }

    /** Returns what helps where nothing more is known of the file. */
    public String cure() {
        return cure;
    }

    /** Returns a refusal of the same kind whose sentence begins in another way. */
    public static Refusal beginning(Refusal refusal, UnaryOperator<String> otherwise) {
        return refusal instanceof Damaged damaged
                ? new Damaged(otherwise.apply(damaged.what), damaged.way, damaged.cure, refusal)
                : new Refusal(otherwise.apply(refusal.getMessage()), refusal);
    }
}
