package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.inversion.VirtualInversion;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;

/**
 * Virtual inversion: the target of each step, and the last x₀. The third row of the published code, which a local blend and η
 * below 1 read, is not built: with neither, nothing depends on it.
 */
final class InfEditGolden implements GoldenKind {
    private static final double TOLERANCE = 5e-4;

    /** Returns what a case needs that is not built. */
    static Optional<String> missing(JsonObject json) {
        if (json.get("eta").getAsDouble() != 1) return Optional.of("virtual inversion with eta below 1");
        if (json.get("control").isJsonNull()) return Optional.empty();
        JsonObject control = json.getAsJsonObject("control");
        boolean blends = !control.get("local").getAsString().isEmpty()
                || !control.get("mutual").getAsString().isEmpty();
        return blends ? Optional.of("mutual rows") : Optional.empty();
    }

    @Override
    public void check(GoldenCase c) {
        GoldenImage image = new GoldenImage(c);
        List<String> prompts = c.json().getAsJsonArray("prompts").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
        Scheduler sampler = image.sampler();
        List<Double> timesteps = c.json().getAsJsonArray("timesteps").asList().stream()
                .map(JsonElement::getAsDouble)
                .toList();
        c.equal("timesteps", timesteps, sampler.timesteps());
        NDArray x0 = image.x0();
        c.close("x0", c.tensor("x0").expandDims(0), x0, 5e-5);
        Start start = new Start(
                c.tensor("initial_noise").expandDims(0),
                0,
                i -> c.tensor("noise").get(i).expandDims(0));
        WayIn way = VirtualInversion.of(x0, 0, sampler, 0);
        List<NDArray> walk = image.walk(
                new WayIn(start, way.source(), way.scheduler(), way.rule()),
                List.of(variant(image)),
                "",
                prompts.get(0),
                prompts.get(1),
                c.json().get("guidance_scale").getAsDouble());
        NDArray last = walk.get(walk.size() - 1);
        c.close("result", c.tensor("result").expandDims(0), GoldenImage.row(last, 1), TOLERANCE);
        c.close("source", x0, GoldenImage.row(last, 0), 1e-6);
        // After the last step the published code adds noise that its result has not.
        List<Integer> kept =
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get("x_target"));
        NDList expected = new NDList();
        NDList actual = new NDList();
        for (int k = 0; k < kept.size(); k++) {
            if (kept.get(k) == image.steps) continue;
            expected.add(c.tensor("x_target").get(k).expandDims(0));
            actual.add(GoldenImage.row(walk.get(kept.get(k)), 1));
        }
        c.close("x_target", NDArrays.concat(expected), NDArrays.concat(actual), TOLERANCE);
        image.picture("result_image_u8", GoldenImage.row(last, 1));
    }

    /** The source's cross-attention, mapped, in the conditional half; its self-attention's queries and keys in both. */
    private static Variant variant(GoldenImage image) {
        JsonObject json = image.c.json();
        if (json.get("control").isJsonNull()) {
            return new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.empty(), Optional.empty());
        }
        List<Integer> mapper = TokenizationGolden.ints(json.get("mapper"));
        List<Integer> mapped = TokenizationGolden.ints(json.get("mapper_alpha"));
        List<Alignment.Column> columns = new ArrayList<>();
        for (int j = 0; j < mapper.size(); j++) {
            columns.add(
                    mapped.get(j) == 1
                            ? new Alignment.Column(List.of(mapper.get(j)), 1)
                            : new Alignment.Column(List.of(), 0));
        }
        Edit cross = new During(first(json, "steps_with_cross"), new Refine(new Alignment(columns, mapper.size())));
        List<String> selfAttentions = image.unet.sites(image.unet.sampleSize(), image.unet.sampleSize()).stream()
                .filter(site -> !site.cross())
                .map(Site::name)
                .toList();
        FeatureInjection queries =
                new FeatureInjection("", new Span(0, 0), selfAttentions, first(json, "steps_with_source_queries"));
        return new Variant(0, cross, Edit.NONE, 0, Optional.of(queries), Optional.empty());
    }

    /** The listed steps are the first ones. */
    private static Span first(JsonObject json, String key) {
        return new Span(0, json.getAsJsonArray(key).size());
    }
}
