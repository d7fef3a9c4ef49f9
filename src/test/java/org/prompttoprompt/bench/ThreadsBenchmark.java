package org.prompttoprompt.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * What numbers of threads and ways of waiting cost, on an idle machine and beside busy loops, as ratios to the best of them.
 * Each setting is a process of its own that waits for its turn; turns go round, and the median counts. Arguments: rounds (5),
 * steps (10), busy loops (as many as processors).
 */
public final class ThreadsBenchmark {
    /** How GNU's OpenMP lets its threads wait: spins before it sleeps. No number of threads: as the plugin chooses it. */
    private record Setting(int threads, String spins) {
        @Override
        public String toString() {
            return (threads > 0 ? threads + " threads, " : "threads as others leave, ") + spins + " spins";
        }
    }

    private ThreadsBenchmark() {}

    /** Measures and prints a table. */
    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            child(args[0]);
            return;
        }
        int rounds = Arguments.number(args, 0, 5);
        String steps = args.length > 1 ? args[1] : "10";
        int processors = Runtime.getRuntime().availableProcessors();
        int loops = Arguments.number(args, 2, processors);
        List<Setting> settings = new ArrayList<>(List.of(new Setting(1, "0")));
        for (String spins : List.of("0", "300", "1000", "10000")) settings.add(new Setting(processors, spins));
        for (String spins : List.of("1000", "10000", "100000")) settings.add(new Setting(0, spins));
        Map<Setting, Child> children = new LinkedHashMap<>();
        try {
            for (Setting setting : settings) children.put(setting, new Child(setting, steps));
            Map<Setting, Double> idle = measure(children, rounds, 0);
            Map<Setting, Double> busy = measure(children, rounds, loops);
            double bestIdle = Collections.min(idle.values());
            double bestBusy = Collections.min(busy.values());
            System.out.printf(Locale.ROOT, "%-36s %8s %18s%n", "", "alone", "beside " + loops + " loops");
            for (Setting setting : settings) {
                System.out.printf(
                        Locale.ROOT,
                        "%-36s %8.2f %18.2f   (%.2f s, %.2f s)  image %s%n",
                        setting,
                        idle.get(setting) / bestIdle,
                        busy.get(setting) / bestBusy,
                        idle.get(setting),
                        busy.get(setting),
                        children.get(setting).image);
            }
        } finally {
            for (Child child : children.values()) child.process.destroyForcibly();
        }
    }

    private static Map<Setting, Double> measure(Map<Setting, Child> children, int rounds, int loops) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < loops; i++) {
            Thread loop = new Thread(() -> {
                while (!over.get()) Math.sqrt(System.nanoTime());
            });
            loop.setDaemon(true);
            loop.start();
        }
        Map<Setting, List<Double>> times = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Setting setting : children.keySet()) {
                double seconds = children.get(setting).turn();
                times.computeIfAbsent(setting, s -> new ArrayList<>()).add(seconds);
                System.err.printf(Locale.ROOT, "%d loops, %s: %.2f s%n", loops, setting, seconds);
            }
        }
        over.set(true);
        Map<Setting, Double> medians = new LinkedHashMap<>();
        times.forEach((setting, all) -> {
            Collections.sort(all);
            medians.put(setting, all.get(all.size() / 2));
        });
        return medians;
    }

    /** A process of one setting. */
    private static final class Child {
        private final Process process;
        private final PrintWriter orders;
        private final BufferedReader answers;
        private String image;

        Child(Setting setting, String steps) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Djava.awt.headless=true");
            if (setting.threads > 0) command.add("-Dprompttoprompt.threads=" + setting.threads);
            command.addAll(List.of("-cp", classPath(), ThreadsBenchmark.class.getName(), steps));
            ProcessBuilder java = new ProcessBuilder(command);
            java.environment().remove("PROMPTTOPROMPT_THREADS");
            java.environment().put("GOMP_SPINCOUNT", setting.spins);
            process = java.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            orders = new PrintWriter(process.getOutputStream(), true);
            answers = process.inputReader();
            turn();
        }

        /** Run by Maven, this class comes from a loader of its own. */
        private static String classPath() {
            if (!(ThreadsBenchmark.class.getClassLoader() instanceof URLClassLoader loader))
                return System.getProperty("java.class.path");
            return Arrays.stream(loader.getURLs())
                    .map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }

        double turn() throws IOException {
            orders.println("go");
            String[] answer = answers.readLine().split(" ");
            image = answer[1];
            return Double.parseDouble(answer[0]);
        }
    }

    private static void child(String steps) throws IOException {
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a cat riding on a bicycle")
                .with("target", "a cat riding on a car")
                .with("steps", steps);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            while (orders.readLine() != null) {
                long start = System.nanoTime();
                EditResult result = p2p.run(request, Progress.NONE);
                double seconds = (System.nanoTime() - start) / 1e9;
                int pixels = Arrays.hashCode(
                        result.frames().get(1).image().update(null).getCurrentStorageArray());
                System.out.println(seconds + " " + Integer.toHexString(pixels));
            }
        }
    }
}
