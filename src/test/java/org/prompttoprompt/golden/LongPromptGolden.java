package org.prompttoprompt.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.List;
import java.util.stream.LongStream;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;

/** Prompts of more than one part: their tokens, what the encoder makes of them, and images. */
final class LongPromptGolden implements GoldenKind {
    private static final double TOLERANCE = 2e-5;

    @Override
    public void check(GoldenCase c) {
        if (!c.json().has("texts")) {
            GoldenModel model = new GoldenModel(c);
            ids(c, "input_ids", model.prompts.get(0));
            c.close("text", c.tensor("text"), model.text.forward(c.manager(), model.prompts), TOLERANCE);
            Tokens empty = model.tokenizer.encode("", model.chunks);
            c.close("uncond", c.tensor("uncond"), model.text.forward(c.manager(), List.of(empty)), TOLERANCE);
            new PlainGolden().check(c);
            return;
        }
        ClipTokenizer tokenizer = ClipTokenizer.open(c.model().resolve("tokenizer"));
        ClipTextModel text = ClipTextModel.open(c.model().resolve("text_encoder"), c.manager());
        JsonArray texts = c.json().getAsJsonArray("texts");
        for (int i = 0; i < texts.size(); i++) {
            JsonElement prompt = texts.get(i).getAsJsonObject().get("prompt");
            int chunks = tokenizer.chunks(prompt.getAsString());
            c.equal(
                    "chunks of " + i,
                    texts.get(i).getAsJsonObject().get("chunks").getAsInt(),
                    chunks);
            Tokens tokens = tokenizer.encode(prompt.getAsString(), chunks);
            ids(c, "input_ids_" + i, tokens);
            c.close(
                    "embeddings_" + i,
                    c.tensor("embeddings_" + i),
                    text.forward(c.manager(), List.of(tokens)),
                    TOLERANCE);
        }
    }

    private static void ids(GoldenCase c, String name, Tokens tokens) {
        List<Integer> expected = LongStream.of(c.tensor(name).toLongArray())
                .mapToObj(id -> (int) id)
                .toList();
        c.equal(name, expected, tokens.ids());
    }
}
