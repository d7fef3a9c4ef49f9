package org.prompttoprompt.bench;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.metrics.Mse;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Speed;
import org.prompttoprompt.request.Task;

/**
 * What each speed costs and saves on edits that the embedded model draws from the prompts of {@code src/test/resources/edits}: the
 * share in which the model itself sees the edit, how far the images are from those of the first speed, network rows, and the time
 * as a ratio to it, each edit by all speeds in turn. Arguments: seeds, speeds separated by semicolons, exact first, a guidance scale, steps, and what
 * else is asked of each edit, such as {@code selfresolution=8}. The edits are
 * written to {@code target/speed/<speed>-<seed>}, where {@code models/training/right.py scenes} reads which are right.
 */
public final class SpeedBenchmark {
    private static final Path CASES = Path.of("src/test/resources/edits/edits.json");
    private static final Path OUT = Path.of("target/speed");
    private static final Pattern CASE = Pattern.compile(
            "\"name\": \"([^\"]+)\",\\s+\"kind\": \"([^\"]+)\",\\s+\"prompt\": \"([^\"]+)\",\\s+\"target\": \"([^\"]+)\"");

    private SpeedBenchmark() {}

    /** What one speed came to so far. */
    private static final class Score {
        private int seen;
        private int judged;
        private double error;
        private double seconds;
        private long rows;
    }

    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        int seeds = Arguments.number(args, 0, 2);
        List<String> speeds = Arrays.asList((args.length > 1 ? args[1] : "exact;fast;fastest").split(";"));
        Arguments.refusing(() -> speeds.forEach(Speed::of));
        Optional<String> guidance = args.length > 2 ? Optional.of(args[2]) : Optional.empty();
        int steps = args.length > 3 ? Arguments.number(args, 3, 10) : 0;
        Map<String, Score> scores = new LinkedHashMap<>();
        speeds.forEach(speed -> scores.put(speed, new Score()));
        int edits = 0;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (int seed = 1; seed <= seeds; seed++) {
                Matcher match = CASE.matcher(Files.readString(CASES));
                while (match.find()) {
                    if (match.group(2).equals("cells")) continue;
                    EditRequest request =
                            request(match.group(3), match.group(4)).with("seed", seed);
                    if (guidance.isPresent()) request = request.with("guidance", guidance.get());
                    if (steps > 0) request = request.with("steps", steps);
                    for (int i = 4; i < args.length; i++)
                        request = request.with(args[i].split("=", 2)[0], args[i].split("=", 2)[1]);
                    if (edit(p2p, request, match.group(1), scores)) edits++;
                }
            }
        }
        Score first = scores.get(speeds.get(0));
        System.out.println(edits + " edits");
        scores.forEach((speed, s) -> System.out.printf(
                Locale.ROOT,
                "%-44s edit seen by the model in %5.1f %% of %d, %5.1f dB from %s, rows %.2f, time %.2f%n",
                speed,
                100.0 * s.seen / s.judged,
                s.judged,
                s.error == 0 ? Double.POSITIVE_INFINITY : Mse.psnr(s.error / s.judged),
                speeds.get(0),
                (double) s.rows / first.rows,
                s.seconds / first.seconds));
    }

    private static EditRequest request(String prompt, String target) {
        boolean same = prompt.split(" ").length == target.split(" ").length;
        return EditRequest.of(same ? Task.SWAP : Task.PHRASE)
                .with("prompt", prompt)
                .with("target", target);
    }

    /** Returns whether the model can draw it. */
    private static boolean edit(PromptToPrompt p2p, EditRequest request, String name, Map<String, Score> scores)
            throws IOException {
        int[] exact = null;
        for (Map.Entry<String, Score> one : scores.entrySet()) {
            EditRequest asked = request.with("speed", one.getKey());
            Score score = one.getValue();
            EditResult result;
            long start = System.nanoTime();
            try {
                result = p2p.run(asked, Progress.NONE);
            } catch (Refusal e) {
                System.out.println(e.getMessage());
                return false;
            }
            score.seconds += (System.nanoTime() - start) / 1e9;
            score.rows += result.cost().rows();
            Frame frame = result.frames().get(1);
            int[] pixels = frame.image().update(null).getCurrentStorageArray();
            if (exact == null) exact = pixels;
            score.error += Mse.of(pixels, exact, i -> true);
            score.judged++;
            SourceImage image = SourceImage.of(frame.image());
            if (p2p.judge().edits(request, List.of(image), Progress.NONE).get(0) < 0) score.seen++;
            Path folder = Files.createDirectories(
                    OUT.resolve(one.getKey().replaceAll("[^a-z0-9.-]+", "_") + "-" + request.get(Option.SEED)));
            ColorProcessor picture = new ColorProcessor(
                    (int) frame.image().dimension(0), (int) frame.image().dimension(1), pixels.clone());
            new FileSaver(new ImagePlus("", picture))
                    .saveAsPng(folder.resolve(name + ".png").toString());
        }
        return true;
    }
}
