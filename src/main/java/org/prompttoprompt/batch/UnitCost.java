package org.prompttoprompt.batch;

import java.util.List;

/**
 * What a unit takes.
 *
 * @param source network rows that draw its source before its sweeps
 * @param sweeps network rows of each of them
 */
record UnitCost(long source, List<Long> sweeps) {
    UnitCost {
        sweeps = List.copyOf(sweeps);
    }

    /** Returns the cost of a unit of which only the parts are to be counted. */
    static UnitCost ofParts(Unit unit) {
        return new UnitCost(1, unit.sweeps().stream().map(sweep -> 1L).toList());
    }

    long rows() {
        return source + sweeps.stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many runs it takes. */
    int runs(Unit unit) {
        return sweeps.size() + (unit.source().isPresent() ? 1 : 0);
    }
}
