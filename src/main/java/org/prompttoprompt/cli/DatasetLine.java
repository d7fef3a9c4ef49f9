package org.prompttoprompt.cli;

import java.util.List;
import org.prompttoprompt.batch.DatasetMaker;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.PromptToPrompt;

/** Makes a data set: {@code dataset table=cells.csv out=cells layout=stardist}. */
final class DatasetLine {
    static final String NAME = "dataset";

    private DatasetLine() {}

    /** Runs it and returns what was made. */
    static String run(List<String> args) {
        KeyValues.read(NAME, "layout=stardist", args);
        DatasetMaker maker = DatasetMaker.of(DatasetRequest.parse(args));
        try (PromptToPrompt p2p = new PromptToPrompt();
                ToldRun told = ToldRun.ofMany()) {
            Engine engine = Engine.of(p2p);
            String plan = maker.plan(engine, told).toString(maker.seconds(engine, told));
            if (maker.previews()) return plan;
            System.err.println(plan);
            return maker.make(engine, told);
        }
    }
}
