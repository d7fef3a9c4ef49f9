package org.prompttoprompt.bench;

import java.util.List;
import java.util.Locale;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * What previews cost: the time of an 11-value tau sweep whose images are previewed every few steps, as a share of the same
 * without, on the embedded model. Each is the best of three; the window is not part of it. Arguments: sampling steps, 30 unless
 * given, and steps from one preview to the next, 5 unless given.
 */
public final class PreviewBenchmark {
    private static final int ROUNDS = 3;

    private PreviewBenchmark() {}

    /** Runs the benchmark and prints the ratio. */
    public static void main(String[] args) {
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a cat riding on a bicycle")
                .with("target", "a cat riding on a car")
                .with("tau", "0:0.1:1")
                .with("steps", args.length > 0 ? args[0] : "30");
        Previewed previewed = new Previewed(Arguments.number(args, 1, 5));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            p2p.run(request, previewed); // warms up, and fits the colours
            double with = Double.MAX_VALUE;
            double without = Double.MAX_VALUE;
            previewed.pictures = 0;
            for (int i = 0; i < ROUNDS; i++) {
                without = Math.min(without, seconds(p2p, request, Progress.NONE));
                with = Math.min(with, seconds(p2p, request, previewed));
            }
            System.out.printf(
                    Locale.ROOT,
                    "a sweep with %d preview pictures / without: %.3f  (%.2f s, %.2f s)%n",
                    previewed.pictures / ROUNDS,
                    with / without,
                    with,
                    without);
        }
    }

    private static double seconds(PromptToPrompt p2p, EditRequest request, Progress progress) {
        long start = System.nanoTime();
        p2p.run(request, progress);
        return (System.nanoTime() - start) / 1e9;
    }

    private static final class Previewed implements Progress {
        private final int every;
        private int pictures;

        Previewed(int every) {
            this.every = every;
        }

        @Override
        public boolean goOn(long done, long total, String message) {
            return true;
        }

        @Override
        public boolean wantsPreview(int step) {
            return step % every == 0;
        }

        @Override
        public void preview(List<Frame> images) {
            pictures += images.size();
        }
    }
}
