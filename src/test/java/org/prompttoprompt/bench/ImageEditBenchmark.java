package org.prompttoprompt.bench;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.metrics.Psnr;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Task;

/**
 * What each way into an image keeps of it and costs, on twenty renders that the embedded model was not trained on: the renders
 * of {@code src/test/resources/mini/renders.png}, the first four mirrored once more.
 *
 * <pre>{@code
 * mvn -B -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=org.prompttoprompt.bench.ImageEditBenchmark -Dexec.args="direct virtual"
 * }</pre>
 */
public final class ImageEditBenchmark {
    private static final int TILE = 128;
    private static final int COLUMNS = 4;
    private static final int RENDERS = 20;
    /** What the renders show, and what is made of them. */
    private static final String[][] PROMPTS = {
        {"a pencil drawing of a star", "a pencil drawing of a ball"},
        {"an orange castle next to a river", "a pink castle next to a river"},
        {"a purple cat", "a green cat"},
        {
            "a fluorescence microscopy image of sparse elongated cells",
            "a fluorescence microscopy image of dense round cells"
        },
        {"a castle next to a river", "a house next to a river"},
        {"a red cube on the street", "a blue cube on the street"},
        {"a striped star beside a red fluffy dog", "a striped star beside a blue fluffy dog"},
        {"a house on the grass", "a castle on the grass"},
        {"a purple bicycle on the street", "a green bicycle on the street"},
        {"a striped turquoise cube", "a striped orange cube"},
        {"a boy in a dry field", "a boy in a green field"},
        {"a girl with a blue ball in the snow", "a girl with a red ball in the snow"},
        {
            "a fluorescence microscopy image of green elongated nuclei",
            "a fluorescence microscopy image of red elongated nuclei"
        },
        {"a watercolor painting of a castle in winter", "a watercolor painting of a castle in autumn"},
        {"a dog riding on a white bicycle in the snow", "a cat riding on a white bicycle in the snow"},
        {"a black house next to a river in winter", "a yellow house next to a river in winter"}
    };

    private ImageEditBenchmark() {}

    /** One render with its prompts. */
    public record Render(SourceImage image, String source, String target) {}

    /** Returns the renders. */
    public static List<Render> renders() throws Exception {
        BufferedImage sheet =
                ImageIO.read(Path.of("src/test/resources/mini/renders.png").toFile());
        List<Render> renders = new ArrayList<>();
        for (int i = 0; i < RENDERS; i++) {
            int tile = i % PROMPTS.length;
            boolean mirrored = i >= PROMPTS.length;
            float[] rgb = new float[3 * TILE * TILE];
            for (int p = 0; p < TILE * TILE; p++) {
                int x = mirrored ? TILE - 1 - p % TILE : p % TILE;
                int argb = sheet.getRGB(tile % COLUMNS * TILE + x, tile / COLUMNS * TILE + p / TILE);
                for (int c = 0; c < 3; c++) rgb[c * TILE * TILE + p] = (argb >> (16 - 8 * c) & 255) / 255f;
            }
            renders.add(new Render(SourceImage.of(TILE, TILE, rgb), PROMPTS[tile][0], PROMPTS[tile][1]));
        }
        return renders;
    }

    /** Measures the methods that are named, or all. */
    public static void main(String[] args) throws Exception {
        List<Method> methods = args.length == 0
                ? List.of(Method.values())
                : java.util.Arrays.stream(args).map(Method::of).toList();
        List<Render> renders = renders();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (Method method : methods) measure(p2p, method, renders);
        }
    }

    private static void measure(PromptToPrompt p2p, Method method, List<Render> renders) {
        double least = Double.POSITIVE_INFINITY;
        double walk = 0;
        double same = 0;
        double edited = 0;
        long rows = 0;
        int happened = 0;
        for (Render render : renders) {
            EditRequest request = EditRequest.of(Task.EDIT)
                    .with("method", method.key())
                    .with("prompt", render.source())
                    .with("target", render.target());
            EditInput input = EditInput.of(render.image());
            EditResult result = p2p.run(request, input, Progress.NONE);
            // the source prompt once more, with a weight that changes nothing: what guidance alone does to the image
            EditRequest unchanged = request.with("target", "").with("words", first(render.source()) + " 1");
            EditResult again = p2p.run(unchanged, input, Progress.NONE);
            double dB = Math.min(100, result.reconstruction().orElseThrow().walk());
            least = Math.min(least, dB);
            walk += dB / renders.size();
            same += psnr(again.frames().get(1), again.frames().get(0)) / renders.size();
            edited += psnr(result.frames().get(1), result.frames().get(0)) / renders.size();
            rows += result.cost().rows();
            SourceImage made = SourceImage.of(result.frames().get(1).image());
            double before = p2p.judge()
                    .edits(request, List.of(render.image()), Progress.NONE)
                    .get(0);
            double after =
                    p2p.judge().edits(request, List.of(made), Progress.NONE).get(0);
            double misfit = p2p.judge().misfit(request, render.image(), Progress.NONE);
            double wrong = p2p.judge()
                    .misfit(
                            request.with(
                                    "prompt",
                                    renders.get((renders.indexOf(render) + 5) % renders.size())
                                            .source()),
                            render.image(),
                            Progress.NONE);
            if (after < 0) happened++;
            System.out.printf(
                    Locale.ROOT,
                    "  %-60s judged %+.4f -> %+.4f, misfit %+.4f, of a wrong prompt %+.4f%n",
                    render.target(),
                    before,
                    after,
                    misfit,
                    wrong);
        }
        System.out.printf(
                Locale.ROOT,
                "%-9s first frame %.1f dB (least %.1f; 100 is exact), unchanged prompt %.1f dB, edit %.1f dB, %.1f rows,"
                        + " %d of %d edits seen%n",
                method.key(),
                walk,
                least,
                same,
                edited,
                (double) rows / renders.size(),
                happened,
                renders.size());
    }

    private static String first(String prompt) {
        return prompt.split(" ")[1];
    }

    private static double psnr(Frame a, Frame b) {
        return Math.min(100, Psnr.of(values(a), values(b)));
    }

    private static float[] values(Frame frame) {
        int[] argb = frame.image().update(null).getCurrentStorageArray();
        float[] values = new float[3 * argb.length];
        for (int i = 0; i < values.length; i++) values[i] = (argb[i / 3] >> (8 * (i % 3)) & 255) / 255f;
        return values;
    }
}
