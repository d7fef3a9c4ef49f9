package org.prompttoprompt.bench;

import ij.process.ColorProcessor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.batch.DatasetMaker;
import org.prompttoprompt.batch.DatasetOption;
import org.prompttoprompt.batch.DatasetPlan;
import org.prompttoprompt.batch.DatasetRequest;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.batch.Sample;
import org.prompttoprompt.cli.CommandLine;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.ij.ImageBytes;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;

/**
 * A table whose rows share sources against the same images by single runs: pairs per minute, and the ratio of times. Once in one
 * process whose model is loaded, as a macro has it that runs a command for each pair, and once by command lines, one for the table and
 * one for each pair. All write their images; the data set its scores, manifests and sheets besides.
 */
public final class DatasetBenchmark {
    /** So many pairs are made by a command line each; the others take as long. */
    private static final int TIMED = 3;

    private DatasetBenchmark() {}

    private static byte[] png(Frame frame) {
        int[] argb = frame.image().update(null).getCurrentStorageArray();
        int width = (int) frame.image().dimension(0);
        return ImageBytes.png(new ColorProcessor(width, argb.length / width, argb), Map.of());
    }

    /** Returns the class path of this process, or of Maven's loader in it. */
    private static String classPath() {
        return DatasetBenchmark.class.getClassLoader() instanceof URLClassLoader maven
                ? Arrays.stream(maven.getURLs()).map(URL::getPath).collect(Collectors.joining(":"))
                : System.getProperty("java.class.path");
    }

    /** Returns how long a command line of its own takes, in seconds. */
    private static double command(List<String> arguments) throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of("-cp", classPath(), CommandLine.class.getName()));
        command.addAll(arguments);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) throw new IllegalStateException(arguments + " failed");
        return (System.nanoTime() - start) / 1e9;
    }

    private static double commands(DatasetRequest table, List<Sample> samples, Path folder) throws Exception {
        double together = command(List.of(
                "dataset",
                "table=" + table.get(DatasetOption.TABLE),
                "out=" + folder.resolve("again"),
                "layout=pairs"));
        double single = 0;
        for (int i = 0; i < TIMED; i++) {
            List<String> values = new ArrayList<>(samples.get(i * samples.size() / TIMED)
                    .request()
                    .toText()
                    .lines()
                    .toList());
            values.replaceAll(value -> value.replaceFirst("^task=", ""));
            values.add("out=" + folder.resolve("single"));
            single += command(values);
        }
        return together / (single / TIMED * samples.size());
    }

    private static String row(String target, String tau, String sources) {
        return "a red ball on the grass,a " + target + " on the grass," + tau + ",1:1:" + sources + "\n";
    }

    /** Takes the number of sources, each with five values of tau for two targets, or the values of tau for one target. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("dataset");
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                "prompt,target,tau,seed\n"
                        + row("blue ball", args.length > 1 ? args[1] : "0:0.2:0.8", args[0])
                        + (args.length > 1 ? "" : row("red cube", "0:0.2:0.8", args[0])));
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
            int written = 0;
            for (Sample sample : samples)
                for (Frame frame : p2p.run(sample.request(), Progress.NONE).frames())
                    Files.write(folder.resolve(written++ + ".png"), png(frame));
            double single = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d pairs: %.1f a minute together, %.1f one by one, %.2f of the time; by command lines %.2f; %s%n",
                    samples.size(),
                    60 * samples.size() / together,
                    60 * samples.size() / single,
                    together / single,
                    commands(request, samples, folder),
                    plan.cost());
        } finally {
            CacheFolder.delete(folder);
        }
    }
}
