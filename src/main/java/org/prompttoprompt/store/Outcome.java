package org.prompttoprompt.store;

/**
 * What came of an action, as scripts ask for it.
 *
 * @param text what was done or found, in words
 * @param well whether all of it was done, and nothing is wrong with what was looked at
 */
public record Outcome(String text, boolean well) {
    static Outcome well(String text) {
        return new Outcome(text, true);
    }

    static Outcome wrong(String text) {
        return new Outcome(text, false);
    }
}
