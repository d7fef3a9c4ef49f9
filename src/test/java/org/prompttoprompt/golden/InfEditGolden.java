package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Scheduler;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.inversion.VirtualInversion;
import org.prompttoprompt.inversion.WayIn;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.FeatureInjection;
import org.prompttoprompt.p2p.MutualBlend;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;

/** Virtual inversion: source, target and mutual row of each step, the regions of its blend, and the last x₀. */
final class InfEditGolden implements GoldenKind {
    private static final double TOLERANCE = 5e-4;
    /** Of pixels of a region: one that lies at the threshold may be on either side. */
    private static final double FLIPPED = 0.005;

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
        boolean mutual = !c.json().get("control").isJsonNull();
        double eta = c.json().get("eta").getAsDouble();
        WayIn way = VirtualInversion.of(x0, 0, sampler, 0, eta, mutual);
        List<Variant> variants = mutual
                ? controlled(image, sampler)
                : List.of(new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.empty(), Optional.empty()));
        if (mutual) watch(image, (MutualBlend) variants.get(0).blend().orElseThrow());
        List<NDArray> walk = image.walk(
                new WayIn(start, way.source(), way.scheduler(), way.rule()),
                variants,
                "",
                prompts.get(0),
                prompts.get(1),
                c.json().get("guidance_scale").getAsDouble());
        NDArray last = walk.get(walk.size() - 1);
        c.close("result", c.tensor("result").expandDims(0), GoldenImage.row(last, 1), TOLERANCE);
        c.close("source", x0, GoldenImage.row(last, 0), 1e-6);
        compare(image, walk, "x_source", 0);
        compare(image, walk, "x_target", 1);
        if (mutual) compare(image, walk, "x_mutual", 2);
        image.picture("result_image_u8", GoldenImage.row(last, 1));
    }

    private static void compare(GoldenImage image, List<NDArray> walk, String name, int row) {
        GoldenCase c = image.c;
        if (!c.has(name)) return;
        List<Integer> kept =
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get(name));
        NDList expected = new NDList();
        NDList actual = new NDList();
        for (int k = 0; k < kept.size(); k++) {
            // After the last step the published code adds noise that its result has not.
            if (kept.get(k) == image.steps) continue;
            expected.add(c.tensor(name).get(k).expandDims(0));
            actual.add(GoldenImage.row(walk.get(kept.get(k)), row));
        }
        c.close(name, NDArrays.concat(expected), NDArrays.concat(actual), TOLERANCE);
    }

    /**
     * The target has the source's cross-attention, mapped, in the conditional half, and its self-attention's queries and keys in
     * both; the mutual row the source's prompt, keys and values.
     */
    private static List<Variant> controlled(GoldenImage image, Scheduler sampler) {
        JsonObject json = image.c.json();
        JsonObject control = json.getAsJsonObject("control");
        List<Integer> mapper = TokenizationGolden.ints(json.get("mapper"));
        List<Integer> mapped = TokenizationGolden.ints(json.get("mapper_alpha"));
        List<Alignment.Column> columns = new ArrayList<>();
        for (int j = 0; j < mapper.size(); j++) {
            columns.add(
                    mapped.get(j) == 1
                            ? new Alignment.Column(List.of(mapper.get(j)), 1)
                            : new Alignment.Column(List.of(), 0));
        }
        Alignment alignment = new Alignment(columns, mapper.size());
        Edit cross = new During(first(json, "steps_with_cross"), new Refine(alignment));
        List<Double> thresholds = MutualBlend.thresholds(
                sampler, image.c.manager(), control.get("thresh_e").getAsDouble());
        List<JsonElement> published = json.getAsJsonArray("blend_thresholds").asList();
        for (int i = 0; i < published.size(); i++) {
            image.c.close(
                    "threshold " + (i + 1),
                    image.c.manager().create(published.get(i).getAsFloat()),
                    image.c.manager().create(thresholds.get(i + 1).floatValue()),
                    1e-5);
        }
        MutualBlend blend = new MutualBlend(
                TokenizationGolden.ints(json.get("local_tokens")),
                TokenizationGolden.ints(json.get("mutual_tokens")),
                alignment,
                thresholds,
                control.get("thresh_m").getAsDouble());
        int side = json.get("latent_size").getAsInt();
        List<String> selfAttentions = image.unet.sites(side, side).stream()
                .filter(site -> !site.cross())
                .map(Site::name)
                .toList();
        Span window = first(json, "steps_with_source_queries");
        return List.of(
                new Variant(0, cross, Edit.NONE, 0, injection(selfAttentions, window, false), Optional.of(blend)),
                new Variant(1, Edit.NONE, Edit.NONE, 0, injection(selfAttentions, window, true), Optional.empty()));
    }

    private static Optional<FeatureInjection> injection(List<String> attentions, Span window, boolean mutual) {
        return Optional.of(new FeatureInjection("", new Span(0, 0), attentions, window, mutual));
    }

    /** Compares the regions after the steps that the case keeps. */
    private static void watch(GoldenImage image, MutualBlend blend) {
        GoldenCase c = image.c;
        int side = c.json().get("latent_size").getAsInt();
        RegionMaps read = RegionMaps.of(image.unet.sites(side, side));
        image.kept = read::reads;
        if (!c.json().getAsJsonObject("kept_indices").has("masks")) return;
        List<Integer> steps =
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get("masks"));
        NDArray latents = c.manager().zeros(new Shape(1, 1, side, side));
        image.sums = (step, sums) -> {
            int at = steps.indexOf(step);
            if (at < 0) return;
            if (!blend.local().isEmpty()) same(c, "mask_e", at, blend.edited(sums, 1, step, latents));
            if (!blend.mutual().isEmpty()) same(c, "mask_m", at, blend.kept(sums, 1, latents));
        };
    }

    private static void same(GoldenCase c, String name, int at, NDArray region) {
        float[] expected =
                c.tensor(name).get(at).toType(DataType.FLOAT32, false).toFloatArray();
        float[] actual = region.toType(DataType.FLOAT32, false).toFloatArray();
        long flipped = IntStream.range(0, expected.length)
                .filter(i -> expected[i] != actual[i])
                .count();
        c.equal(name + " " + at, 0L, flipped <= FLIPPED * expected.length ? 0L : flipped);
    }

    /** The listed steps are the first ones. */
    private static Span first(JsonObject json, String key) {
        return new Span(0, json.getAsJsonArray(key).size());
    }
}
