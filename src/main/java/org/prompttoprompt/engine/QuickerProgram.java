package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.callOneDnn;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which of two programs computes large layers quicker on this computer. It is measured when such a layer first asks, once on each computer.
 *
 * <p>Attention from many pixels to many: {@link Exponentials}, which takes some seventh less time on a processor with AVX512 and large
 * caches, or the library's, block by block (Dao et al. 2022, FlashAttention, arXiv 2205.14135), which takes two thirds of the time of the
 * first on one with AVX2. Linear layers: the library's (MKL), or oneDNN's, which takes seven to nine tenths of its time on a
 * processor of AMD with AVX2 that is not busy otherwise.
 */
enum QuickerProgram {
    ATTENTION(
            "attention",
            "attention of many pixels",
            new Way("own", "the plugin's own program", "The plugin's"),
            new Way("library", "PyTorch's", "PyTorch's")) {
        @Override
        Map<Way, Supplier<NDArray>> programs(NDManager manager) {
            // Two of the eight heads of one row of Stable Diffusion 1.5's largest layers.
            NDArray x = manager.randomNormal(new Shape(1, 4096, 80));
            return Map.of(first, () -> Exponentials.attend(x, x, x, 2), second, () -> call("sdpa", x, x, x, number(2)));
        }
    },

    LINEAR(
            "linear",
            "a linear layer of many channels",
            new Way("mkl", "PyTorch's choice", "PyTorch's"),
            new Way("onednn", "oneDNN", "oneDNN's")) {
        @Override
        Map<Way, Supplier<NDArray>> programs(NDManager manager) {
            // What a feed-forward layer of Stable Diffusion 1.5 makes of a row of 32 x 32 pixels.
            NDArray x = manager.randomNormal(new Shape(1024, 640));
            NDArray weight = manager.randomNormal(new Shape(5120, 640));
            NDArray bias = manager.zeros(new Shape(5120));
            return Map.of(
                    first,
                    () -> GatedLayer.wideByChoice(x, weight, bias),
                    second,
                    () -> callOneDnn("linear", x, weight, bias));
        }

        @Override
        boolean hasBoth() {
            return Kernels.hasOneDnn();
        }
    };

    /** The second is taken only if it needs at most this share of the time: what is nearer is not worth other digits. */
    static final double WORTH = 0.9;

    private static final int TURNS = 5;

    /** So many where it is a near thing: no further from {@link #WORTH} than by this factor. */
    private static final int MOST_TURNS = 20;

    private static final double NEAR = 1.15;

    /** Begins the files in which it is kept. */
    final String what;

    private final String layers;
    final Way first;
    final Way second;

    /** How fast they are, once it was asked for in this process. Tests decide it. */
    volatile KeptTimes measured;

    /**
     * One of the two.
     *
     * @param name in the file
     * @param inWords by what the layer is computed
     * @param whose it is, which begins a sentence
     */
    record Way(String name, String inWords, String whose) {}

    QuickerProgram(String what, String layers, Way first, Way second) {
        this.what = what;
        this.layers = layers;
        this.first = first;
        this.second = second;
    }

    abstract Map<Way, Supplier<NDArray>> programs(NDManager manager);

    /** Returns whether there is a choice on this computer. */
    boolean hasBoth() {
        return true;
    }

    /** Returns whether it is the first. */
    boolean isFirst() {
        if (!hasBoth()) return true;
        if (measured == null) measured = KeptTimes.of(what, KeptTimes.here(), names(), this::seconds);
        return isFirst(measured);
    }

    /** What is not kept may come out otherwise next time. */
    private boolean isFirst(KeptTimes times) {
        return !times.kept()
                || times.seconds().get(second.name) > WORTH * times.seconds().get(first.name);
    }

    private List<String> names() {
        return List.of(first.name, second.name);
    }

    /** Measures anew, keeps it for all starts to come, and returns it in words; empty where no processor computes, or one program alone is there. */
    Optional<String> measureAgain() {
        return PyTorch.call(() -> {
            if (!PyTorch.device().equals(Device.cpu()) || !hasBoth()) return Optional.empty();
            measured = KeptTimes.again(what, KeptTimes.here(), this::seconds);
            return Optional.of(inWords("Measured just now on ", measured));
        });
    }

    /** Returns what is kept, in words, for each processor and number of threads; none where nothing is. */
    List<String> measuredInWords() {
        return KeptTimes.all(what).stream()
                .filter(times -> times.seconds().keySet().containsAll(names()))
                .map(times -> inWords("Kept from a measurement on ", times))
                .toList();
    }

    private String inWords(String begin, KeptTimes times) {
        return String.format(
                Locale.ROOT,
                "%s%s: %s takes %.4f s by %s and %.4f s by %s. %s is taken.",
                begin,
                times.where(),
                layers,
                times.seconds().get(first.name),
                first.inWords,
                times.seconds().get(second.name),
                second.inWords,
                isFirst(times) ? first.whose : second.whose);
    }

    /** In turns: what other programs do meanwhile slows both then. With all threads, also where a half of a pass asks first, which has half of them. */
    private Map<String, Double> seconds() {
        int threads = JniUtils.getNumThreads();
        JniUtils.setNumThreads(PyTorch.threads());
        try {
            return best();
        } finally {
            JniUtils.setNumThreads(threads);
        }
    }

    private Map<String, Double> best() {
        Map<String, Double> best = new LinkedHashMap<>();
        try (NDManager manager = PyTorch.newManager()) {
            Map<Way, Supplier<NDArray>> programs = programs(manager);
            for (int i = 0; i <= TURNS || i <= MOST_TURNS && isNear(best); i++)
                for (Way way : List.of(first, second)) {
                    double took = seconds(programs.get(way));
                    // The first turn warms up.
                    if (i > 0) best.merge(way.name, took, Math::min);
                }
        }
        return best;
    }

    private boolean isNear(Map<String, Double> times) {
        double ratio = times.get(second.name) / times.get(first.name);
        return ratio > WORTH / NEAR && ratio < WORTH * NEAR;
    }

    private static double seconds(Supplier<NDArray> program) {
        long start = System.nanoTime();
        program.get().close();
        return (System.nanoTime() - start) / 1e9;
    }
}
