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
        if (!c.json().has("bos")) {
            two(c);
            return;
        }
        ClipTokenizer tokenizer = ClipTokenizer.open(c.model().resolve("tokenizer"));
        for (JsonElement e : c.json().getAsJsonArray("cases")) {
            JsonObject one = e.getAsJsonObject();
            Tokens tokens = tokenizer.encode(one.get("text").getAsString());
            c.equal(tokens.prompt(), ints(one.get("padded")), tokens.ids());
            int end = tokens.end() + 1;
            List<Integer> ids = ints(one.get("ids"));
            c.equal(
                    tokens.prompt() + ", cut",
                    ids.size() > tokens.ids().size(),
                    !tokens.cut().isEmpty());
            if (tokens.cut().isEmpty()) c.equal(tokens.prompt() + ", length", ids.size(), end);
            c.equal(
                    tokens.prompt() + ", without padding",
                    ids.subList(0, end - 1),
                    tokens.ids().subList(0, end - 1));
            c.equal(
                    "the first token",
                    c.json().get("bos").getAsInt(),
                    tokens.ids().get(0));
            c.equal(
                    "the last token",
                    c.json().get("eos").getAsInt(),
                    tokens.ids().get(tokens.end()));
            for (int pad : tokens.ids().subList(end, tokens.ids().size())) {
                c.equal("padding", c.json().get("pad").getAsInt(), pad);
            }
        }
    }

    /** Both tokenizers of XL. */
    private static void two(GoldenCase c) {
        ClipTokenizer first = ClipTokenizer.open(c.model().resolve("tokenizer"));
        ClipTokenizer second = ClipTokenizer.open(c.model().resolve("tokenizer_2"));
        for (JsonElement e : c.json().getAsJsonArray("cases")) {
            JsonObject one = e.getAsJsonObject();
            String text = one.get("text").getAsString();
            c.equal(text, ints(one.get("padded")), first.encode(text).ids());
            c.equal(
                    text + ", second",
                    ints(one.get("padded_2")),
                    second.encode(text).ids());
        }
    }

    static List<Integer> ints(JsonElement list) {
        return list.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsInt)
                .toList();
    }
}
