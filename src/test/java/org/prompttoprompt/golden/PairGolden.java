package org.prompttoprompt.golden;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/** What a pair of prompts decides beside the mappers; a number that nobody compares is an error. */
final class PairGolden {
    private static final Set<String> COMPARED = Set.of(
            "source",
            "target",
            "source_ids",
            "target_ids",
            "source_tokens",
            "target_tokens",
            "word_indices",
            "replace_mapper_nonzero",
            "replace_mapper_aligned_nonzero",
            "replace_mapper_column_sums_not_1",
            "refine_mapper",
            "refine_mapper_aligned",
            "refine_alphas",
            "nw_score",
            "equalizer_stable",
            "equalizer_null",
            "equalizer_request",
            "cross_replace_steps",
            "cross_alpha_steps10_active_by_row",
            "difflib_opcodes");
    private static final int STEPS = 10;

    private PairGolden() {}

    static void check(GoldenCase c, String name, JsonObject pair, Tokens source, Tokens target, Alignment refine) {
        Set<String> others = new TreeSet<>(pair.keySet());
        others.removeAll(COMPARED);
        c.equal(name + ": numbers that nobody compares", Set.of(), others);
        List<Float> alphas = IntStream.range(0, target.ids().size())
                .mapToObj(j -> refine.sources(j).isEmpty() ? 0f : 1f)
                .toList();
        c.equal(name + ", alphas of the phrase", floats(pair.get("refine_alphas")), alphas);
        // A match scores 1 and all else nothing: the score counts the tokens that both prompts have.
        long score = IntStream.rangeClosed(0, target.end())
                .filter(j -> alphas.get(j) == 1)
                .count();
        c.equal(name + ", score", pair.get("nw_score").getAsLong(), score);
        c.equal(
                name + ", difflib",
                new Gson().toJson(pair.get("difflib_opcodes")),
                new Gson().toJson(Difflib.opcodes(source.ids(), target.ids())));
        // The published code swallows tokens at doubled spaces, and weighs others than were named.
        boolean shifted = !target.prompt().strip().equals(target.prompt())
                || target.prompt().contains("  ");
        if (!shifted) equalizers(c, name, pair, target);
        if (pair.has("replace_mapper_column_sums_not_1")) columnSums(c, name, pair, source, target);
        if (pair.has("cross_replace_steps")) windows(c, name, pair, target);
    }

    private static void columnSums(GoldenCase c, String name, JsonObject pair, Tokens source, Tokens target) {
        Alignment a = Alignment.swap(source, target, Alignment.Mode.REFERENCE);
        Map<String, Double> sums = new TreeMap<>();
        for (int j = 0; j < a.columns().size(); j++) {
            double sum = a.sources(j).size() * (double) a.columns().get(j).share();
            if (sum != 1) sums.put("" + j, sum);
        }
        c.equal(name + ", column sums", numbers(pair.get("replace_mapper_column_sums_not_1")), sums);
    }

    /** Where one row holds all words ("null"); the other program ("stable") takes one word and one value, and raises else. */
    private static void equalizers(GoldenCase c, String name, JsonObject pair, Tokens target) {
        JsonObject request = pair.getAsJsonObject("equalizer_request");
        List<JsonElement> words = request.getAsJsonArray("words").asList();
        List<JsonElement> values = request.getAsJsonArray("values").asList();
        Map<String, Double> factors = new TreeMap<>();
        for (int w = 0; w < words.size(); w++) {
            for (int token : GoldenEdit.tokens(words.get(w).getAsString(), target)) {
                factors.put("" + token, values.get(w).getAsDouble());
            }
        }
        for (String key : List.of("equalizer_stable", "equalizer_null")) {
            if (!pair.get(key).isJsonArray()) {
                c.equal(
                        name + ", " + key,
                        "reference raises RuntimeError",
                        pair.get(key).getAsString());
                continue;
            }
            JsonArray rows = pair.getAsJsonArray(key);
            c.equal(name + ", " + key, List.of(factors), List.of(numbers(rows.get(0))));
        }
        if (pair.has("cross_replace_steps")) {
            c.equal(name + ", windows asked for", request.get("cross"), pair.get("cross_replace_steps"));
        }
    }

    private static void windows(GoldenCase c, String name, JsonObject pair, Tokens target) {
        JsonObject perWord = pair.getAsJsonObject("cross_replace_steps");
        List<Span> spans = GoldenEdit.spans(perWord, target, STEPS);
        List<List<Integer>> open = new ArrayList<>(Collections.nCopies(STEPS + 1, List.of()));
        for (int row = 0; row <= STEPS; row++) {
            int step = row;
            open.set(
                    row,
                    IntStream.range(0, spans.size())
                            .filter(j -> spans.get(j).contains(step))
                            .boxed()
                            .toList());
        }
        JsonArray rows = pair.getAsJsonArray("cross_alpha_steps10_active_by_row");
        c.equal(
                name + ", open columns",
                rows.asList().stream().map(TokenizationGolden::ints).toList(),
                open);
    }

    private static List<Float> floats(JsonElement list) {
        return list.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsFloat)
                .toList();
    }

    private static Map<String, Double> numbers(JsonElement object) {
        Map<String, Double> numbers = new TreeMap<>();
        object.getAsJsonObject()
                .entrySet()
                .forEach(e -> numbers.put(e.getKey(), e.getValue().getAsDouble()));
        return numbers;
    }
}
