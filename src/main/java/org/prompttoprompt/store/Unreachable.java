package org.prompttoprompt.store;

import java.io.IOException;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;

/** No server answers: for ever, or while the network is away. */
final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * Asks for a model.
     *
     * @throws Refusal as the job does; where a server is not reached, with the way that needs none
     */
    static <T> T orByHand(Supplier<T> job) {
        try {
            return job.get();
        } catch (Refusal e) {
            if (!(e.getCause() instanceof Unreachable)) throw e;
            throw new Refusal(
                    e.getMessage()
                            + " Or download it on another computer, copy it to this one and name its folder or file:"
                            + " Add... in the Models window, or models add.",
                    e);
        }
    }

    /** Returns what the user is told. */
    Refusal refusal() {
        return new Refusal(getMessage(), this);
    }
}
