package org.prompttoprompt.compare;

/**
 * What was chosen of a pair.
 *
 * @param pair its name
 * @param choice what is better
 * @param firstWasLeft on which side the first set's image stood
 * @param seconds from seeing to choosing
 * @param at when, in ISO 8601
 */
record Verdict(String pair, Choice choice, boolean firstWasLeft, double seconds, String at) {}
