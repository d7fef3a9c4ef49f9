package org.prompttoprompt.unet;

import java.util.ArrayDeque;
import java.util.Deque;
import org.prompttoprompt.nn.LayerMemory;

/**
 * What a pass through the network holds beside the weights. A layer holds its own arrays and the skips that wait meanwhile; the most
 * of all layers counts.
 *
 * @param height of the latents
 * @param width of the latents
 * @param bytes of a number that the network computes with
 * @param readTokens tokens of a prompt whose cross-attention maps an edit reads, 0 if none does
 * @param readSelfPixels most pixels of the self-attention whose maps it reads
 */
public record PassMemory(UNetConfig config, int height, int width, int bytes, int readTokens, long readSelfPixels) {
    /** In a transformer block with fused attention: what is added to, its norm, the sum so far, its norm, q, k, v, and two results. */
    private static final int ATTENDING = 10;
    /** The same while a cross-attention map is there: those of the prompt are small, and there is no result yet. */
    private static final int CROSS = 5;
    /** The same with a map of self-attention. */
    private static final int SELF = 8;
    /** A map before and after its softmax, as it is edited, and what an edit computes with. */
    private static final int COPIES_OF_A_MAP = 3;
    /** Beside a feed-forward layer: what is added to, its norm, two sums, a norm, and the result twice. */
    private static final int FEEDING = 7;

    /**
     * Returns the bytes of one call.
     *
     * @param rows of the call
     * @param readRows how many of them have attention maps that an edit reads
     */
    public long of(long rows, long readRows) {
        return new Walk(rows, readRows).most();
    }

    /** Returns whether two calls of half of the rows each, on a thread each, take the place of one. */
    public boolean sideBySide(long rows) {
        return rows > 1 && UNet.isSmall((long) height * width);
    }

    /** The layers in the order of execution. */
    private final class Walk {
        private final LayerMemory layers;
        /** Each half of the guidance where both are computed side by side: every thread has a work space of its own. */
        private final LayerMemory half;

        private final long rows;
        private final long readRows;
        private final Deque<Long> skips = new ArrayDeque<>();
        private final Deque<Long> sizes = new ArrayDeque<>();
        private long waiting;
        private long most;
        private long shared;

        Walk(long rows, long readRows) {
            layers = new LayerMemory(rows, bytes);
            half = new LayerMemory((rows + 1) / 2, bytes);
            this.rows = rows;
            this.readRows = readRows;
        }

        long most() {
            long pixels = down();
            long h = config.channels().get(config.levels() - 1);
            if (config.middle()) {
                resnet(h, h, pixels);
                transformer(config.levels() - 1, pixels);
            }
            up(h);
            return most + shared;
        }

        private long down() {
            long high = height;
            long wide = width;
            long in = config.channels().get(0);
            push(in * high * wide);
            for (int level = 0; level < config.levels(); level++) {
                long out = config.channels().get(level);
                long pixels = high * wide;
                sizes.push(pixels);
                for (int i = 0; i < config.resnets().get(level); i++) {
                    resnet(in, out, pixels);
                    if (config.attends().get(level)) transformer(level, pixels);
                    push(out * pixels);
                    in = out;
                }
                if (level == config.levels() - 1) break;
                high = (high + 1) / 2;
                wide = (wide + 1) / 2;
                push(out * high * wide);
            }
            return sizes.peek();
        }

        private void up(long channels) {
            long h = channels;
            for (int level = config.levels() - 1; level >= 0; level--) {
                long pixels = sizes.pop();
                long out = config.channels().get(level);
                for (int i = 0; i <= config.resnets().get(level); i++) {
                    long in = h + skips.peek() / pixels;
                    holds(2 * in * pixels - skips.peek());
                    waiting -= skips.pop();
                    resnet(in, out, pixels);
                    if (config.upAttends().get(config.levels() - 1 - level)) transformer(level, pixels);
                    h = out;
                }
                if (level == 0) break;
                adds(layers.upsample(h, pixels, sizes.peek()));
                shares(h, h, sizes.peek());
            }
        }

        private void push(long numbers) {
            skips.push(numbers);
            waiting += numbers;
        }

        private void resnet(long in, long out, long pixels) {
            adds(layers.resnet(in, out, pixels));
            shares(in, out, pixels);
        }

        private void transformer(int level, long pixels) {
            long x = config.channels().get(level) * pixels;
            long maps = readRows * config.heads().get(level) * pixels * COPIES_OF_A_MAP * Float.BYTES;
            holds(ATTENDING * x);
            holds(CROSS * x, maps * readTokens);
            if (readTokens > 0 && pixels <= readSelfPixels) holds(SELF * x, maps * pixels);
            holds(FEEDING * x, FeedForward.widest(x, rows, bytes));
        }

        private void holds(long numbersOfARow) {
            holds(numbersOfARow, 0);
        }

        private void holds(long numbersOfARow, long others) {
            adds(layers.of(numbersOfARow) + others);
        }

        private void adds(long most) {
            this.most = Math.max(this.most, layers.of(waiting) + most);
        }

        private void shares(long in, long out, long pixels) {
            shared = Math.max(shared, Math.max(work(in, out, pixels), work(out, out, pixels)));
        }

        private long work(long in, long out, long pixels) {
            long one = layers.work(in, out, pixels);
            return sideBySide(rows) ? Math.max(one, 2 * half.work(in, out, pixels)) : one;
        }
    }
}
