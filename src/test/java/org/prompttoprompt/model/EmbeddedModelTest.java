package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.prompttoprompt.model.Pictures.backgroundDifference;
import static org.prompttoprompt.model.Pictures.blob;
import static org.prompttoprompt.model.Pictures.brightness;
import static org.prompttoprompt.model.Pictures.iou;
import static org.prompttoprompt.model.Pictures.objectColour;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.vae.AutoencoderKL;

/**
 * The method works on the embedded model, scored through this engine: a smaller version of models/training/score.py with
 * its rules. The model card holds the whole table.
 */
@Tag("slow")
class EmbeddedModelTest {
    private static final int STEPS = 20;
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @AfterAll
    static void close() {
        P2P.close();
    }

    /** Of twice the model's steps, its own guidance, and the self-attention that goes with any tau. */
    private static List<int[]> run(EditRequest request) {
        EditRequest scored = request.with("steps", STEPS);
        return pictures(request.task() == Task.GENERATE ? scored : scored.with("selfattention", "0.4 within tau"));
    }

    private static List<int[]> pictures(EditRequest request) {
        List<Frame> frames = P2P.run(request, Progress.NONE).frames();
        return frames.stream().map(Pictures::pixels).toList();
    }

    private static EditRequest swap(String prompt, String target, String tau) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", prompt)
                .with("target", target)
                .with("tau", tau);
    }

    @Test
    void coloursFollowThePrompt() {
        int right = 0;
        List<String> wrong = new ArrayList<>();
        for (String colour : Pictures.NAMES) {
            for (String shape : List.of("ball", "cube")) {
                String prompt = (colour.equals("orange") ? "an " : "a ") + colour + " " + shape;
                EditRequest request =
                        EditRequest.of(Task.GENERATE).with("prompt", prompt).with("seed", "1000,1001");
                for (int[] picture : run(request)) {
                    String seen = objectColour(picture);
                    if (seen.equals(colour)) right++;
                    else wrong.add(prompt + ": " + seen);
                }
            }
        }
        System.out.println("embedded model: colours right " + right + " of 32, " + wrong);
        assertTrue(right >= 29, wrong.toString());
    }

    @Test
    void aWordSwapKeepsTheLayout() {
        double with = 0;
        double without = 0;
        double background = 0;
        int colours = 0;
        List<Long> seeds = List.of(50L, 51L, 52L, 53L);
        for (long seed : seeds) {
            List<int[]> x = run(swap("a red ball", "a blue ball", "0,0.8").with("seed", seed));
            without += iou(blob(x.get(0)), blob(x.get(1))) / seeds.size();
            with += iou(blob(x.get(0)), blob(x.get(2))) / seeds.size();
            background += backgroundDifference(x.get(0), x.get(2)) / seeds.size();
            if (objectColour(x.get(2)).equals("blue")) colours++;
        }
        System.out.printf("embedded model: IoU %.2f -> %.2f, background %.4f%n", without, with, background);
        assertTrue(with >= 0.75 && with >= without + 0.2, without + " -> " + with);
        assertTrue(background <= 0.03, "background " + background);
        assertTrue(colours >= 0.8 * seeds.size(), colours + " blue");
    }

    /** With the values that users have. */
    @Test
    void aColourSwapAtTheModelsOwnValues() {
        int blue = 0;
        double background = 0;
        for (long seed = 60; seed < 66; seed++) {
            EditRequest swap =
                    EditRequest.of(Task.SWAP).with("prompt", "a red ball").with("target", "a blue ball");
            List<int[]> x = pictures(swap.with("seed", seed));
            if (objectColour(x.get(1)).equals("blue")) blue++;
            background += backgroundDifference(x.get(0), x.get(1)) / 6;
        }
        System.out.printf("embedded model, its own values: %d of 6 blue, background %.4f%n", blue, background);
        assertTrue(blue >= 5, blue + " blue");
        assertTrue(background <= 0.05, "background " + background);
    }

    @Test
    void aWeightStrengthensItsWord() {
        EditRequest request = EditRequest.of(Task.REWEIGHT)
                .with("prompt", "a castle next to a river at night")
                .with("words", "night")
                .with("weight", "-1,0,1")
                .with("seed", 60);
        List<int[]> x = run(request);
        double against = brightness(x.get(1));
        double without = brightness(x.get(2));
        double with = brightness(x.get(3));
        System.out.printf("embedded model: brightness at night * -1, 0, 1: %.3f %.3f %.3f%n", against, without, with);
        assertTrue(without > with + 0.05, without + " -> " + with);
        assertTrue(against > without, against + " -> " + without);
    }

    /** Without guidance from outside the blossom fades slowly: at the end of the Studio's slider. */
    @Test
    void aWeightStrengthensBlossom() {
        EditRequest request = EditRequest.of(Task.REWEIGHT)
                .with("prompt", "a blossom tree")
                .with("words", "blossom")
                .with("weight", "-2,0,1")
                .with("seed", 60);
        List<int[]> x = run(request);
        double[] pink = new double[3];
        for (int i = 0; i < 3; i++) pink[i] = pinkWhere(x.get(0), x.get(i + 1));
        System.out.printf("embedded model: pink of blossom * -2, 0, 1: %.3f %.3f %.3f%n", pink[0], pink[1], pink[2]);
        assertTrue(pink[0] < pink[1] - 0.05 && pink[1] < pink[2] - 0.01, Arrays.toString(pink));
    }

    /** How far red and blue exceed green where they do in the source. */
    private static double pinkWhere(int[] source, int[] picture) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < source.length; i++) {
            if (pink(source[i]) <= 0) continue;
            sum += pink(picture[i]);
            n++;
        }
        return sum / n;
    }

    private static double pink(int rgb) {
        return (Math.min(rgb >> 16 & 255, rgb & 255) - (rgb >> 8 & 255)) / 255.0;
    }

    @Test
    void theAutoencoderKeepsPictures() throws IOException {
        BufferedImage sheet =
                ImageIO.read(Path.of("src/test/resources/mini/renders.png").toFile());
        double psnr = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                AutoencoderKL vae = AutoencoderKL.open(Path.of("models/mini/vae"), manager);
                NDArray pictures = tiles(sheet, manager);
                NDArray back = vae.decode(vae.encode(pictures)).clip(-1, 1);
                double squares = pictures.sub(back).square().mean().getFloat();
                return 10 * Math.log10(4 / squares);
            }
        });
        System.out.printf("embedded model: PSNR of 16 held-out renders %.2f dB%n", psnr);
        assertTrue(psnr >= 27, psnr + " dB");
    }

    /** The pictures of the sheet as tensors [n, 3, 128, 128] in [-1, 1]. */
    private static NDArray tiles(BufferedImage sheet, NDManager manager) {
        int side = 128;
        int across = sheet.getWidth() / side;
        int count = across * (sheet.getHeight() / side);
        float[] x = new float[count * 3 * side * side];
        int at = 0;
        for (int n = 0; n < count; n++) {
            for (int shift = 16; shift >= 0; shift -= 8) {
                for (int i = 0; i < side * side; i++) {
                    int rgb = sheet.getRGB(n % across * side + i % side, n / across * side + i / side);
                    x[at++] = (rgb >> shift & 255) / 127.5f - 1;
                }
            }
        }
        return manager.create(x, new Shape(count, 3, side, side));
    }
}
