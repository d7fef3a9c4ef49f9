package org.prompttoprompt.request;

import java.util.List;

/**
 * A swept parameter.
 *
 * @param key its macro key, such as {@code tau}
 * @param values its values as text, in order
 */
public record Axis(String key, List<String> values) {
    public Axis {
        values = List.copyOf(values);
    }
}
