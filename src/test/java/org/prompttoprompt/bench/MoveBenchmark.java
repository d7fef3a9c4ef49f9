package org.prompttoprompt.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/**
 * Whether moved objects come to where they were asked to, and the rest stays. Images of one coloured object are drawn; those are taken in
 * which the pixels of the colour's hue are one compact thing, which is decided before anything is moved. Each is moved by a random shift
 * that leaves it in the image, every third with a zoom. The measure knows nothing of attention: the middle of all pixels of the hue,
 * before and after. Outside of both places the edit is compared with the source, and so is a plain recolouring within the same places.
 * Arguments: how many, {@code drawn} or {@code image} (the picture is given, and comes in by inversion), and options as {@code key=value}.
 */
public final class MoveBenchmark {
    private static final String[] COLOURS = {"red", "purple", "blue", "orange"};
    private static final double[] HUES = {0, 280, 222, 28};
    private static final String[] THINGS = {"ball", "cube", "star", "car"};
    private static final String[] PLACES = {"on the grass", "in the snow", "on the beach", "in a field"};
    private static final int SIDE = 128;
    private static final double NEAR = 0.1 * SIDE;
    /** What the autoencoder smears around a thing. */
    private static final int MARGIN = 10;

    private MoveBenchmark() {}

    /** A thing in a picture. */
    record Seen(double x, double y, boolean[] inside, int pixels) {
        int[] box() {
            int[] box = {SIDE, SIDE, 0, 0};
            for (int i = 0; i < inside.length; i++) {
                if (!inside[i]) continue;
                box[0] = Math.min(box[0], i % SIDE);
                box[1] = Math.min(box[1], i / SIDE);
                box[2] = Math.max(box[2], i % SIDE);
                box[3] = Math.max(box[3], i / SIDE);
            }
            return box;
        }
    }

    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        int wanted = Arguments.number(args, 0, 40);
        boolean given = Arguments.word(args, 1, "drawn", "image").equals("image");
        int done = 0;
        int near = 0;
        double sumMoved = 0;
        double sumPlain = 0;
        double left = 0;
        int within = 0;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (int n = 0; done < wanted && n < 400; n++) {
                String colour = COLOURS[n % 4];
                double hue = HUES[n % 4];
                String thing = THINGS[n / 4 % 4];
                String prompt = "a " + colour + " " + thing + " " + PLACES[n / 16 % 4];
                EditRequest drawn = EditRequest.of(Task.GENERATE)
                        .with(Option.PROMPT, prompt)
                        .with(Option.SEED, 7000 + n);
                Frame source = p2p.run(drawn, Progress.NONE).frames().get(0);
                Seen before = seen(pixels(source), hue);
                if (!compact(before)) continue;
                Random random = new Random(n);
                double zoom = n % 3 != 0 ? 1 : n % 2 == 0 ? 0.75 : 1.3;
                int[] to = shift(before.box(), random);
                done++;
                EditRequest move = EditRequest.of(given ? Task.EDIT : Task.REWEIGHT)
                        .with(Option.PROMPT, prompt)
                        .with(Option.SEED, 7000 + n)
                        .with(Option.WEIGHT, 1)
                        .with(Option.OBJECT, thing)
                        .with(Option.SHIFT, to[0] + "," + to[1])
                        .with(Option.ZOOM, zoom);
                for (int i = 2; i < args.length; i++) {
                    int at = args[i].indexOf('=');
                    move = move.with(args[i].substring(0, at), args[i].substring(at + 1));
                }
                SourceImage picture = SourceImage.of(source.image());
                EditInput input = given ? EditInput.of(picture) : EditInput.NONE;
                EditResult moved = p2p.run(move, input, Progress.NONE);
                int[] first = pixels(moved.frames().get(0));
                int[] after = pixels(moved.frames().get(1));
                Seen now = seen(after, hue);
                boolean[] both = places(before, to, zoom);
                EditRequest plain = (given
                                ? EditRequest.of(Task.EDIT)
                                        .with(Option.METHOD, "direct")
                                        .with(Option.AUTOMASK, "no")
                                : EditRequest.of(Task.SWAP))
                        .with(Option.PROMPT, prompt)
                        .with(Option.TARGET, prompt.replace(colour, "green"))
                        .with(Option.BLENDFROM, 0)
                        .with(Option.SEED, 7000 + n);
                int[] recoloured = pixels(p2p.run(plain, input.within(ImageMask.of(both, SIDE)), Progress.NONE)
                        .frames()
                        .get(1));
                double off = Math.hypot(now.x() - before.x() - to[0], now.y() - before.y() - to[1]);
                double kept = psnr(first, after, both);
                double plainly = psnr(first, recoloured, both);
                double ghost = ghost(before, now, to, zoom);
                if (off <= NEAR) near++;
                if (kept >= plainly - 3) within++;
                sumMoved += Math.min(60, kept);
                sumPlain += Math.min(60, plainly);
                left += ghost;
                System.out.printf(
                        Locale.ROOT,
                        "%2d %-34s %4d,%4d x%.2f off %5.1f size %.2f left %.2f  PSNR %.1f plain %.1f %s%n",
                        n,
                        prompt,
                        to[0],
                        to[1],
                        zoom,
                        off,
                        now.pixels() / (before.pixels() * zoom * zoom),
                        ghost,
                        kept,
                        plainly,
                        off <= NEAR ? "" : "MISSED");
                Sheet.add(first, after);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d of %d within a tenth of the width; PSNR outside of both places %.1f dB, of a plain re-edit %.1f dB,"
                        + " within 3 dB in %d; left behind %.3f%n",
                near,
                done,
                sumMoved / done,
                sumPlain / done,
                within,
                left / done);
        Sheet.save();
    }

    static int[] pixels(Frame frame) {
        return frame.image().update(null).getCurrentStorageArray();
    }

    /** Returns all pixels of a hue. */
    static Seen seen(int[] argb, double hue) {
        boolean[] inside = new boolean[argb.length];
        double x = 0;
        double y = 0;
        int n = 0;
        for (int i = 0; i < argb.length; i++) {
            float[] hsb = java.awt.Color.RGBtoHSB(argb[i] >> 16 & 255, argb[i] >> 8 & 255, argb[i] & 255, null);
            double apart = Math.abs((hsb[0] * 360 - hue + 540) % 360 - 180);
            inside[i] = apart < 22 && hsb[1] > 0.45 && hsb[2] > 0.2;
            if (!inside[i]) continue;
            n++;
            x += i % SIDE;
            y += i / SIDE;
        }
        return new Seen(x / n, y / n, inside, n);
    }

    /** A compact thing fills much of its box, and is neither tiny nor huge. */
    static boolean compact(Seen seen) {
        int[] box = seen.box();
        double area = (box[2] - box[0] + 1.0) * (box[3] - box[1] + 1);
        double share = seen.pixels() / (double) (SIDE * SIDE);
        return share > 0.015 && share < 0.15 && seen.pixels() / area > 0.3 && area < 0.25 * SIDE * SIDE;
    }

    private static int[] shift(int[] box, Random random) {
        for (int i = 0; i < 10000; i++) {
            int dx = random.nextInt(101) - 50;
            int dy = random.nextInt(61) - 30;
            boolean inside = box[0] + dx >= 4 && box[2] + dx < SIDE - 4 && box[1] + dy >= 4 && box[3] + dy < SIDE - 4;
            if (inside && Math.hypot(dx, dy) >= 24) return new int[] {dx, dy};
        }
        return new int[] {box[0] > SIDE - box[2] ? -24 : 24, 0};
    }

    private static boolean[] places(Seen before, int[] to, double zoom) {
        boolean[] both = new boolean[SIDE * SIDE];
        for (int i = 0; i < both.length; i++) {
            if (!before.inside()[i]) continue;
            disc(both, i % SIDE, i / SIDE);
            int x = (int) Math.round(before.x() + to[0] + zoom * (i % SIDE - before.x()));
            int y = (int) Math.round(before.y() + to[1] + zoom * (i / SIDE - before.y()));
            disc(both, x, y);
        }
        return both;
    }

    private static void disc(boolean[] both, int x, int y) {
        for (int v = Math.max(0, y - MARGIN); v <= Math.min(SIDE - 1, y + MARGIN); v++)
            for (int u = Math.max(0, x - MARGIN); u <= Math.min(SIDE - 1, x + MARGIN); u++) both[v * SIDE + u] = true;
    }

    /** Returns the share of the thing's old pixels, outside of the new place, that still have its hue. */
    private static double ghost(Seen before, Seen now, int[] to, double zoom) {
        int all = 0;
        int left = 0;
        for (int i = 0; i < before.inside().length; i++) {
            if (!before.inside()[i]) continue;
            int x = (int) Math.round(before.x() + (i % SIDE - to[0] - before.x()) / zoom);
            int y = (int) Math.round(before.y() + (i / SIDE - to[1] - before.y()) / zoom);
            if (x >= 0 && y >= 0 && x < SIDE && y < SIDE && before.inside()[y * SIDE + x]) continue;
            all++;
            if (now.inside()[i]) left++;
        }
        return all == 0 ? 0 : (double) left / all;
    }

    static double psnr(int[] one, int[] other, boolean[] outside) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < one.length; i++) {
            if (outside[i]) continue;
            for (int s = 0; s <= 16; s += 8) {
                double d = (one[i] >> s & 255) - (other[i] >> s & 255);
                sum += d * d;
                n++;
            }
        }
        return sum == 0 ? 99 : 10 * Math.log10(255.0 * 255 * n / sum);
    }

    /** Sources above what was made of them. */
    private static final class Sheet {
        private static final List<int[]> ALL = new ArrayList<>();

        static void add(int[] source, int[] moved) {
            ALL.add(source);
            ALL.add(moved);
        }

        static void save() {
            String file = System.getProperty("sheet");
            if (file == null) return;
            int columns = 10;
            int rows = (ALL.size() / 2 + columns - 1) / columns;
            int[] sheet = new int[columns * rows * 2 * SIDE * SIDE];
            Arrays.fill(sheet, -1);
            int width = columns * SIDE;
            for (int k = 0; k < ALL.size(); k++) {
                int left = k / 2 % columns * SIDE;
                int top = (k / 2 / columns * 2 + k % 2) * SIDE;
                for (int i = 0; i < SIDE * SIDE; i++) sheet[(top + i / SIDE) * width + left + i % SIDE] = ALL.get(k)[i];
            }
            new ij.io.FileSaver(new ij.ImagePlus("", new ij.process.ColorProcessor(width, rows * 2 * SIDE, sheet)))
                    .saveAsPng(file);
        }
    }
}
