package org.prompttoprompt.bench;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
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
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * Edits of renders that no training and no score knows ({@code models/training/edits.py}), by each way in: reconstruction,
 * background PSNR and rows. Whether the edits are right is for a classifier fitted on renders ({@code models/training/right.py}) and
 * for the eye. Arguments: ways in, {@code masked} or {@code free}, how many of each kind (0: all), and options of the request as
 * {@code key=value}. Writes each edit, pasted and as the model drew it, to {@code target/edits/<way>-<mask>-<options>}, and a contact
 * sheet beside it: source, edit and the renderer's edit of each. The properties {@code edits.cases} and {@code edits.out} name other
 * folders.
 */
public final class EditBenchmark {
    private static final Path CASES = Path.of(System.getProperty("edits.cases", "src/test/resources/edits"));
    private static final Path OUT = Path.of(System.getProperty("edits.out", "target/edits"));
    private static final Pattern CASE = Pattern.compile(
            "\"name\": \"([^\"]+)\",\\s+\"kind\": \"([^\"]+)\",\\s+\"prompt\": \"([^\"]+)\",\\s+\"target\": \"([^\"]+)\"");

    private EditBenchmark() {}

    private record Case(String name, String kind, String prompt, String target) {
        ImagePlus image(String suffix) {
            return IJ.openImage(CASES.resolve(name + suffix + ".png").toString());
        }
    }

    /** What one edit came to; PSNR in dB. */
    private record Score(double reconstruction, double background, long rows) {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.awt.headless", "true");
        boolean masked = Arguments.word(args, 1, "masked", "free").equals("masked");
        int perKind = args.length > 2 ? Arguments.number(args, 2, 1) : 0;
        List<String> options = Arrays.asList(args).subList(Math.min(3, args.length), args.length);
        List<Case> cases = new ArrayList<>();
        Map<String, Integer> count = new TreeMap<>();
        Matcher match = CASE.matcher(Files.readString(CASES.resolve("edits.json")));
        while (match.find()) {
            if (count.merge(match.group(2), 1, Integer::sum) > perKind && perKind > 0) continue;
            cases.add(new Case(match.group(1), match.group(2), match.group(3), match.group(4)));
        }
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (String method : args[0].split(",")) {
                EditRequest request = EditRequest.of(Task.EDIT).with("method", method);
                for (String option : options) {
                    int at = option.indexOf('=');
                    request = request.with(option.substring(0, at), option.substring(at + 1));
                }
                String with =
                        options.isEmpty() ? "" : "-" + String.join("-", options).replace("=", "");
                String name = method + (masked ? "-masked" : "-free") + with;
                run(p2p, cases, request, masked, name);
            }
        }
    }

    private static void run(PromptToPrompt p2p, List<Case> cases, EditRequest request, boolean masked, String name)
            throws IOException {
        Path folder = Files.createDirectories(OUT.resolve(name));
        List<Score> scores = new ArrayList<>();
        ImageStack sheet = new ImageStack(128, 128);
        for (Case one : cases) scores.add(edit(p2p, one, request, masked, folder, sheet));
        System.out.printf(
                Locale.ROOT,
                "%-18s %2d cases: reconstruction %5.1f dB (100: exact), background %5.1f dB (100: exact), %5.1f rows%n",
                name,
                scores.size(),
                scores.stream().mapToDouble(Score::reconstruction).average().orElse(0),
                scores.stream()
                        .mapToDouble(Score::background)
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0),
                scores.stream().mapToLong(Score::rows).average().orElse(0));
        save(Montage.of(new ImagePlus("", sheet), 12).getProcessor(), OUT.resolve(name + ".png"));
    }

    private static Score edit(
            PromptToPrompt p2p, Case one, EditRequest options, boolean masked, Path folder, ImageStack sheet) {
        ImagePlus image = one.image("");
        ImagePlus mask = one.image("-mask");
        EditRequest request = options.with("prompt", one.prompt()).with("target", one.target());
        EditResult[] made = new EditResult[1];
        ImagePlus result = Retouch.of(
                        image, PromptToPrompt.resolve(request), masked ? Optional.of(mask) : Optional.empty())
                .run((asked, input, note) -> made[0] = p2p.run(asked, input, Progress.NONE))
                .orElseThrow();
        ImageProcessor edited = result.getStack().getProcessor(2);
        save(edited, folder.resolve(one.name() + ".png"));
        save(picture(made[0].frames().get(1)), folder.resolve(one.name() + "-model.png"));
        boolean[] outside = new boolean[edited.getPixelCount()];
        int n = 0;
        for (int i = 0; i < outside.length; i++) {
            outside[i] = mask.getProcessor().get(i) == 0;
            if (outside[i]) n++;
        }
        sheet.addSlice(one.name(), image.getProcessor());
        sheet.addSlice(one.target(), edited);
        sheet.addSlice("renderer", one.image("-target").getProcessor());
        double background = Mse.psnr(Mse.of(pixels(edited), pixels(image.getProcessor()), i -> outside[i]));
        return new Score(
                Math.min(100, made[0].reconstruction().orElseThrow().walk()),
                n == 0 ? Double.NaN : Math.min(100, background),
                made[0].cost().rows());
    }

    private static ImageProcessor picture(Frame frame) {
        int[] argb = frame.image().update(null).getCurrentStorageArray().clone();
        return new ColorProcessor(
                (int) frame.image().dimension(0), (int) frame.image().dimension(1), argb);
    }

    private static void save(ImageProcessor pixels, Path file) {
        new FileSaver(new ImagePlus("", pixels)).saveAsPng(file.toString());
    }

    private static int[] pixels(ImageProcessor pixels) {
        return (int[]) pixels.convertToRGB().getPixels();
    }
}
