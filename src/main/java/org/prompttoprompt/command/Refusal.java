package org.prompttoprompt.command;

/** What a command refused that was run by another: its reason, in one readable sentence. */
public final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }
}
