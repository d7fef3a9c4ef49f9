package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.AttentionViews;
import org.prompttoprompt.text.Tokens;

/** Averages, heat maps and components of the maps of one generation. */
final class AttentionMapsGolden implements GoldenKind {
    private static final double TOLERANCE = 2e-5;
    private static final Pattern AVERAGE = Pattern.compile("cross_(\\d+)_(up_down|mid)");
    private static final int STORED_PIXELS = 32 * 32;

    @Override
    public void check(GoldenCase c) {
        GoldenModel model = new GoldenModel(c);
        if (!c.has("heat_bicubic")) {
            xl(c, model);
            return;
        }
        int tokens = c.json().get("n_tokens").getAsInt();
        Map<Site, NDArray> sums = new LinkedHashMap<>();
        GoldenModel.Trajectory t =
                model.run(List.of(), site -> site.pixels() <= STORED_PIXELS, (step, store) -> keep(store, sums));
        c.equal(
                "tokens",
                c.json().getAsJsonArray("tokens").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList(),
                model.prompts.get(0).tokens().stream().map(Tokens.Token::text).toList());
        c.equal("layers", c.json().get("layers").toString().replace(".0", ""), new Gson().toJson(layers(sums)));
        AttentionViews views = new AttentionViews(sums, t.plan().steps().size());
        for (String name : c.json().getAsJsonObject("tensors").keySet()) {
            Matcher average = AVERAGE.matcher(name);
            if (!average.matches()) continue;
            int side = Integer.parseInt(average.group(1));
            boolean mid = average.group(2).equals("mid");
            NDArray map = views.average(
                    0, site -> site.cross() && site.height() == side && mid == (site.place() == Site.Place.MID));
            c.close(name, c.tensor(name), map.get(":, :" + tokens).reshape(side, side, tokens), TOLERANCE);
            if (name.equals("cross_16_up_down")) shown(c, map, tokens);
        }
        c.close(
                "heat_bicubic",
                c.tensor("heat_bicubic"),
                views.heat(0, model.side, model.side).get(":" + tokens),
                TOLERANCE);
        try (RequestGolden asked = new RequestGolden(c, model)) {
            asked.attention(c.tensor("heat_bicubic"));
        }
        NDArray first = sums.entrySet().stream()
                .filter(e -> e.getKey().cross() && e.getKey().place() == Site.Place.UP)
                .findFirst()
                .orElseThrow()
                .getValue();
        c.close("up_cross_0_sum", c.tensor("up_cross_0_sum"), first.get(0).get(":, :, :" + tokens), 1e-4);
        self(c, views);
        c.close("latents_last", c.tensor("latents_last"), t.last(), P2pGolden.TOLERANCE);
    }

    /** Layers of one size, wherever they are, average with equal weight. */
    private static void xl(GoldenCase c, GoldenModel model) {
        Map<Site, NDArray> sums = new LinkedHashMap<>();
        GoldenModel.Trajectory t =
                model.run(List.of(), site -> site.pixels() <= STORED_PIXELS, (step, store) -> keep(store, sums));
        int tokens = c.json().get("n_tokens").getAsInt();
        List<String> layers = c.json().getAsJsonArray("layers").asList().stream()
                .map(layer -> layer.getAsJsonArray().get(0).getAsString())
                .toList();
        c.equal("layers", layers, sums.keySet().stream().map(Site::name).toList());
        AttentionViews views = new AttentionViews(sums, t.plan().steps().size());
        for (String name : c.names("cross_")) {
            if (!name.matches("cross_\\d+")) continue;
            int side = Integer.parseInt(name.substring("cross_".length()));
            NDArray map = views.average(0, site -> site.cross() && site.height() == side);
            c.close(name, c.tensor(name), map.get(":, :" + tokens).reshape(side, side, tokens), TOLERANCE);
        }
        c.close("self_8", c.tensor("self_8"), views.average(0, site -> !site.cross() && site.height() == 8), TOLERANCE);
        NDArray first = sums.entrySet().stream()
                .filter(e -> e.getKey().cross())
                .findFirst()
                .orElseThrow()
                .getValue();
        NDArray heads =
                first.get(0).get(":2, :, :" + tokens).div(t.plan().steps().size());
        c.close("cross_first_layer_by_head", c.tensor("cross_first_layer_by_head"), heads, TOLERANCE);
        c.close("latents_last", c.tensor("latents_last"), t.last(), P2pGolden.TOLERANCE);
    }

    /** Returns [heads, pixels, keys] of the layers of each third of the network. */
    private static Map<String, List<long[]>> layers(Map<Site, NDArray> sums) {
        Map<String, List<long[]>> layers = new LinkedHashMap<>();
        for (boolean cross : new boolean[] {true, false}) {
            for (Site.Place place : Site.Place.values()) {
                List<long[]> shapes = sums.entrySet().stream()
                        .filter(e -> e.getKey().place() == place && e.getKey().cross() == cross)
                        .map(e -> e.getValue().getShape().slice(1).getShape())
                        .toList();
                layers.put(place.name().toLowerCase(Locale.ROOT) + (cross ? "_cross" : "_self"), shapes);
            }
        }
        return layers;
    }

    private static void keep(AttentionStore store, Map<Site, NDArray> sums) {
        sums.clear();
        sums.putAll(store.sums());
    }

    /** As the published code shows a map: each token by its own maximum, truncated to bytes. */
    private static void shown(GoldenCase c, NDArray map, int tokens) {
        NDArray byToken = map.get(":, :" + tokens).transpose();
        NDArray bytes = byToken.div(byToken.max(new int[] {1}, true)).muli(255).floor();
        c.close("shown_16", c.tensor("shown_16"), bytes.reshape(tokens, 16, 16), 1);
        NDArray sum = map.sum(new int[] {1}).reshape(16, 16);
        c.close("cross_16_sum_over_tokens", c.tensor("cross_16_sum_over_tokens"), sum, TOLERANCE);
    }

    private static void self(GoldenCase c, AttentionViews views) {
        NDArray map = views.average(0, site -> !site.cross() && site.height() == 16 && site.place() != Site.Place.MID);
        c.close("self_16", c.tensor("self_16"), map, TOLERANCE);
        NDArray strengths = AttentionViews.strengths(map);
        NDArray expected = c.tensor("self_16_singular_values");
        c.close(
                "self_16_singular_values",
                expected,
                strengths.get(":" + expected.getShape().get(0)),
                1e-4);
        NDArray stored = c.tensor("self_16_components");
        int count = (int) stored.getShape().get(0);
        NDArray components = AttentionViews.components(map, count);
        // The sign of a singular vector is arbitrary: take that of the stored one. Whole vectors are compared, since
        // their
        // products with the stored ones, which have no mean, would not change with an offset.
        NDArray expectedRows = stored.reshape(count, -1);
        NDArray sign = expectedRows.mul(components).sum(new int[] {1}, true).sign();
        c.close("self_16_components", expectedRows, components.mul(sign), 1e-3);
    }
}
