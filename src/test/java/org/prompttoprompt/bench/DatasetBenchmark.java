package org.prompttoprompt.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.batch.DatasetMaker;
import org.prompttoprompt.batch.DatasetPlan;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.batch.Sample;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/**
 * A table whose rows share sources against the same images by single runs, in one process: pairs per minute, and the ratio of times.
 * The data set writes its files, labels and scores besides.
 */
public final class DatasetBenchmark {
    private DatasetBenchmark() {}

    /** Takes the number of sources. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("dataset");
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                "prompt,target,tau,seed\na red ball on the grass,a blue ball on the grass,0:0.2:0.8,1:1:" + args[0]
                        + "\na red ball on the grass,a red cube on the grass,0:0.2:0.8,1:1:" + args[0] + "\n");
        DatasetRequest request = new DatasetRequest()
                .with("table", table)
                .with("folder", folder.resolve("out"))
                .with("layout", "pairs");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            DatasetMaker maker = DatasetMaker.of(request);
            DatasetPlan plan = maker.plan(Engine.of(p2p), Progress.NONE);
            List<Sample> samples = plan.samples();
            p2p.run(samples.get(0).request(), Progress.NONE);
            long start = System.nanoTime();
            maker.make(Engine.of(p2p), Progress.NONE);
            double together = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            List<Object> results = new ArrayList<>();
            for (Sample sample : samples)
                results.add(p2p.run(sample.request(), Progress.NONE).frames().size());
            double single = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d pairs: %.1f a minute together, %.1f one by one, %.2f of the time; %s%n",
                    results.size(),
                    60 * samples.size() / together,
                    60 * samples.size() / single,
                    together / single,
                    plan.cost());
        }
    }
}
