package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which program attends from many pixels to many quicker on this computer: {@link Exponentials}, which takes some seventh less time on a
 * processor with AVX512 and large caches, or the library's, block by block (Dao et al. 2022, FlashAttention, arXiv 2205.14135), which takes
 * two thirds of the time of the first on one with AVX2. It is measured when a layer first asks, once on each computer.
 */
final class QuickerAttention {
    /** Begins the files in which it is kept. */
    static final String WHAT = "attention";

    static final String OWN = "own";
    static final String LIBRARY = "library";
    private static final List<String> WAYS = List.of(OWN, LIBRARY);

    /** The library's is taken only if it needs at most this share of the time: what is nearer is not worth other digits. */
    static final double WORTH = 0.9;

    private static final int TURNS = 3;

    /** Two of the eight heads of one row of Stable Diffusion 1.5's largest layers. */
    private static final Shape PIXELS = new Shape(1, 4096, 80);

    private static final int HEADS = 2;

    /** How fast they are, once it was asked for in this process. Tests decide it. */
    static volatile KeptTimes measured;

    private QuickerAttention() {}

    /** Returns whether it is that of {@link Exponentials}. */
    static boolean isOwn() {
        if (measured == null) measured = KeptTimes.of(WHAT, KeptTimes.here(), WAYS, QuickerAttention::seconds);
        return isOwn(measured);
    }

    /** What is not kept may come out otherwise next time. */
    private static boolean isOwn(KeptTimes times) {
        return !times.kept()
                || times.seconds().get(LIBRARY) > WORTH * times.seconds().get(OWN);
    }

    /** Measures anew, keeps it for all starts to come, and returns it in words; empty where no processor computes. */
    static Optional<String> measureAgain() {
        return PyTorch.call(() -> {
            if (!PyTorch.device().equals(Device.cpu())) return Optional.empty();
            measured = KeptTimes.again(WHAT, KeptTimes.here(), QuickerAttention::seconds);
            return Optional.of(inWords("Measured just now on ", measured));
        });
    }

    /** Returns what is kept, in words, for each processor and number of threads; none where nothing is. */
    static List<String> measuredInWords() {
        return KeptTimes.all(WHAT).stream()
                .filter(times -> times.seconds().keySet().containsAll(WAYS))
                .map(times -> inWords("Kept from a measurement on ", times))
                .toList();
    }

    private static String inWords(String begin, KeptTimes times) {
        return String.format(
                Locale.ROOT,
                "%s%s: attention of many pixels takes %.4f s by the plugin's own program and %.4f s by PyTorch's. %s is"
                        + " taken.",
                begin,
                times.where(),
                times.seconds().get(OWN),
                times.seconds().get(LIBRARY),
                isOwn(times) ? "The plugin's" : "PyTorch's");
    }

    /** In turns: what other programs do meanwhile slows both then. */
    private static Map<String, Double> seconds() {
        Map<String, Double> best = new LinkedHashMap<>();
        try (NDManager manager = PyTorch.newManager()) {
            NDArray x = manager.randomNormal(PIXELS);
            Map<String, Supplier<NDArray>> programs = new LinkedHashMap<>();
            programs.put(OWN, () -> Exponentials.attend(x, x, x, HEADS));
            programs.put(LIBRARY, () -> call("sdpa", x, x, x, number(HEADS)));
            for (int i = 0; i <= TURNS; i++)
                for (var program : programs.entrySet()) {
                    double took = seconds(program.getValue());
                    // The first turn warms up.
                    if (i > 0) best.merge(program.getKey(), took, Math::min);
                }
        }
        return best;
    }

    private static double seconds(Supplier<NDArray> program) {
        long start = System.nanoTime();
        program.get().close();
        return (System.nanoTime() - start) / 1e9;
    }
}
