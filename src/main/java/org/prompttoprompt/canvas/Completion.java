package org.prompttoprompt.canvas;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws the surroundings of a hole into it, so that each of its patches looks like one from around it (Wexler, Shechtman and Irani
 * 2007, "Space-time completion of video"; patches are found as by Barnes et al. 2009, PatchMatch). From coarse to fine: each size begins
 * with the one before, the smallest with the known pixels that are nearest; then patches are found for all that reach into the hole and
 * their pixels are averaged there, in turns. The same picture is filled the same way each time.
 */
final class Completion {
    /** Of a patch of 7 x 7 pixels. */
    private static final int RADIUS = 3;

    /** Pixels of the shorter side of the smallest size. */
    private static final int SMALLEST = 24;
    /** What a patch from as far away as the picture is wide must be more alike by, mean square of levels. */
    private static final float FAR = 500;

    private static final int TURNS = 4;
    private static final int SEARCHES = 2;
    private static final long SEED = 17;

    private final float[][] levels;
    private final boolean[] hole;
    private final int width;
    private final int height;
    /** Pixels in whose patch nothing is unknown, and those in whose patch something is. */
    private final int[] sources;

    private final int[] targets;
    private final boolean[] isSource;
    private final boolean[] isTarget;
    /** For each pixel that is a target, the source whose patch is most like its own. */
    private final int[] nearest;

    private final float[] apart;
    private final SplittableRandom random = new SplittableRandom(SEED);

    private Completion(float[][] levels, boolean[] hole, boolean[] unknown, int width, int height) {
        this.levels = levels;
        this.hole = hole;
        this.width = width;
        this.height = height;
        isSource = new boolean[hole.length];
        isTarget = new boolean[hole.length];
        for (int i = 0; i < hole.length; i++) {
            boolean inner = i % width >= RADIUS
                    && i % width < width - RADIUS
                    && i / width >= RADIUS
                    && i / width < height - RADIUS;
            isSource[i] = inner && !any(unknown, i);
            isTarget[i] = any(hole, i);
        }
        sources = IntStream.range(0, hole.length).filter(i -> isSource[i]).toArray();
        targets = IntStream.range(0, hole.length).filter(i -> isTarget[i]).toArray();
        nearest = new int[hole.length];
        apart = new float[hole.length];
    }

    /**
     * Fills a hole.
     *
     * @param levels [channels][pixels], 0 to 255, filled in place
     * @param hole the pixels that are drawn anew
     * @param unknown those that nothing is taken from, the hole and maybe more
     * @param width of the picture
     */
    static void fill(float[][] levels, boolean[] hole, boolean[] unknown, int width) {
        int height = hole.length / width;
        boolean whole = true;
        boolean none = true;
        for (int i = 0; i < hole.length; i++) {
            whole &= unknown[i];
            none &= !hole[i];
        }
        if (whole || none) return;
        fill(levels, hole, unknown, width, height);
    }

    private static Completion fill(float[][] levels, boolean[] hole, boolean[] unknown, int width, int height) {
        Completion here = new Completion(levels, hole, unknown, width, height);
        int w = (width + 1) / 2;
        int h = (height + 1) / 2;
        Completion coarse = null;
        if (Math.min(w, h) >= SMALLEST) {
            float[][] small = new float[levels.length][];
            for (int c = 0; c < small.length; c++) small[c] = here.halved(levels[c], w, h, unknown);
            coarse = fill(small, here.halved(hole, w, h), here.halved(unknown, w, h), w, h);
        }
        int[] near = coarse == null ? here.nearestKnown(unknown) : null;
        for (int c = 0; c < levels.length; c++) {
            float[] begun = coarse == null ? null : Resample.of(coarse.levels[c], w, h, width, height);
            for (int i = 0; i < hole.length; i++)
                if (hole[i]) levels[c][i] = coarse == null ? levels[c][near[i]] : begun[i];
        }
        if (here.sources.length == 0) return here;
        here.begin(coarse, w, h);
        for (int turn = 0; turn < TURNS; turn++) {
            here.search();
            here.vote();
        }
        return here;
    }

    /** Returns the known pixel that is nearest to each of the hole. */
    private int[] nearestKnown(boolean[] unknown) {
        int[] near = new int[unknown.length];
        for (int i = 0; i < near.length; i++) {
            int least = Integer.MAX_VALUE;
            for (int j = 0; hole[i] && j < near.length; j++) {
                if (unknown[j]) continue;
                int x = i % width - j % width;
                int y = i / width - j / width;
                if (x * x + y * y >= least) continue;
                least = x * x + y * y;
                near[i] = j;
            }
        }
        return near;
    }

    private boolean any(boolean[] values, int at) {
        for (int y = Math.max(0, at / width - RADIUS); y <= Math.min(height - 1, at / width + RADIUS); y++)
            for (int x = Math.max(0, at % width - RADIUS); x <= Math.min(width - 1, at % width + RADIUS); x++)
                if (values[y * width + x]) return true;
        return false;
    }

    /** Returns means of two by two pixels, of those that are known if any is. */
    private float[] halved(float[] values, int w, int h, boolean[] unknown) {
        float[] sums = new float[w * h];
        int[] n = new int[w * h];
        for (int i = 0; i < values.length; i++) {
            if (unknown[i]) continue;
            int to = i / width / 2 * w + i % width / 2;
            sums[to] += values[i];
            n[to]++;
        }
        for (int i = 0; i < sums.length; i++) if (n[i] > 0) sums[i] /= n[i];
        return sums;
    }

    /** A pixel of half the size is in a hole if all that it stands for is. */
    private boolean[] halved(boolean[] values, int w, int h) {
        boolean[] halved = new boolean[w * h];
        Arrays.fill(halved, true);
        for (int i = 0; i < values.length; i++) if (!values[i]) halved[i / width / 2 * w + i % width / 2] = false;
        return halved;
    }

    /** Begins with the patches of half the size, or with any. */
    private void begin(Completion coarse, int w, int h) {
        for (int i : targets) {
            nearest[i] = sources[random.nextInt(sources.length)];
            if (coarse != null && coarse.sources.length > 0) {
                int small = Math.min(h - 1, i / width / 2) * w + Math.min(w - 1, i % width / 2);
                int from = coarse.nearest[small];
                int x = from % w * 2 + i % width % 2;
                int y = from / w * 2 + i / width % 2;
                if (from > 0 && x < width && y < height && isSource[y * width + x]) nearest[i] = y * width + x;
            }
            apart[i] = distance(i, nearest[i], Float.MAX_VALUE);
        }
    }

    /** Looks for better patches: those beside the neighbours', and some at random, ever nearer. */
    private void search() {
        for (int i : targets) apart[i] = distance(i, nearest[i], Float.MAX_VALUE);
        for (int turn = 0; turn < SEARCHES; turn++) {
            boolean back = turn % 2 == 1;
            int step = back ? -1 : 1;
            for (int k = 0; k < targets.length; k++) {
                int i = targets[back ? targets.length - 1 - k : k];
                int left = i - step;
                boolean row = left >= 0 && left < hole.length && left / width == i / width;
                if (row && isTarget[left]) offer(i, nearest[left] + step);
                int above = i - step * width;
                if (above >= 0 && above < hole.length && isTarget[above]) offer(i, nearest[above] + step * width);
                for (int reach = Math.max(width, height); reach >= 1; reach /= 2) {
                    int x = nearest[i] % width + random.nextInt(-reach, reach + 1);
                    int y = nearest[i] / width + random.nextInt(-reach, reach + 1);
                    if (x >= 0 && x < width && y >= 0 && y < height) offer(i, y * width + x);
                }
            }
        }
    }

    private void offer(int target, int from) {
        if (from < 0 || from >= isSource.length || !isSource[from]) return;
        float d = distance(target, from, apart[target]);
        if (d >= apart[target]) return;
        apart[target] = d;
        nearest[target] = from;
    }

    /** Returns the mean square difference of two patches, of what of the first lies in the picture, with what the way costs. */
    private float distance(int target, int from, float most) {
        int tx = target % width;
        int ty = target / width;
        int top = Math.max(-RADIUS, -ty);
        int bottom = Math.min(RADIUS, height - 1 - ty);
        int left = Math.max(-RADIUS, -tx);
        int right = Math.min(RADIUS, width - 1 - tx);
        int n = (bottom - top + 1) * (right - left + 1);
        float sum = 0;
        for (int y = top; y <= bottom && sum < most * n; y++) {
            for (float[] channel : levels) {
                for (int x = left; x <= right; x++) {
                    float d = channel[target + y * width + x] - channel[from + y * width + x];
                    sum += d * d;
                }
            }
        }
        float dx = (tx - from % width) / (float) width;
        float dy = (ty - from / width) / (float) height;
        return sum / n + FAR * (dx * dx + dy * dy);
    }

    /** Each pixel of the hole becomes the mean of what the patches over it have there, the nearer ones more. */
    private void vote() {
        float[] shares = new float[hole.length];
        float[][] sums = new float[levels.length][hole.length];
        double usual = 1;
        for (int i : targets) usual += apart[i] / (double) targets.length;
        for (int i : targets) {
            float share = (float) Math.exp(-apart[i] / usual) + 1e-6f;
            for (int y = -RADIUS; y <= RADIUS; y++) {
                for (int x = -RADIUS; x <= RADIUS; x++) {
                    int px = i % width + x;
                    int py = i / width + y;
                    if (px < 0 || px >= width || py < 0 || py >= height || !hole[py * width + px]) continue;
                    int to = py * width + px;
                    shares[to] += share;
                    for (int c = 0; c < levels.length; c++)
                        sums[c][to] += share * levels[c][nearest[i] + y * width + x];
                }
            }
        }
        for (int i = 0; i < hole.length; i++)
            if (hole[i] && shares[i] > 0) for (int c = 0; c < levels.length; c++) levels[c][i] = sums[c][i] / shares[i];
    }
}
