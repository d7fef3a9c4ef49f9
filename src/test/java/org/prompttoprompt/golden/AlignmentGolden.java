package org.prompttoprompt.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;

/** Tokens of words, and the mappers of word swaps and added phrases, as published and mended. */
final class AlignmentGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        ClipTokenizer tokenizer = ClipTokenizer.open(c.model().resolve("tokenizer"));
        for (JsonElement e : c.json().getAsJsonArray("pairs")) {
            JsonObject pair = e.getAsJsonObject();
            Tokens source = tokenizer.encode(pair.get("source").getAsString());
            Tokens target = tokenizer.encode(pair.get("target").getAsString());
            String name = source.prompt() + " -> " + target.prompt();
            tokens(c, name, pair, "source", source);
            tokens(c, name, pair, "target", target);
            words(c, name, pair.getAsJsonObject("word_indices").getAsJsonArray("source"), source);
            words(c, name, pair.getAsJsonObject("word_indices").getAsJsonArray("target"), target);
            if (pair.has("replace_mapper_nonzero")
                    && !pair.get("replace_mapper_nonzero").isJsonArray()) {
                // The published code refuses this swap, and says so in place of the mapper.
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Alignment.swap(source, target, Alignment.Mode.REFERENCE),
                        name);
            } else if (pair.has("replace_mapper_nonzero")) {
                Alignment reference = Alignment.swap(source, target, Alignment.Mode.REFERENCE);
                c.equal(
                        name + ", swap as published",
                        entries(pair.getAsJsonArray("replace_mapper_nonzero")),
                        entries(reference));
                Alignment aligned = Alignment.swap(source, target, Alignment.Mode.ALIGNED);
                c.equal(
                        name + ", swap",
                        entries(pair.getAsJsonArray("replace_mapper_aligned_nonzero")),
                        entries(aligned));
            }
            Alignment reference = Alignment.refine(source, target, Alignment.Mode.REFERENCE);
            c.equal(
                    name + ", phrase as published",
                    TokenizationGolden.ints(pair.get("refine_mapper")),
                    mapper(reference));
            Alignment aligned = Alignment.refine(source, target, Alignment.Mode.ALIGNED);
            c.equal(name + ", phrase", TokenizationGolden.ints(pair.get("refine_mapper_aligned")), mapper(aligned));
            PairGolden.check(c, name, pair, source, target, reference);
        }
    }

    /** Where the published code swallows tokens at doubled spaces it has empty words; those prompts are passed over. */
    private static void words(GoldenCase c, String name, JsonArray expected, Tokens tokens) {
        if (expected.asList().stream()
                .anyMatch(w -> w.getAsJsonArray().get(0).getAsString().isEmpty())) return;
        for (int w = 0; w < expected.size(); w++) {
            JsonArray word = expected.get(w).getAsJsonArray();
            c.equal(name, word.get(0).getAsString(), tokens.words().get(w).text());
            c.equal(
                    name + ", word " + word,
                    TokenizationGolden.ints(word.get(1)),
                    tokens.words().get(w).tokens());
        }
    }

    private static void tokens(GoldenCase c, String name, JsonObject pair, String which, Tokens tokens) {
        c.equal(
                name + ", tokens of the " + which,
                texts(pair.get(which + "_tokens")),
                tokens.tokens().stream().map(Tokens.Token::text).toList());
        c.equal(
                name + ", ids of the " + which,
                TokenizationGolden.ints(pair.get(which + "_ids")),
                tokens.ids().subList(0, tokens.end() + 1));
    }

    private static List<String> texts(JsonElement list) {
        return list.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static Map<String, Float> entries(JsonArray list) {
        Map<String, Float> entries = new TreeMap<>();
        for (JsonElement e : list) {
            JsonArray entry = e.getAsJsonArray();
            entries.put(
                    entry.get(0).getAsInt() + "," + entry.get(1).getAsInt(),
                    entry.get(2).getAsFloat());
        }
        return entries;
    }

    private static Map<String, Float> entries(Alignment alignment) {
        Map<String, Float> entries = new TreeMap<>();
        for (int j = 0; j < alignment.columns().size(); j++) {
            for (int i : alignment.sources(j))
                entries.put(i + "," + j, alignment.columns().get(j).share());
        }
        return entries;
    }

    private static List<Integer> mapper(Alignment alignment) {
        List<Integer> mapper = new ArrayList<>();
        for (int j = 0; j < alignment.columns().size(); j++) {
            mapper.add(
                    alignment.sources(j).isEmpty() ? -1 : alignment.sources(j).get(0));
        }
        return mapper;
    }
}
