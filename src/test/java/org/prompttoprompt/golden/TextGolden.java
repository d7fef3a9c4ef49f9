package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;

/** The encoded prompts, and hidden states of earlier layers. */
final class TextGolden implements GoldenKind {
    private static final double TOLERANCE = 2e-5;

    @Override
    public void check(GoldenCase c) {
        if (c.has("prompt_embeds")) {
            XlTextGolden.check(
                    c,
                    c.json().getAsJsonArray("prompts").asList().stream()
                            .map(JsonElement::getAsString)
                            .toList());
            return;
        }
        ClipTokenizer tokenizer = ClipTokenizer.open(c.model().resolve("tokenizer"));
        ClipTextModel text = ClipTextModel.open(c.model().resolve("text_encoder"), c.manager());
        List<Tokens> prompts = c.json().getAsJsonArray("prompts").asList().stream()
                .map(JsonElement::getAsString)
                .map(tokenizer::encode)
                .toList();
        if (c.has("input_ids")) {
            c.equal(
                    "input_ids",
                    Arrays.stream(c.tensor("input_ids").toLongArray()).boxed().toList(),
                    prompts.stream()
                            .flatMap(p -> p.ids().stream())
                            .map(Integer::longValue)
                            .toList());
        }
        String last = c.has("embeddings") ? "embeddings" : "clip_skip_0";
        c.close(last, c.tensor(last), text.forward(c.manager(), prompts), TOLERANCE);
        for (int skip = 1; c.has("clip_skip_" + skip); skip++) {
            NDArray expected = c.tensor("clip_skip_" + skip);
            List<Tokens> first = prompts.subList(0, (int) expected.getShape().get(0));
            c.close("clip_skip_" + skip, expected, text.forward(c.manager(), first, skip), TOLERANCE);
        }
        if (c.json().has("plain")) drawn(c);
    }

    /** What is drawn from a state before the last. */
    private static void drawn(GoldenCase c) {
        JsonObject plain = c.json().deepCopy();
        plain.remove("clip_skip");
        c.json().getAsJsonObject("plain").entrySet().forEach(e -> plain.add(e.getKey(), e.getValue()));
        plain.remove("prompts");
        new PlainGolden().check(c.with(plain));
    }
}
