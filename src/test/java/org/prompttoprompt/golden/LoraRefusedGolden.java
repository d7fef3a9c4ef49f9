package org.prompttoprompt.golden;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;

/** Files that are no plain LoRA of the model, each refused by its kind and with its name. */
final class LoraRefusedGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        Path root = c.model().getParent().getParent();
        for (JsonElement element : c.json().getAsJsonArray("files")) {
            JsonObject file = element.getAsJsonObject();
            Path path = root.resolve(file.get("file").getAsString());
            ModelSpec spec = new ModelSpec(
                    c.model(), List.of(new ModelSpec.LoraUse(path, 1)), List.of(), Optional.empty(), "model");
            String message = assertThrows(
                            Refusal.class, () -> StableDiffusion.open(spec, Opening.PLAIN), path.toString())
                    .getMessage();
            assertTrue(message.contains(path.toString()), message);
            assertTrue(message.contains(file.get("kind_name").getAsString()), message);
        }
    }
}
