package org.prompttoprompt.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.prompttoprompt.batch.UnitText;

/** How long the parts take and where, which of them lag behind the others, and which were begun again. */
final class TaskTimes extends SparkListener {
    /** So many times the median is far behind. */
    private static final double FAR = 3;

    private record Time(String rows, String host, double seconds) {}

    private final Consumer<String> tell;
    private final Map<Integer, Time> times = new TreeMap<>();
    private List<UnitText> parts = List.of();
    private int again;

    /** @param tell takes lines for people as things happen */
    TaskTimes(Consumer<String> tell) {
        this.tell = tell;
    }

    synchronized void begin(List<UnitText> all) {
        parts = all;
        times.clear();
    }

    /** Returns how many parts have ended. */
    synchronized int done() {
        return times.size();
    }

    private String rows(int part) {
        return part < parts.size() ? parts.get(part).rows() : "part " + part;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        int part = end.taskInfo().index();
        String host = end.taskInfo().host();
        if (end.taskInfo().successful()) {
            times.putIfAbsent(part, new Time(rows(part), host, end.taskInfo().duration() / 1e3));
        } else if (!times.containsKey(part)) {
            again++;
            String why = end.reason() instanceof TaskFailedReason failed
                    ? failed.toErrorString().lines().findFirst().orElse("")
                    : String.valueOf(end.reason());
            tell.accept("The part of " + rows(part) + " failed on " + host + " and is begun again: " + why);
        }
    }

    @Override
    public synchronized void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted task) {
        tell.accept("The part of " + rows(task.taskIndex())
                + " takes much longer than the others: it is begun a second time elsewhere.");
    }

    /** Returns lines for people, empty if nothing was out of the ordinary. */
    synchronized String told() {
        StringBuilder text = new StringBuilder();
        if (again > 0) text.append("\nTasks that were begun again: ").append(again);
        List<Double> seconds = new ArrayList<>(
                times.values().stream().map(Time::seconds).sorted().toList());
        if (seconds.isEmpty()) return text.toString();
        double median = seconds.get(seconds.size() / 2);
        times.values().stream()
                .filter(time -> time.seconds() > FAR * median)
                .sorted(Comparator.comparingDouble(Time::seconds).reversed())
                .forEach(time -> text.append(String.format(
                        Locale.ROOT,
                        "%nStraggler: %s took %.1f s on %s, and half of the parts at most %.1f s",
                        time.rows(),
                        time.seconds(),
                        time.host(),
                        median)));
        return text.toString();
    }
}
