package org.prompttoprompt.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** What is true or false in JSON. A text or a number is neither: {@code "no"} means something, and Gson reads it as false. */
public final class TrueOrFalse {
    private TrueOrFalse() {}

    /**
     * Returns one.
     *
     * @param otherwise where it is absent or null
     * @throws IllegalStateException if it is neither, saying so with key and value
     */
    public static boolean of(JsonObject json, String key, boolean otherwise) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) return otherwise;
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) return value.getAsBoolean();
        throw new IllegalStateException(key + " = " + value + " is not true or false");
    }
}
