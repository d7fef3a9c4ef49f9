package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonElement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.UNet;

/** One call of the UNet per timestep, with fused attention and with every map built. */
final class UnetForwardGolden implements GoldenKind {
    private static final double TOLERANCE = 5e-5;

    @Override
    public void check(GoldenCase c) {
        UNet unet = UNet.open(c.model().resolve("unet"), c.manager());
        NDArray context = c.tensor("context");
        if (c.json().has("guidance_scales")) {
            guided(c, unet);
            return;
        }
        if (!c.has("text_embeds")) {
            for (JsonElement element : c.json().getAsJsonArray("timesteps")) {
                int t = element.getAsInt();
                check(c, unet, t, Context.of(context), "out_t" + t);
            }
            return;
        }
        for (String name : c.names("out_t")) {
            // out_t<t>_ids<k>, with the pooled prompt or with zeros
            String[] parts = name.substring("out_t".length()).split("_");
            int row = parts.length > 1 ? Integer.parseInt(parts[1].substring("ids".length())) : 0;
            boolean zeros = name.endsWith("_zero_text");
            NDArray pooled = c.tensor("text_embeds");
            NDArray sizes = c.tensor("time_ids").get(row + ":" + (row + 1)).toType(DataType.FLOAT32, false);
            Context.Added added = new Context.Added(zeros ? pooled.zerosLike() : pooled, sizes);
            check(
                    c,
                    unet,
                    Integer.parseInt(parts[0]),
                    new Context(zeros ? context.zerosLike() : context, Optional.of(added)),
                    name);
        }
    }

    private static void check(GoldenCase c, UNet unet, int t, Context context, String name) {
        NDArray sample = c.tensor("sample");
        NDArray expected = c.tensor(name);
        NDArray fused = unet.forward(sample, t, context, AttentionControl.NONE, FeatureControl.NONE);
        c.close(name + ", fused", expected, fused, TOLERANCE);
        EveryMap maps = new EveryMap();
        NDArray explicit = unet.forward(sample, t, context, maps, FeatureControl.NONE);
        c.close(name + ", every map", expected, explicit, TOLERANCE);
        long height = sample.getShape().get(2);
        long width = sample.getShape().get(3);
        c.equal("sites", unet.sites((int) height, (int) width), List.copyOf(maps.seen));
    }

    /** A network that takes the guidance scale as an input. */
    private static void guided(GoldenCase c, UNet unet) {
        for (JsonElement time : c.json().getAsJsonArray("timesteps")) {
            for (JsonElement scale : c.json().getAsJsonArray("guidance_scales")) {
                String name = "out_t" + time.getAsInt() + "_g" + scale.getAsDouble();
                Context context = Context.of(c.tensor("context"));
                check(c, unet, time.getAsInt(), context.guided(scale.getAsDouble()), name);
                String none = "out_t" + time.getAsInt() + "_none";
                if (c.has(none)) check(c, unet, time.getAsInt(), context, none);
            }
        }
    }

    /** Wants every map and leaves it as it is, after a look. */
    private static final class EveryMap implements AttentionControl {
        private final Set<Site> seen = new LinkedHashSet<>();

        @Override
        public boolean wants(Site site) {
            return true;
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            seen.add(site);
            float furthest = maps.sum(new int[] {3}).sub(1).abs().max().getFloat();
            if (!(furthest < 1e-5))
                throw new AssertionError(site + ": a row of the map does not sum to 1, off by " + furthest);
            return maps;
        }
    }
}
