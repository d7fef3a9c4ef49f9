package org.prompttoprompt.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** JSON that others wrote: what is nested so deep that it can only be meant to do harm is none, as gson would end the program over it. */
public final class JsonText {
    /** That of any program's files is below 10. */
    private static final int DEEPEST = 200;

    private JsonText() {}

    /**
     * Returns the value of a text.
     *
     * @throws JsonParseException if it is none
     */
    public static JsonElement of(String text) {
        return shallow(JsonParser.parseReader(new StringReader(text)));
    }

    /**
     * Returns the next value.
     *
     * @throws JsonParseException if there is none
     */
    static JsonElement of(JsonReader reader) {
        return shallow(JsonParser.parseReader(reader));
    }

    private static JsonElement shallow(JsonElement value) {
        Deque<JsonElement> level = new ArrayDeque<>(List.of(value));
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > DEEPEST) throw new JsonParseException("nested more than " + DEEPEST + " times");
            Deque<JsonElement> next = new ArrayDeque<>();
            level.forEach(one -> next.addAll(within(one)));
            level = next;
        }
        return value;
    }

    private static Collection<JsonElement> within(JsonElement value) {
        if (value.isJsonArray()) return value.getAsJsonArray().asList();
        return value.isJsonObject() ? value.getAsJsonObject().asMap().values() : List.of();
    }
}
