package org.prompttoprompt.golden;

/** Checks the cases of one kind. */
@FunctionalInterface
interface GoldenKind {
    void check(GoldenCase c) throws Exception;
}
