package org.prompttoprompt.store;

import java.io.IOException;
import org.prompttoprompt.Refusal;

/** No server answers: for ever, or while the network is away. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, IOException cause) {
        super(message, cause);
    }

    /** Returns what the user is told. */
    Refusal refusal() {
        return new Refusal(getMessage(), this);
    }
}
