package org.prompttoprompt.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.Crew;
import org.prompttoprompt.batch.Remaining;
import org.prompttoprompt.batch.UnitText;
import org.prompttoprompt.pipeline.Progress;

/**
 * The machines of a cluster: each part is a task of Spark, which begins it again elsewhere when its machine is lost.
 *
 * @param request the values of the data set by their keys
 * @param tasks that are counted
 */
record SparkCrew(JavaSparkContext spark, Map<String, String> request, TaskTimes tasks) implements Crew {
    private static final long LOOK_MS = 200;

    @Override
    public Map<Integer, String> draw(Remaining remaining, Progress progress) {
        List<UnitText> parts = remaining.parts();
        if (parts.isEmpty()) return Map.of();
        tasks.begin(parts);
        JavaFutureAction<List<LinkedHashMap<Integer, String>>> job =
                spark.parallelize(parts, parts.size()).map(new Part(request)).collectAsync();
        Map<Integer, String> failed = new LinkedHashMap<>();
        ended(job, parts.size(), progress).forEach(failed::putAll);
        return failed;
    }

    private <T> T ended(JavaFutureAction<T> job, int parts, Progress progress) {
        while (true) {
            int done = tasks.done();
            if (!progress.goOn(done, parts, "Part " + done + " of " + parts)) {
                job.cancel(true);
                throw new CancellationException("Stopped; what is done is kept");
            }
            try {
                return job.get(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // it goes on
            } catch (InterruptedException e) {
                job.cancel(true);
                throw new CancellationException("Stopped; what is done is kept");
            } catch (ExecutionException e) {
                throw reason(e);
            }
        }
    }

    /** What ended a task for the last time is what the user can mend, if anything is. */
    private static RuntimeException reason(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause())
            if (cause instanceof Refusal refusal) return refusal;
        return new IllegalStateException("Spark gave up: " + e.getMessage(), e);
    }
}
