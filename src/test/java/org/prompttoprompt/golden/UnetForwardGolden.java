package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import java.util.LinkedHashSet;
import java.util.List;
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
        if (c.json().has("guidance_scales")) guided(c, unet);
        NDArray sample = c.tensor("sample");
        NDArray context = c.tensor("context");
        for (JsonElement element : c.json().getAsJsonArray("timesteps")) {
            int t = element.getAsInt();
            String name = c.has("out_t" + t) ? "out_t" + t : "out_t" + t + "_none";
            if (!c.has(name)) continue;
            NDArray expected = c.tensor(name);
            NDArray fused = unet.forward(sample, t, context, AttentionControl.NONE, FeatureControl.NONE);
            c.close("t = " + t + ", fused", expected, fused, TOLERANCE);
            EveryMap maps = new EveryMap();
            NDArray explicit = unet.forward(sample, t, context, maps, FeatureControl.NONE);
            c.close("t = " + t + ", every map", expected, explicit, TOLERANCE);
            long height = sample.getShape().get(2);
            long width = sample.getShape().get(3);
            c.equal("sites", unet.sites((int) height, (int) width), List.copyOf(maps.seen));
        }
    }

    /** A network that takes the guidance scale as an input. */
    private static void guided(GoldenCase c, UNet unet) {
        for (JsonElement time : c.json().getAsJsonArray("timesteps")) {
            for (JsonElement scale : c.json().getAsJsonArray("guidance_scales")) {
                String name = "out_t" + time.getAsInt() + "_g" + scale.getAsDouble();
                Context context = Context.of(c.tensor("context")).guided(scale.getAsDouble());
                NDArray actual = unet.forward(
                        c.tensor("sample"), time.getAsInt(), context, AttentionControl.NONE, FeatureControl.NONE);
                c.close(name, c.tensor(name), actual, TOLERANCE);
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
