package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.ClearSteps;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.inversion.PromptErrors;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.EditControl;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.p2p.RegionMaps;
import org.prompttoprompt.p2p.SourceMaps;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.WordRegion;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Attention in an image that is there: that of the network's answers to the image with noise on it, averaged over eight levels,
 * a row for each; of fine regions over those with more image than noise.
 */
record ImageAttention(Probe probe, SourceImage image, String prompt) {
    private static final long FIRST_SEED = 9001;
    /** The most queries of a self-attention that is read. */
    private static final int MOST_PIXELS = 32 * 32;

    /**
     * Returns where words act, as a local blend reads it.
     *
     * @param threshold share of the strongest attention above which a pixel belongs to them
     * @param fine whether the maps are first spread by self-attention
     * @param request that names them
     * @param named the option in which it does
     * @throws org.prompttoprompt.Refusal if a word is not in the prompt
     */
    ImageMask words(List<WordName> words, double threshold, boolean fine, EditRequest request, Option named) {
        Tokens tokens = probe.model().tokenizer.encode(prompt);
        List<Integer> columns = words.stream()
                .flatMap(word -> Edits.find(word, tokens, named, request).stream())
                .toList();
        Shape size = size();
        RegionMaps read = RegionMaps.of(sites(size));
        Predicate<Site> kept = site -> read.reads(site) || fine && read.ofLevel(site);
        return of(kept, fine, sums -> {
            boolean[] inside = new WordRegion(columns, threshold, true, fine)
                    .of(sums, 0, size.get(0), size.get(1))
                    .toBooleanArray();
            return ImageMask.of(inside, (int) size.get(1));
        });
    }

    /**
     * Returns how much the pixels of the latents and one place look at each other, row after row: the mean of its self-attention to
     * them and of theirs to it, 1 being the mean of all pixels.
     *
     * @param y place in the image as a share of its height, 0 to 1
     * @param x likewise
     */
    float[] alike(double y, double x) {
        Shape size = size();
        int finest = sites(size).stream()
                .filter(site -> !site.cross() && site.pixels() <= MOST_PIXELS)
                .mapToInt(Site::pixels)
                .max()
                .orElseThrow();
        return of(site -> !site.cross() && site.pixels() == finest, false, sums -> {
            NDList layers = new NDList();
            sums.forEach((site, sum) -> {
                NDArray maps = sum.get(0).mean(new int[] {0});
                int row = Math.min(site.height() - 1, (int) (y * site.height()));
                int column = Math.min(site.width() - 1, (int) (x * site.width()));
                int place = row * site.width() + column;
                NDArray both = maps.get(place).add(maps.get(":," + place));
                layers.add(both.reshape(1, 1, site.height(), site.width()));
            });
            NDArray mean = NDArrays.concat(layers, 1).mean(new int[] {1}, true);
            NDArray atSize = mean.getNDArrayInternal().interpolation(new long[] {size.get(0), size.get(1)}, 0, false);
            return atSize.div(atSize.mean()).toFloatArray();
        });
    }

    private Shape size() {
        int factor = probe.model().vae.factor();
        return new Shape(image.height() / factor, image.width() / factor);
    }

    private List<Site> sites(Shape size) {
        return probe.model().unet.sites((int) size.get(0), (int) size.get(1));
    }

    /** Returns how many rows of the network fine regions take. */
    static int rowsOfFine(Probe probe) {
        try (NDManager manager = probe.model().newManager()) {
            return levels(true, probe.ddim(), manager).size();
        }
    }

    private static Collection<Integer> levels(boolean clear, Ddim ddim, NDManager manager) {
        List<Integer> all = IntStream.rangeClosed(1, PromptErrors.PAIRS).boxed().toList();
        return clear ? ClearSteps.of(ddim, all, manager) : all;
    }

    /** @param clear whether those levels alone are asked at which there is more image than noise: they know outlines best */
    private <T> T of(Predicate<Site> read, boolean clear, Function<Map<Site, NDArray>, T> what) {
        try (NDManager manager = probe.model().newManager();
                NDScope scope = new NDScope();
                AttentionStore store = new AttentionStore(manager, read, false)) {
            NDArray x0 = probe.x0(manager, image);
            Ddim ddim = probe.ddim();
            Collection<Integer> levels = levels(clear, ddim, manager);
            NoisePredictor network =
                    probe.counted(manager, image, new long[] {0}, levels.size(), "Reading the image's attention");
            Context context = probe.context(manager, prompt, image);
            for (int i : levels) {
                try (NDScope step = new NDScope()) {
                    NDArray noise = Noise.of(manager, FIRST_SEED + i, x0.getShape());
                    EditControl control = new EditControl(List.of(), i, store, new Tally(), SourceMaps.NONE, true, 0);
                    NDArray z = ddim.noised(x0, noise, i);
                    network.predict(z, ddim.timesteps().get(i), context, control, FeatureControl.NONE);
                }
            }
            return what.apply(store.sums());
        }
    }
}
