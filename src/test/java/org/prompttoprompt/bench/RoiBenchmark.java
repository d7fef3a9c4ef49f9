package org.prompttoprompt.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.ij.NounPhrases.Thing;
import org.prompttoprompt.ij.WordLabels;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * How well the selections of <i>Words to ROIs...</i> cover what they name, on renders that no training and no score knows ({@code
 * models/training/edits.py}): of each, the thing whose colour the renderer's edit changes, whose exact mask is where
 * the two renders differ. The render is walked through by direct inversion under its own prompt, and its words' attention
 * becomes selections as in the command, at several thresholds. Arguments: the kinds of renders.
 */
public final class RoiBenchmark {
    private static final Path CASES = Path.of("src/test/resources/edits");
    private static final Pattern CASE = Pattern.compile(
            "\"name\": \"([^\"]+)\",\\s+\"kind\": \"([^\"]+)\",\\s+\"prompt\": \"([^\"]+)\",\\s+\"target\": \"([^\"]+)\"");
    private static final double[] THRESHOLDS = {0.3, 0.4, 0.5, 0.6, 0.7};

    private RoiBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        List<String> kinds = args.length > 0 ? List.of(args) : List.of("colour", "cells");
        Map<Double, Map<String, List<Double>>> all = new TreeMap<>();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            double models =
                    PromptToPrompt.defaults(EditRequest.of(Task.GENERATE)).roiThreshold();
            Matcher one = CASE.matcher(Files.readString(CASES.resolve("edits.json")));
            while (one.find()) {
                if (!kinds.contains(one.group(2))) continue;
                Optional<AttentionMaps> maps = maps(p2p, one.group(1), one.group(3));
                String changed = changed(one.group(3), one.group(4));
                Optional<Thing> thing = NounPhrases.of(maps.orElseThrow()).things().stream()
                        .filter(named -> Arrays.asList(named.name().split(" ")).contains(changed))
                        .findFirst();
                double shown = 0;
                for (double threshold : THRESHOLDS) {
                    double iou = thing.map(named -> iou(maps.get(), named, threshold, one.group(1)))
                            .orElse(0.0);
                    if (threshold == models) shown = iou;
                    all.computeIfAbsent(threshold, t -> new TreeMap<>())
                            .computeIfAbsent(one.group(2), k -> new ArrayList<>())
                            .add(iou);
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %.2f  %s in '%s'%n",
                        one.group(1),
                        shown,
                        thing.map(Thing::name).orElse("nothing for " + changed),
                        one.group(3));
            }
            System.out.println("the model's threshold is " + models);
        }
        all.forEach((threshold, byKind) -> System.out.printf(
                Locale.ROOT,
                "threshold %.1f: IoU %.3f of %d things; %s%n",
                threshold,
                byKind.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(x -> x)
                        .average()
                        .orElse(0),
                byKind.values().stream().mapToInt(List::size).sum(),
                byKind.entrySet().stream()
                        .map(kind -> String.format(
                                Locale.ROOT,
                                "%s %.3f",
                                kind.getKey(),
                                kind.getValue().stream()
                                        .mapToDouble(x -> x)
                                        .average()
                                        .orElse(0)))
                        .toList()));
    }

    private static ImageProcessor image(String name) {
        return IJ.openImage(CASES.resolve(name + ".png").toString()).getProcessor();
    }

    /** Where the words act in a render, on the way from its noise back to it. */
    private static Optional<AttentionMaps> maps(PromptToPrompt p2p, String name, String prompt) {
        ImageProcessor render = image(name);
        int n = render.getPixelCount();
        float[] rgb = new float[3 * n];
        for (int i = 0; i < n; i++)
            for (int c = 0; c < 3; c++) rgb[c * n + i] = (render.get(i) >> (16 - 8 * c) & 255) / 255f;
        EditRequest unchanged = EditRequest.of(Task.EDIT)
                .with(Option.METHOD, "direct")
                .with(Option.PROMPT, prompt)
                .with(Option.TARGET, "")
                .with(Option.WORDS, longest(prompt) + " 1");
        EditInput input = EditInput.of(SourceImage.of(render.getWidth(), render.getHeight(), rgb));
        return p2p.edit(unchanged, input, Progress.NONE).attention().stream().findFirst();
    }

    private static String longest(String prompt) {
        return Arrays.stream(prompt.split(" "))
                .reduce((a, b) -> b.length() > a.length() ? b : a)
                .orElseThrow();
    }

    /** Returns the first word that the edit takes away. */
    private static String changed(String prompt, String target) {
        List<String> kept = Arrays.asList(target.split(" "));
        return Arrays.stream(prompt.split(" "))
                .filter(word -> !kept.contains(word))
                .findFirst()
                .orElse("");
    }

    private static double iou(AttentionMaps maps, Thing thing, double threshold, String name) {
        Optional<ImagePlus> labels = WordLabels.of(maps, List.of(thing), threshold, false);
        if (labels.isEmpty()) return 0;
        Roi roi = labels.get().getOverlay().get(0);
        ImageProcessor exact = image(name + "-mask");
        int both = 0;
        int either = 0;
        for (int i = 0; i < exact.getPixelCount(); i++) {
            boolean in = roi.contains(i % exact.getWidth(), i / exact.getWidth());
            boolean is = exact.get(i) != 0;
            if (in && is) both++;
            if (in || is) either++;
        }
        return either == 0 ? 0 : (double) both / either;
    }
}
