package org.prompttoprompt.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.engine.Rows;

/**
 * What a sampler remembers of earlier evaluations, the newest first: copies that outlive the step that made them, and follow the
 * rows that go on.
 */
final class Past {
    private final int most;
    private final List<NDArray> arrays = new ArrayList<>();

    /** @param most older ones are forgotten */
    Past(int most) {
        this.most = most;
    }

    void add(NDArray array) {
        arrays.add(0, kept(array.duplicate()));
        if (arrays.size() > most) arrays.remove(most).close();
    }

    int size() {
        return arrays.size();
    }

    /** Returns what was added {@code age} before the last. */
    NDArray get(int age) {
        return arrays.get(age);
    }

    void clear() {
        arrays.forEach(NDArray::close);
        arrays.clear();
    }

    /** Goes on with these rows, as {@link Scheduler#select} says. */
    void select(int[] rows) {
        for (int k = 0; k < arrays.size(); k++) {
            NDArray before = arrays.get(k);
            arrays.set(k, kept(Rows.select(before, rows)));
            before.close();
        }
    }

    private static NDArray kept(NDArray array) {
        NDScope.unregister(array);
        return array;
    }
}
