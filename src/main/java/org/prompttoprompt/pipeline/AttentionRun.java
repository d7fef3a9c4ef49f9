package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.Tensors;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.AttentionViews;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.sweep.Contexts;
import org.prompttoprompt.sweep.SweepRun;
import org.prompttoprompt.text.Tokens;

/**
 * Draws one image, a source or the single edit of a job, and keeps its attention maps, heads averaged, enlarged to the
 * latents' size by cubic interpolation.
 *
 * @param kept the source that an editing session drew last
 * @param eachStep whether each step's maps are kept apart
 * @param components how many patterns of the self-attention are wanted
 */
record AttentionRun(
        Job job, StableDiffusion model, KeptSource kept, boolean eachStep, int components, Progress progress) {
    /** Self-attention maps are kept up to this many queries, at which one takes 4 MB. */
    private static final int MOST_SELF_PIXELS = 32 * 32;

    AttentionMaps maps() {
        try (NDManager manager = model.newManager();
                NDScope scope = new NDScope();
                AttentionStore store = new AttentionStore(manager, this::wants, false)) {
            EditRequest request = job.request();
            int factor = model.vae.factor();
            int height = request.whole(Option.HEIGHT, 1, Integer.MAX_VALUE) / factor;
            int width = request.whole(Option.WIDTH, 1, Integer.MAX_VALUE) / factor;
            List<List<List<float[]>>> frames = new ArrayList<>();
            SweepRun run = new SweepRun(
                    job.plan(),
                    Job.scheduler(request, model),
                    model.unet::forward,
                    new Contexts(
                            encode(manager, job.negative()),
                            encode(manager, job.source()),
                            List.of(encode(manager, job.target()))),
                    request.number(Option.GUIDANCE, 0, Double.MAX_VALUE),
                    store,
                    new Tally(),
                    kept.known(job),
                    Memory.rowsAtOnce(job, height, width));
            int evaluations = job.plan().steps().size();
            double[][] mass = new double[1][];
            List<List<float[]>> patterns = new ArrayList<>();
            NDArray noise =
                    Noise.of(manager, request.seeds().get(0), new Shape(1, model.unet.inChannels(), height, width));
            SweepRun.Listener listener = (step, z) -> {
                boolean last = step == evaluations - 1;
                if (eachStep || last) {
                    int summed = eachStep ? 1 : evaluations;
                    frames.add(groups(store.sums(), summed, height, width));
                    if (last) {
                        mass[0] = mass(store.sums(), summed);
                        patterns.add(patterns(store.sums(), summed));
                    }
                }
                if (eachStep) store.clear();
                String done = "Step " + (step + 1) + " of " + evaluations;
                return !PyTorch.isEnding() && progress.goOn(step + 1, evaluations, done);
            };
            NDArray latents = run.walk(noise, new Previews(job, model, progress, "").with(listener))
                    .orElseThrow(() -> new CancellationException("Stopped"));
            Frame image = new Frame(
                    row() == 0 ? "source" : "edited",
                    Map.of(),
                    row() == 0,
                    Tensors.toImage(model.vae.decode(latents.get(row() + ":"))));
            return new AttentionMaps(
                    request,
                    drawn(),
                    mass[0],
                    List.copyOf(words().keySet()),
                    width,
                    height,
                    layers(),
                    frames,
                    patterns.get(0),
                    components == 0 ? 0 : selfSite().width(),
                    image);
        }
    }

    private NDArray encode(NDManager manager, Tokens tokens) {
        return model.text.forward(manager, List.of(tokens));
    }

    /** The row of the image: the source's, or that of the edit. */
    private int row() {
        return job.combinations().size();
    }

    private Tokens drawn() {
        return row() == 0 ? job.source() : job.target();
    }

    private boolean wants(Site site) {
        return site.cross() || components > 0 && site.pixels() == selfSite().pixels();
    }

    private Site selfSite() {
        return job.sites().stream()
                .filter(site -> !site.cross() && site.pixels() <= MOST_SELF_PIXELS)
                .reduce((a, b) -> b.pixels() > a.pixels() ? b : a)
                .orElseThrow(() -> new Refusal("This model has no self-attention that small."));
    }

    /** The prompt's words and their tokens; words that are punctuation alone are left out. */
    private Map<String, List<Integer>> words() {
        Map<String, List<Integer>> words = new LinkedHashMap<>();
        for (Tokens.Word word : drawn().words()) {
            if (word.bare().isEmpty()) continue;
            String name = word.bare();
            for (int n = 2; words.containsKey(name); n++) name = word.bare() + "#" + n;
            words.put(name, word.tokens());
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

    private List<List<float[]>> groups(Map<Site, NDArray> sums, int summed, int height, int width) {
        List<List<float[]>> groups = new ArrayList<>();
        groups.add(heat(sums, summed, site -> true, height, width));
        for (int pixels : sizes()) groups.add(heat(sums, summed, site -> site.pixels() == pixels, height, width));
        return groups;
    }

    private List<float[]> heat(Map<Site, NDArray> sums, int summed, Predicate<Site> sites, int height, int width) {
        Map<Site, NDArray> chosen = new LinkedHashMap<>(sums);
        chosen.keySet().removeIf(site -> !site.cross() || !sites.test(site));
        try (NDScope scope = new NDScope()) {
            NDArray heat = new AttentionViews(chosen, summed).heat(row(), height, width);
            List<float[]> maps = new ArrayList<>();
            for (List<Integer> tokens : words().values()) {
                NDArray map = heat.get(tokens.get(0));
                for (int token : tokens.subList(1, tokens.size())) map = map.add(heat.get(token));
                maps.add(map.toFloatArray());
            }
            return maps;
        }
    }

    private double[] mass(Map<Site, NDArray> sums, int summed) {
        double[] mass = new double[drawn().ids().size()];
        List<Site> cross = sums.keySet().stream().filter(Site::cross).toList();
        try (NDScope scope = new NDScope()) {
            for (Site site : cross) {
                float[] own = sums.get(site)
                        .get(row())
                        .mean(new int[] {0})
                        .mean(new int[] {0})
                        .toFloatArray();
                for (int i = 0; i < mass.length; i++) mass[i] += own[i] / (double) summed / cross.size();
            }
        }
        return mass;
    }

    private List<float[]> patterns(Map<Site, NDArray> sums, int summed) {
        List<float[]> patterns = new ArrayList<>();
        if (components == 0) return patterns;
        try (NDScope scope = new NDScope()) {
            NDArray average = new AttentionViews(sums, summed).average(row(), site -> !site.cross());
            NDArray found = AttentionViews.components(average, components);
            for (int i = 0; i < components; i++) patterns.add(found.get(i).toFloatArray());
        }
        return patterns;
    }
}
