package org.prompttoprompt.bench;

import java.util.Locale;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * What keeping the source's walk saves: the time of a second edit of the same source, as a share of the first's, on the
 * embedded model. Each is the best of three; both are decoded. Argument: sampling steps, 10 unless given.
 */
public final class ReeditBenchmark {
    private static final int ROUNDS = 3;

    private ReeditBenchmark() {}

    /** Runs the benchmark and prints the ratio. */
    public static void main(String[] args) {
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a cat riding on a bicycle")
                .with("target", "a cat riding on a car")
                .with("steps", args.length > 0 ? args[0] : "10");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            p2p.edit(request, Progress.NONE);
            double first = Double.MAX_VALUE;
            double again = Double.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                p2p.forgetSource();
                first = Math.min(first, seconds(p2p, request));
                again = Math.min(again, seconds(p2p, request.with("target", "a dog riding on a bicycle")));
                again = Math.min(again, seconds(p2p, request.with("tau", "0.4")));
            }
            System.out.printf(
                    Locale.ROOT, "a re-edit / a first edit: %.2f  (%.2f s, %.2f s)%n", again / first, again, first);
        }
    }

    private static double seconds(PromptToPrompt p2p, EditRequest request) {
        long start = System.nanoTime();
        p2p.edit(request, Progress.NONE);
        return (System.nanoTime() - start) / 1e9;
    }
}
