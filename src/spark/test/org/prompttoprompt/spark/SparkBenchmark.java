package org.prompttoprompt.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.prompttoprompt.batch.DatasetMaker;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/**
 * Pairs per minute of the same table by the serial run and by Spark's {@code local[2]}, in one process and in turns; both write their
 * files. The model is loaded, and Spark has started, before the first run that counts.
 */
public final class SparkBenchmark {
    private static final int ROUNDS = 3;

    private SparkBenchmark() {}

    /** Takes the number of sources; each has four edits. */
    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        Path folder = Files.createTempDirectory("dataset");
        int sources = Integer.parseInt(args[0]);
        SparkConf conf =
                new SparkConf().setAppName("benchmark").setMaster("local[2]").set("spark.ui.enabled", "false");
        List<Double> serial = new ArrayList<>();
        List<Double> spark = new ArrayList<>();
        try (JavaSparkContext context = new JavaSparkContext(conf);
                PromptToPrompt p2p = new PromptToPrompt()) {
            for (int round = 0; round <= ROUNDS; round++) {
                DatasetRequest request = table(folder, round == 0 ? 2 : sources);
                double alone =
                        seconds(() -> DatasetMaker.of(request.with("folder", Files.createTempDirectory(folder, "a")))
                                .make(Engine.of(p2p), Progress.NONE));
                TaskTimes tasks = new TaskTimes(System.err::println);
                double together = seconds(() -> SparkDataset.made(
                        request.with("folder", Files.createTempDirectory(folder, "b")),
                        context,
                        Engine.of(p2p),
                        tasks));
                if (round == 0) continue;
                serial.add(alone);
                spark.add(together);
            }
        }
        double a = serial.stream().sorted().toList().get(ROUNDS / 2);
        double b = spark.stream().sorted().toList().get(ROUNDS / 2);
        System.out.printf(
                "%d pairs, medians of %d: serial %.1f a minute, Spark local[2] %.1f, %.3f of the time%n",
                4 * sources, ROUNDS, 240 * sources / a, 240 * sources / b, b / a);
        System.out.println(serial + " " + spark);
    }

    private static DatasetRequest table(Path folder, int sources) throws Exception {
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                "prompt,target,tau,seed\na red ball on the grass,a blue ball on the grass,0:0.2:0.6,1:1:" + sources
                        + "\n");
        return new DatasetRequest().with("table", table).with("layout", "pairs");
    }

    private interface Job {
        Object run() throws Exception;
    }

    private static double seconds(Job job) throws Exception {
        long start = System.nanoTime();
        job.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
