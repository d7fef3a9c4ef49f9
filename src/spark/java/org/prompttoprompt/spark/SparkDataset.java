package org.prompttoprompt.spark;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.DatasetMaker;
import org.prompttoprompt.batch.DatasetOption;
import org.prompttoprompt.batch.DatasetPlan;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/**
 * Makes a data set on a cluster, with the parameters of the command line's {@code dataset}:
 *
 * <pre>{@code
 * spark-submit --master spark://host:7077 Prompt_To_Prompt_Spark.jar table=hdfs:///cells.csv out=hdfs:///cells layout=stardist
 * }</pre>
 */
public final class SparkDataset {
    private static final int REFUSED = 2;
    private static final List<Integer> MACHINES = List.of(1, 10, 100);

    private SparkDataset() {}

    /** Reads the parameters as {@code key=value}. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        try {
            System.out.println(run(DatasetRequest.parse(List.of(args))));
            // ImageJ's filters leave threads that would keep a local run alive.
            System.exit(0);
        } catch (Refusal | CancellationException e) {
            System.err.println(e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static String run(DatasetRequest request) {
        // Whoever draws a part draws the same bytes, so that a second try does no harm.
        SparkConf conf = new SparkConf().setIfMissing("spark.speculation", "true");
        conf.setIfMissing("spark.app.name", "Prompt-to-Prompt data set");
        conf.setIfMissing("spark.master", "local[*]");
        try (JavaSparkContext spark = new JavaSparkContext(conf);
                PromptToPrompt p2p = new PromptToPrompt()) {
            TaskTimes tasks = new TaskTimes(System.err::println);
            spark.sc().addSparkListener(tasks);
            return made(request, spark, Engine.of(p2p), tasks);
        } catch (IOException e) {
            throw new Refusal(
                    "folder=" + request.get(DatasetOption.FOLDER) + " is on no file system that is there ("
                            + e.getMessage() + ").",
                    e);
        }
    }

    static String made(DatasetRequest request, JavaSparkContext spark, Engine engine, TaskTimes tasks)
            throws IOException {
        Configuration configuration = spark.hadoopConfiguration();
        String out = request.get(DatasetOption.FOLDER);
        if (out.isBlank()) throw new Refusal("out is empty: name a folder, such as out=hdfs:///data/cells.");
        DatasetMaker maker = DatasetMaker.of(
                request,
                HadoopFiles.table(request.get(DatasetOption.TABLE), configuration),
                new HadoopFolder(out, configuration));
        DatasetPlan plan = maker.plan(engine, Progress.NONE);
        if (maker.previews()) return plan.toString(maker.seconds(engine, Progress.NONE), MACHINES);
        System.err.println(plan);
        String made = maker.make(engine, new SparkCrew(spark, values(request), tasks), new Lines());
        return made + tasks.told();
    }

    private static Map<String, String> values(DatasetRequest request) {
        Map<String, String> values = new LinkedHashMap<>();
        request.values().forEach((option, value) -> values.put(option.key(), value));
        return values;
    }
}
