package org.prompttoprompt.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What was measured of this computer at first use, and decides how it computes from then on. */
public final class Measurements {
    private Measurements() {}

    /** Returns all that is kept, a sentence or two for each; none where nothing was measured yet. */
    public static List<String> inWords() {
        return Stream.concat(
                        MeasuredPrecision.all().stream().map(MeasuredPrecision::inWords),
                        Arrays.stream(QuickerProgram.values()).flatMap(program -> program.measuredInWords().stream()))
                .toList();
    }

    /** Measures all anew, keeps it for all starts to come, and returns what was measured, in words. */
    public static List<String> again() {
        return Stream.concat(
                        Stream.of(ChosenPrecision.measureAgain()),
                        Arrays.stream(QuickerProgram.values()).flatMap(program -> program.measureAgain().stream()))
                .toList();
    }
}
