package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;

/** Both text encoders of Stable Diffusion XL: ids, states before the last layer side by side, the pooled prompt. */
final class XlTextGolden {
    private static final double TOLERANCE = 2e-5;

    private XlTextGolden() {}

    static void check(GoldenCase c, List<String> prompts) {
        ClipTokenizer first = ClipTokenizer.open(c.model().resolve("tokenizer"));
        ClipTokenizer second = ClipTokenizer.open(c.model().resolve("tokenizer_2"));
        ClipTextModel text = ClipTextModel.open(c.model().resolve("text_encoder"), c.manager());
        ClipTextModel other = ClipTextModel.open(c.model().resolve("text_encoder_2"), c.manager());
        List<Tokens> one = prompts.stream().map(first::encode).toList();
        List<Tokens> two = prompts.stream().map(second::encode).toList();
        c.equal("input_ids", longs(c.tensor("input_ids")), ids(one));
        c.equal("input_ids_2", longs(c.tensor("input_ids_2")), ids(two));
        c.close("prompt_embeds", c.tensor("prompt_embeds"), states(c, text, one, other, two, 0), TOLERANCE);
        c.close("pooled", c.tensor("pooled"), other.pooled(c.manager(), two), TOLERANCE);
        // Skipped layers are of one of the prompts.
        NDArray skipped = c.tensor("clip_skip_1");
        NDArray all = states(c, text, one, other, two, 1);
        double nearest = Double.MAX_VALUE;
        for (int i = 0; i < prompts.size(); i++) {
            nearest = Math.min(
                    nearest, skipped.sub(all.get(i + ":" + (i + 1))).abs().max().getFloat());
        }
        c.note("clip_skip_1", nearest);
        c.equal("clip_skip_1 is within the tolerance", true, nearest <= TOLERANCE);
        String a = c.json().getAsJsonObject("two_prompts").get("prompt").getAsString();
        String b = c.json().getAsJsonObject("two_prompts").get("prompt_2").getAsString();
        List<Tokens> tokensA = List.of(first.encode(a));
        List<Tokens> tokensB = List.of(second.encode(b));
        c.close(
                "two prompts",
                c.tensor("two_prompts.prompt_embeds"),
                states(c, text, tokensA, other, tokensB, 0),
                TOLERANCE);
        c.close("their pooled", c.tensor("two_prompts.pooled"), other.pooled(c.manager(), tokensB), TOLERANCE);
    }

    private static NDArray states(
            GoldenCase c, ClipTextModel text, List<Tokens> one, ClipTextModel other, List<Tokens> two, int skip) {
        return text.penultimate(c.manager(), one, skip).concat(other.penultimate(c.manager(), two, skip), -1);
    }

    private static List<Long> longs(NDArray ids) {
        return Arrays.stream(ids.toLongArray()).boxed().toList();
    }

    private static List<Long> ids(List<Tokens> prompts) {
        return prompts.stream()
                .flatMap(p -> p.ids().stream())
                .map(Integer::longValue)
                .toList();
    }
}
