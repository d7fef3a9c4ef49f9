package org.prompttoprompt;

/**
 * What the user can mend: the message is one readable sentence that names the value and the cure, and is shown as it is,
 * without a stack trace. Everything else that is thrown is a fault of ours.
 */
public class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Refuses for this reason. */
    public Refusal(String reason) {
        super(reason);
    }

    /** Refuses for this reason, which another exception told. */
    public Refusal(String reason, Throwable cause) {
        super(reason, cause);
    }
}
