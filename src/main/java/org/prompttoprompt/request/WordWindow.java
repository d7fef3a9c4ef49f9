package org.prompttoprompt.request;

/** A word of the edited prompt with a window of its own. */
public record WordWindow(WordName word, Window window) {}
