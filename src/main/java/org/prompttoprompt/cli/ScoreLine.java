package org.prompttoprompt.cli;

import java.util.List;
import java.util.Map;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.score.Benchmark;
import org.prompttoprompt.score.ScoreRequest;
import org.prompttoprompt.service.TimeLeft;

/** Scores a benchmark of edits: {@code score bench=PIE-Bench methods=direct,virtual out=scores}. */
final class ScoreLine {
    static final String NAME = "score";

    private ScoreLine() {}

    /** Runs it and returns what was made. */
    static String run(List<String> args) {
        ScoreRequest request = new ScoreRequest();
        for (Map.Entry<String, String> given :
                KeyValues.read(NAME, "methods=direct,virtual", args).entrySet())
            request = request.with(given.getKey(), given.getValue());
        Benchmark benchmark = Benchmark.of(request);
        TimeLeft left = new TimeLeft();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            String told = benchmark.run(
                    Engine.of(p2p),
                    (done, total, message) -> CommandLine.print(done, total, message + left.after(done, total)));
            return benchmark.table() + told;
        }
    }
}
