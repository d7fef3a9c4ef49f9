package org.prompttoprompt.pipeline;

import java.util.Locale;

/**
 * What a run cost: a row is one pass of one image through the network at one step, with or without the prompt.
 *
 * @param rows the rows that were run, up to a stop
 * @param oneByOne the rows of the same images drawn one by one, each with its source; the same as {@code rows} where that
 *     says nothing: for a plain generation and a run that was stopped
 */
public record Cost(long rows, long oneByOne) {
    /** Returns the share of the rows one by one that was not needed, 0 to 1. */
    public double saved() {
        return oneByOne == 0 ? 0 : 1 - (double) rows / oneByOne;
    }

    /** Returns the line of the report. */
    @Override
    public String toString() {
        String rowsText = "Cost: " + rows + " network rows";
        return rows == oneByOne
                ? rowsText
                : String.format(Locale.ROOT, "%s instead of %d one by one (%.2f)", rowsText, oneByOne, 1 - saved());
    }
}
