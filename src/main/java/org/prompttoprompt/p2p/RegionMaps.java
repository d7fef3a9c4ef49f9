package org.prompttoprompt.p2p;

import java.util.Comparator;
import java.util.List;
import org.prompttoprompt.attention.Site;

/**
 * Which cross-attention maps tell where words act. In Stable Diffusion 1 and 2 those nearest to 16 x 16 on the way down and up
 * (google/prompt-to-prompt, LocalBlend); in XL, whose transformers are deeper and whose finest level has none, all of a quarter
 * of the latents' sides, the middle included (RoyiRa/prompt-to-prompt-with-sdxl).
 *
 * @param pixels of the maps, 0 for none
 * @param middle whether those in the middle of the network count
 */
public record RegionMaps(int pixels, boolean middle) {
    /** Of no layer. */
    public static final RegionMaps NONE = new RegionMaps(0, false);
    /** The side of the maps that the published code reads, at 512 pixels. */
    private static final int SIDE = 16;
    /** The finest cross-attention of XL has half of the latents' sides. */
    private static final int FINEST_BY_READ = 4;

    private static final String DEEP = ".transformer_blocks.1.";

    /** Returns the maps of a network, by its layers or those whose maps were stored. */
    public static RegionMaps of(List<Site> sites) {
        boolean deep = sites.stream().anyMatch(site -> site.name().contains(DEEP));
        int finest =
                sites.stream().filter(Site::cross).mapToInt(Site::pixels).max().orElseThrow();
        int wanted = deep ? finest / FINEST_BY_READ : SIDE * SIDE;
        int nearest = sites.stream()
                .filter(site -> site.cross() && (deep || site.place() != Site.Place.MID))
                .map(Site::pixels)
                .min(Comparator.<Integer>comparingDouble(p -> Math.abs(Math.log((double) p / wanted)))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        return new RegionMaps(nearest, deep);
    }

    /** Returns whether a layer's maps are the self-attention of the level that is read. */
    public boolean ofLevel(Site site) {
        return !site.cross() && site.pixels() == pixels;
    }

    /** Returns whether a layer's maps are read. */
    public boolean reads(Site site) {
        return site.cross() && site.pixels() == pixels && (middle || site.place() != Site.Place.MID);
    }
}
