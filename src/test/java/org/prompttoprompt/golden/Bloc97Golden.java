package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.diffusion.StepNoise;
import org.prompttoprompt.inversion.WalkRule;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;

/**
 * CrossAttentionControl (bloc97): the source's maps are taken on the edited latents, and windows are shares of the noise level.
 * As its author corrected it, with two latents, it is prompt-to-prompt with another alignment.
 */
final class Bloc97Golden implements GoldenKind {
    /** Of latents that reach sixty. */
    private static final double TOLERANCE = 2e-3;

    /** Another edit in a window than outside of it. */
    private record Within(Span span, Edit inside, Edit outside) implements Edit {
        @Override
        public NDArray apply(NDArray m, NDArray mStar) {
            throw new IllegalStateException("Ask for the edit at a step first");
        }

        @Override
        public Edit at(int step) {
            return span.contains(step) ? inside : outside;
        }
    }

    /** One latent: the source's row is the target's at each step. */
    private static final WalkRule ONE_LATENT = new WalkRule() {
        @Override
        public NDArray after(NDArray latents, int step) {
            return latents.get("1:2").concat(latents.get("1:"));
        }
    };

    @Override
    public void check(GoldenCase c) {
        GoldenImage image = new GoldenImage(c);
        JsonObject json = c.json();
        Scheduler sampler = image.sampler();
        Start start = new Start(c.tensor("initial_noise").mul(sampler.initialSigma()), 0, StepNoise.NONE);
        boolean edited = !json.get("prompt_edit").isJsonNull();
        String prompt = c.text("prompt");
        WalkRule rule = json.get("two_latents").getAsBoolean() ? WalkRule.PLAIN : ONE_LATENT;
        List<NDArray> walk = image.walk(
                new WayIn(start, List.of(), sampler, rule),
                List.of(variant(c, sampler, edited)),
                "",
                prompt,
                edited ? c.text("prompt_edit") : prompt,
                json.get("guidance_scale").getAsDouble());
        List<Integer> kept = json.has("kept_indices")
                ? TokenizationGolden.ints(json.getAsJsonObject("kept_indices").get("latents"))
                : IntStream.range(0, walk.size()).boxed().toList();
        NDList actual = new NDList();
        for (int k : kept) {
            NDArray rows = walk.get(k);
            actual.add(GoldenImage.row(rows, (int) rows.getShape().get(0) - 1));
        }
        c.close("latents", c.tensor("latents"), NDArrays.concat(actual), TOLERANCE);
    }

    private static Variant variant(GoldenCase c, Scheduler sampler, boolean edited) {
        JsonObject json = c.json();
        int tokens = 77;
        List<Float> factors = new ArrayList<>(Collections.nCopies(tokens, 1f));
        for (JsonElement weight : json.getAsJsonArray("token_weights")) {
            factors.set(
                    weight.getAsJsonArray().get(0).getAsInt(),
                    weight.getAsJsonArray().get(1).getAsFloat());
        }
        boolean weighs = factors.stream().anyMatch(factor -> factor != 1);
        Edit outside = weighs ? new Reweight(Edit.NONE, factors) : Edit.NONE;
        if (!edited) return new Variant(0, outside, Edit.NONE, 0, Optional.empty(), Optional.empty());
        long[] indices = c.tensor("indices").toLongArray();
        float[] mask = c.tensor("mask").toFloatArray();
        List<Alignment.Column> columns = new ArrayList<>();
        for (int j = 0; j < tokens; j++) {
            columns.add(
                    mask[j] == 1
                            ? new Alignment.Column(List.of((int) indices[j]), 1)
                            : new Alignment.Column(List.of(), 0));
        }
        Edit swapped = new Refine(new Alignment(columns, tokens));
        Edit inside = weighs ? new Reweight(swapped, factors) : swapped;
        Edit cross = new Within(window(json, "tokens", sampler), inside, outside);
        Edit self = new During(window(json, "spatial", sampler), new SelfReplace());
        return new Variant(0, cross, self, Integer.MAX_VALUE, Optional.empty(), Optional.empty());
    }

    /** The evaluations whose share of the noise level, t / 1000, is in the window. */
    private static Span window(JsonObject json, String of, Scheduler sampler) {
        double start = json.get(of + "_start").getAsDouble();
        double end = json.get(of + "_end").getAsDouble();
        List<Integer> inside = IntStream.range(0, sampler.timesteps().size())
                .filter(i -> start <= sampler.timesteps().get(i) / 1000)
                .filter(i -> sampler.timesteps().get(i) / 1000 <= end)
                .boxed()
                .toList();
        return inside.isEmpty() ? new Span(0, 0) : new Span(inside.get(0), inside.get(inside.size() - 1) + 1);
    }
}
