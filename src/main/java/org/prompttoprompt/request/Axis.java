package org.prompttoprompt.request;

import java.util.List;

/**
 * A swept parameter.
 *
 * @param option that is swept
 * @param values in order
 */
public record Axis(Option option, List<SweptValue> values) {
    public Axis {
        values = List.copyOf(values);
    }

    /** Returns its macro key, such as {@code tau}. */
    public String key() {
        return option.key();
    }
}
