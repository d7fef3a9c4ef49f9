/**
 * What a person thinks of two ways: pairs of images shown blind, verdicts written as they are given, and shares with their intervals.
 */
package org.prompttoprompt.compare;
