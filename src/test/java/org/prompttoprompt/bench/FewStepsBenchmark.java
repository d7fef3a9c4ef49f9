package org.prompttoprompt.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.cli.CommandLine;
import org.prompttoprompt.engine.CacheFolder;

/**
 * A word swap of four steps without guidance, with a tiny decoder and in single precision, from the start of Java to the saved file: each
 * run in a Java of its own, values of {@code speed} in turns. Arguments: the folders of a model and of a tiny decoder ({@link RandomModel}
 * writes both), turns, and speeds with a semicolon between. Further options of the swap may follow, such as {@code width=256}.
 */
public final class FewStepsBenchmark {
    private static final String USE = "Arguments: MODEL TAESD [TURNS [SPEED;SPEED... [OPTION=VALUE...]]], both folders";

    /** How often a running Java is asked for its processor time, which is gone when it has ended. */
    private static final long ASKED_MILLISECONDS = 50;

    private FewStepsBenchmark() {}

    /** Prints what each run took, in seconds and in processor seconds of all cores, and how fast the machine multiplied before it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 2) throw Arguments.end(USE);
        int turns = Arguments.number(args, 2, 3);
        List<String> speeds = List.of((args.length > 3 ? args[3] : "exact;fastest").split(";"));
        Path results = Files.createTempDirectory("few-steps");
        try {
            for (int turn = 1; turn <= turns; turn++) {
                for (String speed : speeds) {
                    double products = MatrixProducts.gigaflops();
                    System.out.printf(
                            Locale.ROOT,
                            "turn %d, products of matrices %.0f GF/s, %s%n",
                            turn,
                            products,
                            run(args, speed, results));
                }
            }
        } finally {
            CacheFolder.delete(results);
        }
        System.exit(0);
    }

    private static String run(String[] args, String speed, Path results) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = java(args, speed, results.resolve("swap")).start();
        Duration processor = Duration.ZERO;
        while (!process.waitFor(ASKED_MILLISECONDS, TimeUnit.MILLISECONDS)) {
            processor = process.info().totalCpuDuration().orElse(processor);
        }
        if (process.exitValue() != 0)
            throw Arguments.end("The word swap ended with " + process.exitValue() + ": see above.");
        return String.format(
                Locale.ROOT,
                "speed=%s: %.1f s, processor seconds %.1f",
                speed,
                (System.nanoTime() - start) / 1e9,
                processor.toMillis() / 1e3);
    }

    private static ProcessBuilder java(String[] args, String speed, Path out) {
        List<String> line = ChildJvm.ofUsers();
        line.addAll(List.of("-cp", classPath(), CommandLine.class.getName(), "swap"));
        line.addAll(List.of("prompt=a cat riding on a bicycle", "target=a cat riding on a car"));
        line.addAll(List.of("model=" + args[0], "vae=" + args[1]));
        line.addAll(List.of("scheduler=LCM", "steps=4", "guidance=1", "tau=0.5", "seed=1"));
        line.addAll(List.of("speed=" + speed, "out=" + out));
        line.addAll(List.of(args).subList(Math.min(args.length, 4), args.length));
        ProcessBuilder java = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        java.environment().put("PROMPTTOPROMPT_PRECISION", "float32");
        return java;
    }

    /** Maven runs programs in its own Java, whose class path is not theirs. */
    private static String classPath() {
        if (!(FewStepsBenchmark.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        return Stream.of(loader.getURLs())
                .map(url -> new File(URI.create(url.toString())).getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
