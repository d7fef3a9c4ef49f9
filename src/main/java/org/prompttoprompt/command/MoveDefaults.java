package org.prompttoprompt.command;

/** What a move begins with, where it differs from other edits. */
final class MoveDefaults {
    static final String TAU = "1";
    static final String SELFATTENTION = "0.4";
    static final String METHOD = "direct";

    private MoveDefaults() {}
}
