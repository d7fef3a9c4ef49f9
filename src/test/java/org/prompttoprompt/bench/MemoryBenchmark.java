package org.prompttoprompt.bench;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.EstimatedMemory;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * What an edit takes of memory beside Java and PyTorch, and what was said that it would: the peak of the resident size over that of
 * the process after a small edit, whose model is forgotten. {@code args}: options of a word swap. On Linux alone.
 */
public final class MemoryBenchmark {
    private static final EditRequest SWAP = EditRequest.of(Task.SWAP)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("seed", 42)
            .with("steps", 1);

    private MemoryBenchmark() {}

    /** Runs one case and prints estimate, measured value and ratio. */
    public static void main(String[] args) throws IOException {
        Arguments.refusing(() -> measure(args));
        System.exit(0);
    }

    private static void measure(String[] args) throws IOException {
        EditRequest request = SWAP;
        for (String arg : args) {
            int at = arg.indexOf('=');
            if (at < 1) {
                throw new Refusal(
                        arg + " is no option: arguments are those of a word swap, such as tau=0.8 or model=FOLDER.");
            }
            request = request.with(arg.substring(0, at), arg.substring(at + 1));
        }
        PromptToPrompt.resolve(request);
        try (PromptToPrompt small = new PromptToPrompt()) {
            small.run(SWAP, Progress.NONE);
        }
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            double before = settled();
            long start = System.nanoTime();
            double estimate = EstimatedMemory.of(p2p, request);
            double loaded = (System.nanoTime() - start) / 1e9;
            p2p.run(request, Progress.NONE);
            double measured = ProcessMemory.peak() - before;
            System.out.printf(
                    Locale.ROOT,
                    "%s: estimate %.3f GB, measured %.3f GB, ratio %.2f; Java and PyTorch %.3f GB, the whole process"
                            + " %.3f GB; loaded in %.1f s%n",
                    String.join(" ", args),
                    estimate / 1e9,
                    measured / 1e9,
                    estimate / measured,
                    before / 1e9,
                    ProcessMemory.peak() / 1e9,
                    loaded);
        }
    }

    /** Gives back what the small edit left, and forgets its peak. */
    private static double settled() throws IOException {
        System.gc();
        NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {0});
        ProcessMemory.forgetPeak();
        return ProcessMemory.now();
    }
}
