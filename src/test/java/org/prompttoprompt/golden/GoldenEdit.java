package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.LocalBlend;
import org.prompttoprompt.p2p.Mask;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.p2p.WordWindows;
import org.prompttoprompt.p2p.WordsMask;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/** The edit that a case describes, with the published code's slips where the case has them. */
record GoldenEdit(JsonObject json, List<Tokens> prompts, int steps, UnaryOperator<Span> evaluations) {
    /** An edit whose windows count network evaluations. */
    GoldenEdit(JsonObject json, List<Tokens> prompts, int steps) {
        this(json, prompts, steps, UnaryOperator.identity());
    }

    /** An edit of a case, which tells whose windows they count. */
    static GoldenEdit of(JsonObject json, List<Tokens> prompts, int steps) {
        return new GoldenEdit(
                json.getAsJsonObject("edit"), prompts, steps, span -> GoldenSampler.evaluations(json, span));
    }

    List<Variant> variants(Optional<FeatureInjection> injection) {
        List<Variant> variants = new ArrayList<>();
        for (int b = 1; b < prompts.size(); b++) {
            int pixels =
                    json.has("self_max_pixels") ? json.get("self_max_pixels").getAsInt() : 256;
            Span self = evaluations.apply(
                    PublishedWindow.of(json.get("self_replace_steps")).self(steps));
            variants.add(
                    new Variant(b - 1, cross(b), new During(self, new SelfReplace()), pixels, injection, blend(b)));
        }
        return variants;
    }

    private Edit cross(int b) {
        Tokens source = prompts.get(0);
        Tokens target = prompts.get(b);
        String type = json.get("type").getAsString();
        Alignment.Mode mode =
                json.has("mapper") && json.get("mapper").getAsString().equals("aligned")
                        ? Alignment.Mode.ALIGNED
                        : Alignment.Mode.REFERENCE;
        Edit edit = type.startsWith("refine")
                ? new Refine(Alignment.refine(source, target, mode))
                : new Replace(
                        type.startsWith("replace")
                                ? Alignment.swap(source, target, mode)
                                : Alignment.identity(source.ids().size()));
        if (json.has("equalizer")) edit = new Reweight(edit, factors(b));
        JsonElement windows = json.get("cross_replace_steps");
        if (!windows.isJsonObject())
            return new During(evaluations.apply(PublishedWindow.of(windows).cross(steps)), edit);
        List<Span> spans = spans(windows.getAsJsonObject(), target, steps);
        return new WordWindows(edit, spans.stream().map(evaluations).toList());
    }

    private List<Float> factors(int b) {
        List<JsonElement> words =
                json.getAsJsonObject("equalizer").getAsJsonArray("words").asList();
        List<JsonElement> values =
                json.getAsJsonObject("equalizer").getAsJsonArray("values").asList();
        Tokens target = prompts.get(b);
        List<Float> c = new ArrayList<>(Collections.nCopies(target.ids().size(), 1f));
        boolean perTarget = words.size() == 1 && values.size() > 1;
        for (int w = 0; w < words.size(); w++) {
            float value = values.get(perTarget ? b - 1 : w).getAsFloat();
            for (int token : tokens(words.get(w).getAsString(), target)) c.set(token, value);
        }
        return c;
    }

    static List<Span> spans(JsonObject perWord, Tokens target, int steps) {
        PublishedWindow other =
                perWord.has("default_") ? PublishedWindow.of(perWord.get("default_")) : new PublishedWindow(0, 1);
        List<Span> spans = new ArrayList<>(Collections.nCopies(target.ids().size(), other.cross(steps)));
        for (Map.Entry<String, JsonElement> e : perWord.entrySet()) {
            for (int token : tokens(e.getKey(), target))
                spans.set(token, PublishedWindow.of(e.getValue()).cross(steps));
        }
        return spans;
    }

    private Optional<LocalBlend> blend(int b) {
        if (!json.has("local_blend")) return Optional.empty();
        JsonObject blend = json.getAsJsonObject("local_blend");
        boolean stable = blend.has("threshold");
        double[] th = stable
                ? new double[] {blend.get("threshold").getAsDouble(), 1}
                : new double[] {
                    blend.getAsJsonArray("th").get(0).getAsDouble(),
                    blend.getAsJsonArray("th").get(1).getAsDouble()
                };
        int first = blend.has("start_blend") ? (int) (blend.get("start_blend").getAsDouble() * steps) : 0;
        Mask mask = new WordsMask(words(blend, "words", 0), words(blend, "words", b), th[0], true);
        if (blend.has("subtract_words")) {
            mask = mask.and(
                    new WordsMask(words(blend, "subtract_words", 0), words(blend, "subtract_words", b), th[1], false)
                            .not());
        }
        return Optional.of(new LocalBlend(mask, first));
    }

    private List<Integer> words(JsonObject blend, String key, int prompt) {
        List<Integer> tokens = new ArrayList<>();
        if (!blend.has(key)) return tokens;
        JsonElement words = blend.getAsJsonArray(key).get(prompt);
        List<JsonElement> list = words.isJsonArray() ? words.getAsJsonArray().asList() : List.of(words);
        for (JsonElement word : list) tokens.addAll(tokens(word.getAsString(), prompts.get(prompt)));
        return tokens;
    }

    /** All occurrences of a piece between spaces, as the published code finds them. */
    static List<Integer> tokens(String piece, Tokens prompt) {
        return prompt.words().stream()
                .filter(w -> w.text().equals(piece))
                .flatMap(w -> w.tokens().stream())
                .toList();
    }
}
