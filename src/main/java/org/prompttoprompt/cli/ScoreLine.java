package org.prompttoprompt.cli;

import java.util.List;
import java.util.Map;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.score.Benchmark;
import org.prompttoprompt.score.ScoreRequest;

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
        try (PromptToPrompt p2p = new PromptToPrompt();
                ToldRun told = ToldRun.ofMany()) {
            String done = benchmark.run(Engine.of(p2p), told);
            return benchmark.table() + done;
        }
    }
}
