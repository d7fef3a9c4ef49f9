package org.prompttoprompt.lpips;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.nn.Conv2d;

/**
 * The networks that LPIPS looks through, cut where it takes their features (richzhang/PerceptualSimilarity, pretrained_networks.py): AlexNet
 * (Krizhevsky et al. 2012), VGG16 (Simonyan and Zisserman 2015) and SqueezeNet 1.1 (Iandola et al. 2016), as torchvision has them. Layers
 * are numbered as in its {@code features}; a rectifier follows each convolution, and those that only have a number are none.
 */
enum Backbone {
    ALEX(List.of(64, 192, 384, 256, 256)) {
        @Override
        List<List<Layer>> slices(Weights net) {
            return List.of(
                    List.of(conv(net, 1, 0, 3, 64, 11, 4, 2)),
                    List.of(POOL, conv(net, 2, 3, 64, 192, 5, 1, 2)),
                    List.of(POOL, conv(net, 3, 6, 192, 384, 3, 1, 1)),
                    List.of(conv(net, 4, 8, 384, 256, 3, 1, 1)),
                    List.of(conv(net, 5, 10, 256, 256, 3, 1, 1)));
        }
    },
    VGG(List.of(64, 128, 256, 512, 512)) {
        @Override
        List<List<Layer>> slices(Weights net) {
            List<List<Layer>> slices = new ArrayList<>();
            int[][] layers = {{0, 2}, {5, 7}, {10, 12, 14}, {17, 19, 21}, {24, 26, 28}};
            int in = 3;
            for (int slice = 0; slice < layers.length; slice++) {
                List<Layer> made = new ArrayList<>();
                if (slice > 0) made.add(x -> Pool.maxPool2d(x, TWO, TWO, NONE, false));
                for (int number : layers[slice]) {
                    int out = channels().get(slice);
                    made.add(conv(net, slice + 1, number, in, out, 3, 1, 1));
                    in = out;
                }
                slices.add(made);
            }
            return slices;
        }
    },
    SQUEEZE(List.of(64, 128, 256, 384, 384, 512, 512)) {
        @Override
        List<List<Layer>> slices(Weights net) {
            return List.of(
                    List.of(conv(net, 1, 0, 3, 64, 3, 2, 0)),
                    List.of(WHOLE_POOL, fire(net, 2, 3, 64, 16, 64), fire(net, 2, 4, 128, 16, 64)),
                    List.of(WHOLE_POOL, fire(net, 3, 6, 128, 32, 128), fire(net, 3, 7, 256, 32, 128)),
                    List.of(WHOLE_POOL, fire(net, 4, 9, 256, 48, 192)),
                    List.of(fire(net, 5, 10, 384, 48, 192)),
                    List.of(fire(net, 6, 11, 384, 64, 256)),
                    List.of(fire(net, 7, 12, 512, 64, 256)));
        }
    };

    /** A step of a network, on [images, channels, height, width]. */
    interface Layer {
        NDArray forward(NDArray x);
    }

    private static final Shape NONE = new Shape(0, 0);
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape THREE = new Shape(3, 3);
    private static final Layer POOL = x -> Pool.maxPool2d(x, THREE, TWO, NONE, false);
    /** What is left at the edge is pooled as well. */
    private static final Layer WHOLE_POOL = x -> Pool.maxPool2d(x, THREE, TWO, NONE, true);

    private final List<Integer> channels;

    Backbone(List<Integer> channels) {
        this.channels = channels;
    }

    /** Returns the channels of each slice's features. */
    List<Integer> channels() {
        return channels;
    }

    /**
     * Returns the layers of each slice.
     *
     * @param net weights as {@code slice1.0.weight}
     */
    abstract List<List<Layer>> slices(Weights net);

    /** Returns which network the weights are of: told by layers that only one has. */
    static Backbone of(Weights net) {
        if (net.has("slice2.3.squeeze.weight")) return SQUEEZE;
        return net.has("slice1.2.weight") ? VGG : ALEX;
    }

    private static Layer conv(
            Weights net, int slice, int number, int in, int out, int kernel, int stride, int padding) {
        Conv2d conv = new Conv2d(net.at("slice" + slice).at(number), in, out, kernel, stride, padding);
        return x -> conv.forward(x).maximum(0);
    }

    /** A squeeze to few channels, then side by side convolutions of 1 x 1 and of 3 x 3 (SqueezeNet, section 3.1). */
    private static Layer fire(Weights net, int slice, int number, int in, int few, int out) {
        Weights w = net.at("slice" + slice).at(number);
        Conv2d squeeze = new Conv2d(w.at("squeeze"), in, few, 1);
        Conv2d one = new Conv2d(w.at("expand1x1"), few, out, 1);
        Conv2d three = new Conv2d(w.at("expand3x3"), few, out, 3);
        return x -> {
            NDArray squeezed = squeeze.forward(x).maximum(0);
            return one.forward(squeezed).concat(three.forward(squeezed), 1).maximum(0);
        };
    }
}
