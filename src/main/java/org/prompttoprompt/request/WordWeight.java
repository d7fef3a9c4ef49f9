package org.prompttoprompt.request;

/** A word whose attention is multiplied by c. */
public record WordWeight(WordName word, double c) {}
