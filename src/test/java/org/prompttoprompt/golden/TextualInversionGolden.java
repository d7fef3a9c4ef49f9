package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.text.Tokens;

/** Words that textual inversion has learned: their tokens, and the encoded prompts. */
final class TextualInversionGolden implements GoldenKind {
    /** Returns the case's model with the learned words that it names, if it names any. */
    static StableDiffusion model(GoldenCase c) {
        Path root = c.model().getParent().getParent();
        List<Path> files = new ArrayList<>();
        if (c.json().has("files")) {
            for (JsonElement file : c.json().getAsJsonArray("files")) {
                JsonObject one = file.getAsJsonObject();
                files.add(root.resolve(one.get("file").getAsString()));
            }
        }
        return c.closing(StableDiffusion.open(
                new ModelSpec(c.model(), List.of(), files, Optional.empty(), "model"), Opening.PLAIN));
    }

    @Override
    public void check(GoldenCase c) {
        StableDiffusion model = model(c);
        List<String> prompts = texts(c, "prompts");
        List<Tokens> tokens = prompts.stream().map(model.tokenizer::encode).toList();
        c.equal(
                "input_ids",
                Arrays.stream(c.tensor("input_ids").toLongArray()).boxed().toList(),
                tokens.stream()
                        .flatMap(p -> p.ids().stream())
                        .map(Integer::longValue)
                        .toList());
        // What stands for the further vectors may be typed as well; more than once it would be expanded again.
        if (c.json().has("added_tokens")) {
            c.json().getAsJsonObject("added_tokens").entrySet().stream()
                    .filter(e -> e.getKey().contains("_"))
                    .forEach(e -> c.equal(
                            e.getKey(),
                            e.getValue().getAsInt(),
                            model.tokenizer.encode(e.getKey()).ids().get(1)));
        }
        c.close("embeddings", c.tensor("embeddings"), model.text.forward(c.manager(), tokens), 2e-5);
    }

    private static List<String> texts(GoldenCase c, String key) {
        return c.json().getAsJsonArray(key).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }
}
