package org.prompttoprompt.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * Edits of renders that no training and no score knows ({@code models/training/edits.py}), by each way in: reconstruction and
 * background PSNR, rows, and how many edits are nearer to the renderer's own edit than to the source. Arguments: ways in,
 * {@code masked} or {@code free}, how many of each kind. Writes a contact sheet to {@code target/edits-<way>.png}: source,
 * edit and the renderer's edit of each.
 */
public final class EditBenchmark {
    private static final Path CASES = Path.of("src/test/resources/edits");
    private static final Pattern CASE = Pattern.compile(
            "\"name\": \"([^\"]+)\",\\s+\"kind\": \"([^\"]+)\",\\s+\"prompt\": \"([^\"]+)\",\\s+\"target\": \"([^\"]+)\"");

    private EditBenchmark() {}

    private record Case(String name, String kind, String prompt, String target) {
        ImagePlus image(String suffix) {
            return IJ.openImage(CASES.resolve(name + suffix + ".png").toString());
        }
    }

    /** What one edit came to; PSNR in dB. */
    private record Score(String kind, double reconstruction, double background, boolean right, long rows) {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        boolean masked = args.length > 1 && args[1].equals("masked");
        int perKind = args.length > 2 ? Integer.parseInt(args[2]) : Integer.MAX_VALUE;
        List<Case> cases = new ArrayList<>();
        Map<String, Integer> count = new TreeMap<>();
        Matcher match = CASE.matcher(Files.readString(CASES.resolve("edits.json")));
        while (match.find()) {
            if (count.merge(match.group(2), 1, Integer::sum) > perKind) continue;
            cases.add(new Case(match.group(1), match.group(2), match.group(3), match.group(4)));
        }
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (String method : args[0].split(",")) run(p2p, cases, method, masked);
        }
    }

    private static void run(PromptToPrompt p2p, List<Case> cases, String method, boolean masked) {
        List<Score> scores = new ArrayList<>();
        ij.ImageStack sheet = new ij.ImageStack(128, 128);
        for (Case one : cases) scores.add(edit(p2p, one, method, masked, sheet));
        System.out.printf(
                Locale.ROOT,
                "%-14s %2d cases: reconstruction %5.1f dB, background %5.1f dB, right %3.0f %%, rows %5.1f%n",
                method,
                scores.size(),
                scores.stream().mapToDouble(Score::reconstruction).average().orElse(0),
                scores.stream()
                        .mapToDouble(Score::background)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(Double.POSITIVE_INFINITY),
                100.0 * scores.stream().filter(Score::right).count() / scores.size(),
                scores.stream().mapToLong(Score::rows).average().orElse(0));
        new FileSaver(Montage.of(new ImagePlus("", sheet), 12)).saveAsPng("target/edits-" + method + ".png");
    }

    private static Score edit(PromptToPrompt p2p, Case one, String method, boolean masked, ij.ImageStack sheet) {
        ImagePlus image = one.image("");
        ImagePlus mask = one.image("-mask");
        EditRequest request = EditRequest.of(Task.EDIT)
                .with("prompt", one.prompt())
                .with("target", one.target())
                .with("method", method);
        EditResult[] made = new EditResult[1];
        ImagePlus result = Retouch.of(
                        image, PromptToPrompt.resolve(request), masked ? Optional.of(mask) : Optional.empty())
                .run((input, note) -> made[0] = p2p.run(request, input, Progress.NONE))
                .orElseThrow();
        int[] before = pixels(image.getProcessor());
        int[] after = pixels(result.getStack().getProcessor(2));
        int[] wanted = pixels(one.image("-target").getProcessor());
        boolean[] inside = new boolean[before.length];
        for (int i = 0; i < inside.length; i++) inside[i] = mask.getProcessor().get(i) != 0;
        boolean right = Mse.of(after, wanted, i -> inside[i]) < Mse.of(after, before, i -> inside[i]);
        sheet.addSlice(one.name(), image.getProcessor());
        sheet.addSlice(right ? "right" : "wrong?", result.getStack().getProcessor(2));
        sheet.addSlice("renderer", one.image("-target").getProcessor());
        return new Score(
                one.kind(),
                made[0].reconstruction().orElseThrow().walk(),
                Mse.psnr(Mse.of(after, before, i -> !inside[i])),
                right,
                made[0].cost().rows());
    }

    private static int[] pixels(ImageProcessor pixels) {
        return (int[]) pixels.convertToRGB().getPixels();
    }
}
