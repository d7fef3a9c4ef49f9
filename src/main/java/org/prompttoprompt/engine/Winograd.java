package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;
import static org.prompttoprompt.engine.WinogradPoints.ENTRIES;
import static org.prompttoprompt.engine.WinogradPoints.tiles;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.FloatBuffer;

/**
 * 3x3 convolution with a quarter of the multiplications (Lavin and Gray 2016, arXiv 1509.09308, F(4x4, 3x3)): each square of 4 x 4
 * results is A^T [(G g G^T) * (B^T d B)] A, where g is the kernel, d the 6 x 6 pixels that the results read, and * multiplies entry
 * by entry. Summed over the channels, the 36 entries are as many products of matrices.
 *
 * <p>The products are PyTorch's. {@link WinogradKernels G g G^T}, {@link WinogradPixels B^T d B} and {@link WinogradResults A^T m A} are
 * Java's, which reads and writes each number once: as PyTorch's operations they were five copies and three products of narrow matrices, and
 * took as long as the products that count.
 *
 * <p>It rounds more than the sum itself does: in single precision its results are off by 1.6e-6 of their size, where a direct
 * convolution's are by 2e-7.
 */
final class Winograd {
    /** With fewer channels, what surrounds the products costs more than they save. */
    private static final int FEWEST_CHANNELS = 128;

    /**
     * With fewer squares of an image, to transform the kernels costs nearly what the products save. Of an image, not of the batch: a row
     * must not be computed otherwise because of those beside it.
     */
    private static final int FEWEST_TILES = 16;

    /** So many numbers can Java see at once: 2 GB. */
    private static final long MOST_SEEN = Integer.MAX_VALUE / Float.BYTES;

    /** All kernels are transformed at once if their entries are no more numbers than this, else parts of them of so many. */
    private static final long MOST_KERNELS = 16 << 20;

    /** So many numbers at most are the entries of the squares that are worked on at once, or those of a row of squares. */
    private static final long MOST_ENTRIES = 6 << 20;

    private final NDArray x;
    private final FloatBuffer kernels;
    private final float[] bias;
    private final NDArray y;
    private final Parts parts;
    private final NDArray work;

    private Winograd(NDArray x, NDArray kernels, NDArray bias) {
        Shape shape = x.getShape();
        this.x = x;
        this.kernels = numbers(kernels);
        this.bias = bias.toFloatArray();
        parts = Parts.of(shape, kernels.getShape());
        work = WorkSpace.LAYER.of(parts.numbers());
        Shape result = new Shape(shape.get(0), parts.out, shape.get(2), shape.get(3));
        y = x.getManager().create(result, x.getDataType(), x.getDevice());
    }

    /** Returns whether to convolve so: on a CPU, in single precision, without gradients, where it pays. */
    static boolean pays(NDArray x, Shape kernels, int stride, int padding) {
        return kernels.get(2) == 3
                && stride == 1
                && padding == 1
                && paysFor(x.getShape(), kernels)
                && Kernels.mayKeep(x);
    }

    /** Returns whether channels and squares are enough, and an image not too large. */
    static boolean paysFor(Shape x, Shape kernels) {
        return Math.min(kernels.get(0), kernels.get(1)) >= FEWEST_CHANNELS
                && (long) tiles(x.get(2)) * tiles(x.get(3)) >= FEWEST_TILES
                && Math.max(kernels.get(0), kernels.get(1)) * x.get(2) * x.get(3) <= MOST_SEEN;
    }

    /** Convolves x [rows, in, h, w] with kernels [out, in, 3, 3], padded by one, and adds a bias [out]. */
    static NDArray convolve(NDArray x, NDArray kernels, NDArray bias) {
        // Java sees numbers as they lie in memory.
        try (NDArray pixels = Ops.contiguous(x);
                NDArray weights = Ops.contiguous(kernels)) {
            return new Winograd(pixels, weights, bias).convolved();
        }
    }

    private NDArray convolved() {
        int rows = (int) x.getShape().get(0);
        int height = (int) x.getShape().get(2);
        int width = (int) x.getShape().get(3);
        for (int image = 0; image < rows; image += parts.images) {
            int images = Math.min(parts.images, rows - image);
            FloatBuffer from = numbers(x, image, image + images);
            FloatBuffer to = numbers(y, image, image + images);
            for (int row = 0; row < parts.down; row += parts.rows) {
                int q = Math.min(parts.rows, parts.down - row);
                convolve(from, to, new WinogradBand(images, row, q, parts.across, height, width), image + row == 0);
            }
        }
        return y;
    }

    private void convolve(FloatBuffer from, FloatBuffer to, WinogradBand band, boolean first) {
        int tiles = band.tiles();
        long kernelEnd = (long) ENTRIES * parts.outputs * parts.in;
        long dataEnd = kernelEnd + (long) ENTRIES * parts.in * tiles;
        FloatBuffer entries = numbers(work, 0, kernelEnd);
        FloatBuffer data = numbers(work, kernelEnd, dataEnd);
        WinogradPixels.SHARES.each(parts.in, (pixels, channel) -> pixels.entries(from, band, parts.in, channel, data));
        for (int output = 0; output < parts.out; output += parts.outputs) {
            int begin = output;
            int outputs = Math.min(parts.outputs, parts.out - output);
            if (first || parts.outputs < parts.out) {
                WinogradKernels.SHARES.each(
                        outputs, (one, o) -> one.entries(kernels, begin + o, parts.in, entries, outputs, o));
            }
            call("winograd_products", work, number(parts.in), number(tiles), number(outputs), number(parts.outputs))
                    .close();
            FloatBuffer products = numbers(work, dataEnd, dataEnd + (long) ENTRIES * outputs * tiles);
            WinogradResults.SHARES.each(
                    outputs,
                    (results, o) -> results.set(products, band, outputs, o, bias[begin + o], to, parts.out, begin + o));
        }
    }

    /** Returns the numbers of a part of the array, which lie one after the other, as long as the array is open. */
    private static FloatBuffer numbers(NDArray array, long from, long to) {
        // An open part would keep the memory when the array is closed.
        try (NDArray part = array.get(new NDIndex("{}:{}", from, to))) {
            return numbers(part);
        }
    }

    private static FloatBuffer numbers(NDArray array) {
        return ((PtNDArray) array).toByteBuffer(true).asFloatBuffer();
    }

    /**
     * What is worked on at once, so that it stays in the processor's caches.
     *
     * @param images of the batch
     * @param rows of squares
     * @param outputs channels of the result
     * @param in channels of the images
     * @param out channels of the result, all of them
     * @param down rows of squares of an image
     * @param across squares of a row
     */
    record Parts(int images, int rows, int outputs, int in, int out, int down, int across) {
        static Parts of(Shape x, Shape kernels) {
            int out = (int) kernels.get(0);
            int in = (int) kernels.get(1);
            int down = tiles(x.get(2));
            int across = tiles(x.get(3));
            boolean whole = (long) ENTRIES * in * out <= MOST_KERNELS;
            int outputs = whole ? out : (int) Math.max(1, MOST_KERNELS / (ENTRIES * in));
            // Where the kernels are transformed for each part again, the parts are larger.
            long most = whole ? MOST_ENTRIES : 2 * MOST_ENTRIES;
            int fit = (int) Math.max(1, most / ((long) ENTRIES * Math.max(in, outputs) * across));
            long seen = Math.max(1, MOST_SEEN / (Math.max(in, out) * x.get(2) * x.get(3)));
            int images = (int) Math.min(Math.min(fit, x.get(0)), seen);
            int rows = Math.min(Math.max(1, fit / images), down);
            return new Parts(images, rows, outputs, in, out, down, across);
        }

        /** Returns how many numbers it needs on the way. */
        long numbers() {
            long tiles = (long) images * rows * across;
            return ENTRIES * ((long) outputs * in + tiles * (in + outputs));
        }
    }
}
