package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.GroupNorm;
import org.prompttoprompt.nn.Linear;

/** Transformer blocks on the pixels of an image [rows, channels, h, w], added to it (diffusers' Transformer2DModel). */
final class SpatialTransformer {
    private static final double EPS = 1e-6;

    private final GroupNorm norm;
    private final UnaryOperator<NDArray> projectIn;
    private final List<TransformerBlock> blocks;
    private final UnaryOperator<NDArray> projectOut;

    SpatialTransformer(Weights w, String name, Site.Place place, UNetConfig c, int channels, int heads, int depth) {
        norm = new GroupNorm(w.at("norm"), channels, c.groups(), EPS);
        projectIn = projection(w.at("proj_in"), channels, c.linearProjection());
        blocks = IntStream.range(0, depth)
                .mapToObj(i -> new TransformerBlock(
                        w.at("transformer_blocks").at(i),
                        name + ".transformer_blocks." + i,
                        place,
                        heads,
                        channels,
                        c.contextDim()))
                .toList();
        projectOut = projection(w.at("proj_out"), channels, c.linearProjection());
    }

    /** The two kinds of checkpoint differ only in the rank of the weight; a 1x1 convolution works on the image itself. */
    private static UnaryOperator<NDArray> projection(Weights w, int channels, boolean linear) {
        if (!linear) return new Conv2d(w, channels, channels, 1)::forward;
        Linear layer = new Linear(w, channels, channels);
        return image -> {
            Shape shape = image.getShape();
            return toImage(layer.forward(toPixels(image)), shape);
        };
    }

    List<Site> sites(int height, int width) {
        return blocks.stream()
                .flatMap(block -> block.sites(height, width).stream())
                .toList();
    }

    /** Returns whether nobody looks at anything before the first look at the prompts. */
    boolean isUnseen(int height, int width, Pass pass) {
        return blocks.get(0).isUnseen(height, width, pass);
    }

    /** @param x of all rows, or one of each group of those that are alike; the result is of all */
    NDArray forward(NDArray x, Pass pass) {
        return Temporaries.closedAfter(() -> {
            Shape shape = x.getShape();
            int height = (int) shape.get(2);
            int width = (int) shape.get(3);
            NDArray h = toPixels(projectIn.apply(norm.forward(x)));
            for (TransformerBlock block : blocks) {
                NDArray next = block.forward(h, height, width, pass);
                h.close();
                h = next;
            }
            NDArray image = toImage(h, new Shape(h.getShape().get(0), shape.get(1), height, width));
            return projectOut.apply(image).add(pass.ofAllRows(x));
        });
    }

    /** [rows, channels, h, w] to [rows, h x w, channels], a view. */
    private static NDArray toPixels(NDArray image) {
        Shape s = image.getShape();
        return image.reshape(s.get(0), s.get(1), s.get(2) * s.get(3)).transpose(0, 2, 1);
    }

    private static NDArray toImage(NDArray pixels, Shape shape) {
        return Ops.contiguous(pixels.transpose(0, 2, 1).reshape(shape));
    }
}
