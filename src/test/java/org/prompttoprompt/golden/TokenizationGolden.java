package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;

/** Token ids of prompts, without and with padding. */
final class TokenizationGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        ClipTokenizer tokenizer = ClipTokenizer.open(c.model().resolve("tokenizer"));
        for (JsonElement e : c.json().getAsJsonArray("cases")) {
            JsonObject one = e.getAsJsonObject();
            Tokens tokens = tokenizer.encode(one.get("text").getAsString());
            c.equal(tokens.prompt(), ints(one.get("padded")), tokens.ids());
        }
    }

    static List<Integer> ints(JsonElement list) {
        return list.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsInt)
                .toList();
    }
}
