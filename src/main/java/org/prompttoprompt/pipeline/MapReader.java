package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.AttentionViews;
import org.prompttoprompt.p2p.ClearMaps;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.text.Tokens;

/**
 * Reads the attention maps of one walk out of its store, each head's enlarged to the latents' size by cubic interpolation, then
 * averaged. Maps of single steps are those of the source's row.
 */
final class MapReader {
    /** Self-attention maps are kept up to this many queries, at which one takes 4 MB. */
    private static final int MOST_SELF_PIXELS = 32 * 32;

    private final Job job;
    private final StableDiffusion model;
    private final Wanted wanted;
    private final int height;
    private final int width;
    private final int evaluations;
    private final List<List<List<float[]>>> steps = new ArrayList<>();

    /**
     * @param model names the request as results do
     * @param evaluations how many of the walk compute their maps
     */
    MapReader(Job job, StableDiffusion model, Wanted wanted, int evaluations) {
        this.job = job;
        this.model = model;
        this.wanted = wanted;
        height = job.settings().height() / model.vae.factor();
        width = job.settings().width() / model.vae.factor();
        this.evaluations = evaluations;
        if (eachStep() && job.edits()) throw new IllegalArgumentException("Steps are kept apart of source images only");
    }

    private boolean eachStep() {
        return wanted.maps() == Wanted.Maps.EACH_STEP;
    }

    private int latentPixel() {
        return job.settings().width() * job.settings().height() / (width * height);
    }

    /** Returns whether each head's maps must be kept apart; fine ones are averages of them. */
    boolean perHead() {
        return wanted.maps() == Wanted.Maps.AVERAGE || eachStep();
    }

    /** Returns whether the maps of this place must be kept. */
    boolean wants(Site site) {
        if (wanted.maps() == Wanted.Maps.NONE) return false;
        return site.cross()
                || wanted.components() > 0 && site.pixels() == selfSite().pixels();
    }

    /** Hears that a step is done; the last step's sums stay in the store. */
    void stepped(int step, AttentionStore store) {
        if (!eachStep()) return;
        steps.add(groups(store.sums(), 0, 1, job.source()));
        if (step < job.plan().steps().size() - 1) store.clear();
    }

    /**
     * Returns the maps of one image of the finished walk.
     *
     * @param variant that it shows, below 0 the source
     */
    AttentionMaps read(int variant, AttentionStore store, Frame image) {
        Provenance provenance = Provenance.of(model, job.input());
        return variant < 0
                ? read(0, job.source(), store, image, provenance)
                : read(job.plan().lastRow(variant), job.target(), store, image, provenance);
    }

    /**
     * @param row of the image in the store
     * @param drawn its prompt
     */
    private AttentionMaps read(int row, Tokens drawn, AttentionStore store, Frame image, Provenance provenance) {
        int summed = eachStep() ? 1 : evaluations;
        if (store.ofClearSteps().isPresent()) return fine(row, drawn, store, image, provenance);
        return new AttentionMaps(
                model.named(job.request()),
                drawn,
                mass(store.sums(), row, summed, drawn),
                List.copyOf(words(drawn).keySet()),
                width,
                height,
                latentPixel(),
                layers(),
                eachStep() ? steps : List.of(groups(store.sums(), row, summed, drawn)),
                patterns(store.sums(), row, summed),
                wanted.components() == 0 ? 0 : selfSite().width(),
                image,
                provenance);
    }

    private AttentionMaps fine(int row, Tokens drawn, AttentionStore store, Frame image, Provenance provenance) {
        ClearMaps clear = store.ofClearSteps().orElseThrow();
        FineMaps made = new FineMaps(clear.sums(), clear.evaluations(), height, width);
        return new AttentionMaps(
                model.named(job.request()),
                drawn,
                mass(store.sums(), row, evaluations, drawn),
                List.copyOf(words(drawn).keySet()),
                job.settings().width(),
                job.settings().height(),
                latentPixel(),
                List.of(AttentionMaps.FINE),
                List.of(List.of(made.of(row, List.copyOf(words(drawn).values()), SourceImage.of(image.image())))),
                patterns(store.sums(), row, evaluations),
                wanted.components() == 0 ? 0 : selfSite().width(),
                image,
                provenance);
    }

    private Site selfSite() {
        return job.sites().stream()
                .filter(site -> !site.cross() && site.pixels() <= MOST_SELF_PIXELS)
                .reduce((a, b) -> b.pixels() > a.pixels() ? b : a)
                .orElseThrow(() -> new Refusal("components: this model has no self-attention that small."));
    }

    /** The prompt's words and their tokens; words that are punctuation alone are left out. */
    private static Map<String, List<Integer>> words(Tokens drawn) {
        Map<String, List<Integer>> words = new LinkedHashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Tokens.Word word : drawn.words()) {
            if (word.bare().isEmpty()) continue;
            int n = seen.merge(word.bare(), 1, Integer::sum);
            words.put(WordName.nth(word.bare(), n).toString(), word.tokens());
        }
        return words;
    }

    private List<Integer> sizes() {
        return job.sites().stream()
                .filter(Site::cross)
                .map(Site::pixels)
                .distinct()
                .sorted((a, b) -> b - a)
                .toList();
    }

    private List<String> layers() {
        List<String> names = new ArrayList<>(List.of("all"));
        for (int pixels : sizes()) {
            Site site = job.sites().stream()
                    .filter(s -> s.cross() && s.pixels() == pixels)
                    .findFirst()
                    .orElseThrow();
            names.add(site.width() + " x " + site.height());
        }
        return names;
    }

    private List<List<float[]>> groups(Map<Site, NDArray> sums, int row, int summed, Tokens drawn) {
        List<List<float[]>> groups = new ArrayList<>();
        groups.add(heat(sums, row, summed, drawn, site -> true));
        for (int pixels : sizes()) groups.add(heat(sums, row, summed, drawn, site -> site.pixels() == pixels));
        return groups;
    }

    private List<float[]> heat(Map<Site, NDArray> sums, int row, int summed, Tokens drawn, Predicate<Site> sites) {
        Map<Site, NDArray> chosen = new LinkedHashMap<>(sums);
        chosen.keySet().removeIf(site -> !site.cross() || !sites.test(site));
        try (NDScope scope = new NDScope()) {
            NDArray heat = new AttentionViews(chosen, summed).heat(row, height, width);
            List<float[]> maps = new ArrayList<>();
            for (List<Integer> tokens : words(drawn).values()) {
                NDArray map = heat.get(tokens.get(0));
                for (int token : tokens.subList(1, tokens.size())) map = map.add(heat.get(token));
                maps.add(map.toFloatArray());
            }
            return maps;
        }
    }

    private static double[] mass(Map<Site, NDArray> sums, int row, int summed, Tokens drawn) {
        double[] mass = new double[drawn.ids().size()];
        List<Site> cross = sums.keySet().stream().filter(Site::cross).toList();
        try (NDScope scope = new NDScope()) {
            for (Site site : cross) {
                float[] shares = sums.get(site)
                        .get(row)
                        .mean(new int[] {0})
                        .mean(new int[] {0})
                        .toFloatArray();
                for (int i = 0; i < mass.length; i++) mass[i] += shares[i] / (double) summed / cross.size();
            }
        }
        return mass;
    }

    private List<float[]> patterns(Map<Site, NDArray> sums, int row, int summed) {
        List<float[]> patterns = new ArrayList<>();
        if (wanted.components() == 0) return patterns;
        try (NDScope scope = new NDScope()) {
            NDArray average = new AttentionViews(sums, summed)
                    .average(
                            row,
                            site -> !site.cross() && site.pixels() == selfSite().pixels());
            NDArray found = AttentionViews.components(average, wanted.components());
            for (int i = 0; i < wanted.components(); i++)
                patterns.add(found.get(i).toFloatArray());
        }
        return patterns;
    }
}
