package org.prompttoprompt.lpips;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.image.SourceImage;

/**
 * How different two images look (Zhang et al. 2018, "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric", equation 1):
 *
 * <pre>d(x, y) = Σ_l mean over pixels of w_l · (f_l(x) - f_l(y))²</pre>
 *
 * with the features f_l of each slice l of a network, every pixel's a vector of length 1, and learned weights w_l of its channels. 0 for
 * equal images. The folder holds {@code model.safetensors}, the state of the published program's module ({@code lpips.LPIPS}): {@code
 * net.slice1.0.weight}, {@code lin0.model.1.weight} and so on; which network it is its names tell. On the engine's thread.
 */
public final class Lpips {
    /** Of the published program's ScalingLayer: mean and spread of its training's pixels, for levels from -1 to 1. */
    private static final float[] SHIFT = {-.030f, -.088f, -.188f};

    private static final float[] SCALE = {.458f, .448f, .450f};
    private static final double EPSILON = 1e-10;
    /** The networks halve images up to five times. */
    private static final int LEAST_SIDE = 35;

    private final Backbone backbone;
    private final List<List<Backbone.Layer>> slices;
    private final List<NDArray> weights = new ArrayList<>();
    private final NDArray shift;
    private final NDArray scale;
    private final NDManager manager;

    private Lpips(Weights w, NDManager manager) {
        this.manager = manager;
        backbone = Backbone.of(w.at("net"));
        slices = backbone.slices(w.at("net"));
        for (int slice = 0; slice < slices.size(); slice++) {
            int channels = backbone.channels().get(slice);
            String once = "lin" + slice + ".model.1.weight";
            // Both names are one tensor of the published module.
            String again = "lins." + slice + ".model.1.weight";
            weights.add(w.get(w.has(once) ? once : again, 1, channels, 1, 1));
            w.ignore(again);
        }
        w.ignore("scaling_layer.shift");
        w.ignore("scaling_layer.scale");
        shift = manager.create(SHIFT, new Shape(1, SHIFT.length, 1, 1));
        scale = manager.create(SCALE, new Shape(1, SCALE.length, 1, 1));
        w.requireAllRead();
    }

    /**
     * Opens a folder.
     *
     * @param manager owns what is read
     * @throws Refusal if it holds no such weights, or they are not sound, naming what is wrong
     */
    public static Lpips open(Path folder, NDManager manager) {
        requireLpips(folder);
        return new Lpips(Opening.PLAIN.weights(folder, manager), manager);
    }

    /**
     * Checks that a folder holds weights of LPIPS, by their names; nothing is loaded.
     *
     * @throws Refusal if not
     */
    public static void requireLpips(Path folder) {
        if (!Files.isDirectory(folder))
            throw new Refusal("lpips=" + folder + " is no folder: give one with LPIPS's weights, model.safetensors.");
        Weights names = names(folder);
        if (!names.has("net.slice1.0.weight"))
            throw new Refusal(
                    "lpips=" + folder + " holds no weights of LPIPS: there is no net.slice1.0.weight in it. Save the"
                            + " published program's module, lpips.LPIPS(net='alex'), 'vgg' or 'squeeze', as model.safetensors.");
        if (!names.has("lin0.model.1.weight") && !names.has("lins.0.model.1.weight"))
            throw new Refusal(
                    "lpips=" + folder + " has the network without LPIPS's own weights, lin0.model.1.weight: save all"
                            + " of the published program's module, not its network alone.");
    }

    private static Weights names(Path folder) {
        try {
            return Weights.open(folder, null);
        } catch (Refusal e) {
            throw new Refusal("lpips=" + folder + ": " + e.getMessage(), e);
        }
    }

    /** Returns which network it looks through: {@code alex}, {@code vgg} or {@code squeeze}. */
    public String network() {
        return backbone.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns how different two images of one size look, 0 for equal ones.
     *
     * @throws Refusal if they are too small
     */
    public double distance(SourceImage one, SourceImage other) {
        if (Math.min(one.width(), one.height()) < LEAST_SIDE)
            throw new Refusal("an image is " + one.width() + " x " + one.height()
                    + " pixels, and LPIPS takes none below " + LEAST_SIDE);
        try (NDScope scope = new NDScope()) {
            NDArray x = ready(one);
            NDArray y = ready(other);
            double sum = 0;
            for (int slice = 0; slice < slices.size(); slice++) {
                for (Backbone.Layer layer : slices.get(slice)) {
                    x = layer.forward(x);
                    y = layer.forward(y);
                }
                NDArray apart = unit(x).sub(unit(y)).square().mul(weights.get(slice));
                sum += apart.sum(new int[] {1}).mean().getFloat();
            }
            return sum;
        }
    }

    private NDArray ready(SourceImage image) {
        return image.toTensor(manager).sub(shift).div(scale);
    }

    /** Returns each pixel's features with the length 1. */
    private static NDArray unit(NDArray features) {
        NDArray length = features.square().sum(new int[] {1}, true).sqrt();
        return features.div(length.add(EPSILON));
    }
}
