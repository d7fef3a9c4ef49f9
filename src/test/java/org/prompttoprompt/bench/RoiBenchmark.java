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
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * How well the selections of <i>Words to ROIs...</i> cover what they name, coarse and fine, on renders that no training and no score
 * knows: of {@code models/training/objects.py}, each with the exact mask of one object; and of {@code edits.py}, of each the thing
 * whose colour the renderer's edit changes, whose mask is where the two renders differ, with a margin of 3 pixels. The render is
 * walked through by direct inversion under its own prompt, and its words' attention becomes selections as in the command, at several
 * thresholds. Arguments: {@code objects}, or the kinds of edits; {@code fine} for fine maps; a folder with {@code objects.json}.
 */
public final class RoiBenchmark {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Pattern EDIT = Pattern.compile(
            "\"name\": \"([^\"]+)\",\\s+\"kind\": \"([^\"]+)\",\\s+\"prompt\": \"([^\"]+)\",\\s+\"target\": \"([^\"]+)\"");
    private static final Pattern OBJECT =
            Pattern.compile("\"name\": \"([^\"]+)\",\\s+\"thing\": \"([^\"]+)\",\\s+\"prompt\": \"([^\"]+)\"");
    private static final double[] THRESHOLDS = {0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8};

    /** A render, its prompt, and the word whose thing the mask is of. */
    record Render(Path folder, String name, String prompt, String word) {
        ImageProcessor image(String suffix) {
            return IJ.openImage(folder.resolve(name + suffix + ".png").toString())
                    .getProcessor();
        }
    }

    private RoiBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        List<String> kinds = new ArrayList<>(args.length > 0 ? List.of(args) : List.of("objects"));
        boolean fine = kinds.remove("fine");
        Map<Double, List<Double>> all = new TreeMap<>();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            double models =
                    PromptToPrompt.defaults(EditRequest.of(Task.GENERATE)).roiThreshold();
            for (Render render : renders(kinds)) {
                AttentionMaps maps = maps(p2p, render, fine);
                Optional<Thing> thing = NounPhrases.of(maps).things().stream()
                        .filter(named -> Arrays.asList(named.name().split(" ")).contains(render.word()))
                        .findFirst();
                double shown = 0;
                for (double threshold : THRESHOLDS) {
                    double iou = thing.map(named -> iou(maps, named, threshold, render))
                            .orElse(0.0);
                    if (threshold == models) shown = iou;
                    all.computeIfAbsent(threshold, t -> new ArrayList<>()).add(iou);
                }
                System.out.printf(
                        Locale.ROOT,
                        "%-10s %.2f  %s in '%s'%n",
                        render.name(),
                        shown,
                        thing.map(Thing::name).orElse("nothing for " + render.word()),
                        render.prompt());
            }
            System.out.println("the model's threshold is " + models);
        }
        all.forEach((threshold, ious) -> System.out.printf(
                Locale.ROOT,
                "threshold %.2f: IoU %.3f of %d things, the least %.2f%n",
                threshold,
                ious.stream().mapToDouble(x -> x).average().orElse(0),
                ious.size(),
                ious.stream().mapToDouble(x -> x).min().orElse(0)));
    }

    static List<Render> renders(List<String> kinds) throws Exception {
        List<Render> renders = new ArrayList<>();
        for (String kind : kinds) {
            Path folder = kind.equals("objects") ? RESOURCES.resolve(kind) : Path.of(kind);
            if (Files.exists(folder.resolve("objects.json"))) {
                Matcher one = OBJECT.matcher(Files.readString(folder.resolve("objects.json")));
                while (one.find()) renders.add(new Render(folder, one.group(1), one.group(3), one.group(2)));
                continue;
            }
            Path edits = RESOURCES.resolve("edits");
            Matcher one = EDIT.matcher(Files.readString(edits.resolve("edits.json")));
            while (one.find())
                if (one.group(2).equals(kind))
                    renders.add(new Render(edits, one.group(1), one.group(3), changed(one.group(3), one.group(4))));
        }
        return renders;
    }

    /** Where the words act in a render, on the way from its noise back to it. */
    static AttentionMaps maps(PromptToPrompt p2p, Render of, boolean fine) {
        ImageProcessor render = of.image("");
        int n = render.getPixelCount();
        float[] rgb = new float[3 * n];
        for (int i = 0; i < n; i++)
            for (int c = 0; c < 3; c++) rgb[c * n + i] = (render.get(i) >> (16 - 8 * c) & 255) / 255f;
        EditRequest unchanged = EditRequest.of(Task.EDIT)
                .with(Option.METHOD, "direct")
                .with(Option.PROMPT, of.prompt())
                .with(Option.TARGET, "")
                .with(Option.WORDS, longest(of.prompt()) + " 1");
        EditInput input = EditInput.of(SourceImage.of(render.getWidth(), render.getHeight(), rgb));
        EditResult result =
                fine ? p2p.editFine(unchanged, input, Progress.NONE) : p2p.edit(unchanged, input, Progress.NONE);
        return result.attention().get(0);
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

    static double iou(AttentionMaps maps, Thing thing, double threshold, Render render) {
        Optional<ImagePlus> labels = WordLabels.of(maps, List.of(thing), threshold, false);
        if (labels.isEmpty()) return 0;
        Roi roi = labels.get().getOverlay().get(0);
        ImageProcessor exact = render.image("-mask");
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
