package org.prompttoprompt.engine;

import static org.prompttoprompt.engine.Kernels.call;
import static org.prompttoprompt.engine.Kernels.number;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * 3x3 convolution with a quarter of the multiplications (Lavin and Gray 2016, arXiv 1509.09308, F(4x4, 3x3)): each square of 4 x 4
 * results is A^T [(G g G^T) * (B^T d B)] A, where g is the kernel, d the 6 x 6 pixels that the results read, and * multiplies entry
 * by entry. Summed over the channels, the 36 entries are as many products of matrices.
 *
 * <p>It rounds more than the sum itself does: in single precision its results are off by 1.6e-6 of their size, where a direct
 * convolution's are by 2e-7.
 */
final class Winograd {
    /** Results of a square along each axis. */
    private static final int TILE = 4;

    /** Entries of a square: it reads 6 x 6 pixels. */
    private static final int ENTRIES = 36;

    /** Results of a square. */
    private static final int RESULTS = TILE * TILE;

    /** With fewer channels, what surrounds the products costs more than they save. */
    private static final int FEWEST_CHANNELS = 128;

    /**
     * With fewer squares of an image, to transform the kernels costs nearly what the products save. Of an image, not of the batch: a row
     * must not be computed otherwise because of those beside it.
     */
    private static final int FEWEST_TILES = 16;

    /** All kernels are transformed at once if their entries are no more numbers than this, else parts of them. */
    private static final long MOST_KERNELS = 16 << 20;

    /** So many numbers are the entries of such a part. */
    private static final long PART_OF_KERNELS = 8 << 20;

    /** So many numbers at most are the entries of the squares that are worked on at once, or those of a row of squares. */
    private static final long MOST_ENTRIES = 6 << 20;

    /** If the squares read no more numbers than this, they are brought to their entries at once, else those of some channels. */
    private static final long MOST_PIXELS = 4 << 20;

    /** So many numbers do the squares of these channels read, which stay in the caches next to a core on the way. */
    private static final long PART_OF_PIXELS = 512 << 10;

    private static final NDArray OF_KERNELS = Kernels.constant(WinogradMatrices.kernel());
    private static final NDArray OF_DATA = Kernels.constant(WinogradMatrices.data());
    private static final NDArray OF_RESULTS = Kernels.constant(WinogradMatrices.result());

    private Winograd() {}

    /** Returns whether to convolve so: on a CPU, in single precision, without gradients, where it pays. */
    static boolean pays(NDArray x, Shape kernels, int stride, int padding) {
        return kernels.get(2) == 3
                && stride == 1
                && padding == 1
                && paysFor(x.getShape(), kernels)
                && Kernels.mayKeep(x);
    }

    /** Returns whether channels and squares are enough. */
    static boolean paysFor(Shape x, Shape kernels) {
        return Math.min(kernels.get(0), kernels.get(1)) >= FEWEST_CHANNELS
                && tiles(x.get(2)) * tiles(x.get(3)) >= FEWEST_TILES;
    }

    /** Convolves x [rows, in, h, w] with kernels [out, in, 3, 3], padded by one, and adds a bias [out]. */
    static NDArray convolve(NDArray x, NDArray kernels, NDArray bias) {
        Parts parts = Parts.of(x.getShape(), kernels.getShape());
        return call(
                "winograd",
                x,
                kernels,
                bias,
                OF_KERNELS,
                OF_DATA,
                OF_RESULTS,
                WorkSpace.LAYER.of(parts.numbers()),
                number(parts.images),
                number(parts.rows),
                number(parts.outputs),
                number(parts.inputs));
    }

    /**
     * What is worked on at once, so that it stays in the processor's caches.
     *
     * @param images of the batch
     * @param rows of squares
     * @param outputs channels of the result
     * @param inputs channels of the images, whose squares are brought to their entries
     * @param channels of the images, all of them
     * @param across squares of a row
     */
    record Parts(int images, int rows, int outputs, int inputs, long channels, long across) {
        static Parts of(Shape x, Shape kernels) {
            long out = kernels.get(0);
            long in = kernels.get(1);
            long across = tiles(x.get(3));
            boolean whole = ENTRIES * in * out <= MOST_KERNELS;
            long outputs = whole ? out : Math.max(1, PART_OF_KERNELS / (ENTRIES * in));
            // Where the kernels are transformed for each part again, the parts are larger.
            long most = whole ? MOST_ENTRIES : 2 * MOST_ENTRIES;
            long fit = Math.max(1, most / (ENTRIES * Math.max(in, outputs) * across));
            long images = Math.min(fit, x.get(0));
            long rows = Math.min(Math.max(1, fit / images), tiles(x.get(2)));
            long read = ENTRIES * images * rows * across;
            long inputs = in * read <= MOST_PIXELS ? in : Math.max(1, PART_OF_PIXELS / read);
            return new Parts((int) images, (int) rows, (int) outputs, (int) inputs, in, across);
        }

        /** Returns how many numbers the kernel needs on the way. */
        long numbers() {
            long tiles = images * rows * across;
            return ENTRIES * (outputs * channels + tiles * (channels + Math.max(channels, outputs)))
                    + RESULTS * (tiles * outputs + 2L * images * inputs * (rows + 1) * (across + 1));
        }
    }

    private static long tiles(long side) {
        return (side + TILE - 1) / TILE;
    }
}
