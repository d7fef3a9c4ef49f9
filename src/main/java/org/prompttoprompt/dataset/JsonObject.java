package org.prompttoprompt.dataset;

import java.util.LinkedHashMap;
import java.util.Map;

/** The object of a JSON file that a layout writes, its keys in the order given. */
final class JsonObject {
    private JsonObject() {}

    /** Returns the object with these keys, each followed by its value. */
    static Map<String, Object> of(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) object.put((String) pairs[i], pairs[i + 1]);
        return object;
    }
}
