package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.imglib2.type.numeric.ARGBType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/** The edits that teach biology act on the model of microscope images, at the values that users have. */
class CellsModelTest {
    private static final PromptToPrompt P2P = new PromptToPrompt();
    private static final int SIDE = 128;

    /** The stains of models/training/cells.py, in degrees of hue. */
    private static final Map<String, Integer> STAINS =
            Map.of("red", 3, "green", 124, "blue", 229, "cyan", 184, "magenta", 308, "yellow", 56, "orange", 31);

    @AfterAll
    static void close() {
        P2P.close();
    }

    private static List<int[]> pictures(EditRequest request) {
        return P2P.run(request.with("model", "cells"), Progress.NONE).frames().stream()
                .map(Pictures::pixels)
                .toList();
    }

    private static List<int[]> edit(Task task, String prompt, String target, long seed) {
        return pictures(EditRequest.of(task)
                .with("prompt", prompt)
                .with("target", target)
                .with("seed", seed));
    }

    @Test
    void namedColoursAreDrawn() {
        List<String> wrong = new ArrayList<>();
        for (String colour : STAINS.keySet()) {
            EditRequest request = EditRequest.of(Task.GENERATE)
                    .with("prompt", colour + " nuclei")
                    .with("seed", "1000,1001");
            for (int[] picture : pictures(request)) {
                String seen = stain(picture);
                if (!seen.equals(colour)) wrong.add(colour + ": " + seen);
            }
        }
        System.out.println("cells: colours right " + (14 - wrong.size()) + " of 14, " + wrong);
        assertTrue(wrong.size() <= 1, wrong.toString());
    }

    @Test
    void outOfFocusBlurs() {
        for (long seed = 60; seed < 64; seed++) {
            List<int[]> x =
                    edit(Task.PHRASE, "magenta mitochondria, in focus", "magenta mitochondria, out of focus", seed);
            double share = sharpness(x.get(1)) / sharpness(x.get(0));
            System.out.printf("cells: sharpness left out of focus %.2f%n", share);
            assertTrue(share < 0.6, "sharpness " + share);
        }
    }

    @Test
    void fragmentedMitochondriaFallIntoPieces() {
        int before = 0;
        int after = 0;
        for (long seed = 60; seed < 64; seed++) {
            List<int[]> x = edit(Task.SWAP, "healthy red mitochondria", "fragmented red mitochondria", seed);
            before += pieces(x.get(0));
            after += pieces(x.get(1));
        }
        System.out.printf("cells: pieces of mitochondria %d -> %d%n", before, after);
        assertTrue(after > 1.25 * before, before + " -> " + after);
    }

    @Test
    void aCellOfOtherFibresKeepsItsPlace() {
        double overlap = 0;
        for (long seed = 60; seed < 64; seed++) {
            List<int[]> x = edit(
                    Task.PHRASE, "green actin fibres with blue nuclei", "green microtubules with blue nuclei", seed);
            overlap += Pictures.iou(spread(x.get(0)), spread(x.get(1))) / 4;
        }
        System.out.printf("cells: overlap of actin's and microtubules' cells %.2f%n", overlap);
        assertTrue(overlap > 0.6, "overlap " + overlap);
    }

    @Test
    void denseHasMoreThanSparse() {
        double sparse = 0;
        double dense = 0;
        for (long seed = 60; seed < 64; seed++) {
            List<int[]> x = edit(Task.SWAP, "sparse green cells", "dense green cells", seed);
            sparse += Pictures.brightness(x.get(0)) / 4;
            dense += Pictures.brightness(x.get(1)) / 4;
        }
        System.out.printf("cells: brightness of sparse %.3f, of dense %.3f%n", sparse, dense);
        assertTrue(dense > 1.3 * sparse, sparse + " -> " + dense);
    }

    /** The stain nearest to the hue of all light together; grey where it has none. */
    private static String stain(int[] argb) {
        double[] sum = new double[3];
        for (int p : argb) {
            sum[0] += ARGBType.red(p);
            sum[1] += ARGBType.green(p);
            sum[2] += ARGBType.blue(p);
        }
        double most = Math.max(sum[0], Math.max(sum[1], sum[2])) / 255;
        float[] hsb = Color.RGBtoHSB((int) (sum[0] / most), (int) (sum[1] / most), (int) (sum[2] / most), null);
        if (hsb[1] < 0.25) return "grey";
        return Collections.min(
                STAINS.keySet(),
                Comparator.comparingDouble(name -> Math.abs(Math.IEEEremainder(360 * hsb[0] - STAINS.get(name), 360))));
    }

    /** Mean difference of neighbours. */
    private static double sharpness(int[] argb) {
        double sum = 0;
        for (int i = 1; i < argb.length; i++) if (i % SIDE > 0) sum += Math.abs(light(argb[i]) - light(argb[i - 1]));
        return sum / argb.length;
    }

    private static int light(int argb) {
        return ARGBType.red(argb) + ARGBType.green(argb) + ARGBType.blue(argb);
    }

    private static BitSet lit(int[] argb) {
        int most = 0;
        for (int p : argb) most = Math.max(most, light(p));
        BitSet lit = new BitSet();
        for (int i = 0; i < argb.length; i++) lit.set(i, light(argb[i]) > 0.3 * most);
        return lit;
    }

    /** Regions of at least 8 lit pixels, 4-connected. */
    private static int pieces(int[] argb) {
        BitSet left = lit(argb);
        int pieces = 0;
        while (!left.isEmpty()) {
            BitSet region = Pictures.region(left, left.nextSetBit(0), SIDE, argb.length);
            left.andNot(region);
            if (region.cardinality() >= 8) pieces++;
        }
        return pieces;
    }

    /** Blocks of 8 x 8 pixels in which anything is lit: where cells are, whatever they are made of. */
    private static BitSet spread(int[] argb) {
        BitSet blocks = new BitSet();
        lit(argb).stream().forEach(i -> blocks.set(i / SIDE / 8 * (SIDE / 8) + i % SIDE / 8));
        return blocks;
    }
}
