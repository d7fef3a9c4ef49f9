package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.prompttoprompt.Refusal;

/**
 * The precision in which a start computes: single unless the setting names another, or {@code auto}, which takes half precision where a
 * convolution and a matrix product are measured to be faster in it. Published numbers are those of single precision.
 */
final class ChosenPrecision {
    /** Half precision is taken only if it needs at most this share of the time: else it would cost digits for nothing. */
    static final double WORTH = 0.8;

    private static final String AUTO = "auto";
    private static final int TRIES = 3;

    /** Rows of a step, and pixels of an image on each side: enough that a GPU computes longer than it is told what to. */
    private static final Size ON_A_GPU = new Size(8, 64);

    private static final Size ON_A_CPU = new Size(1, 32);

    private ChosenPrecision() {}

    private record Size(int rows, int side) {
        static Size on(Device device) {
            return device.equals(Device.cpu()) ? ON_A_CPU : ON_A_GPU;
        }

        Shape image() {
            return new Shape(rows, 320, side, side);
        }

        Shape vectors() {
            return new Shape((long) rows * side * side, 1280);
        }
    }

    /**
     * Returns the precision.
     *
     * @param seconds measures one
     * @throws Refusal if the setting names none that the device computes in
     */
    static Precision of(String setting, Device device, ToDoubleFunction<Precision> seconds) {
        require(setting, device.getDeviceType());
        return setting.equals(AUTO)
                ? fastest(ofTheRange(halves(device.getDeviceType())), seconds)
                : Precision.valueOf(setting.toUpperCase(Locale.ROOT));
    }

    /**
     * Refuses a setting that names none, before anything is loaded.
     *
     * @param device its kind: {@code cpu}, {@code gpu}, {@code mps}
     */
    static void require(String setting, String device) {
        List<Precision> halves = halves(device);
        if (setting.equals(AUTO) || setting.equals(Precision.FLOAT32.toString())) return;
        if (halves.stream().anyMatch(half -> half.toString().equals(setting))) return;
        String names =
                String.join(", ", halves.stream().map(Precision::toString).toList());
        throw new Refusal("prompttoprompt.precision (PROMPTTOPROMPT_PRECISION) must be float32, " + names
                + " or auto on this device (" + device + "), not " + setting + ".");
    }

    /** A CPU has no fast float16, and Metal no bfloat16. */
    private static List<Precision> halves(String device) {
        return switch (device.toLowerCase(Locale.ROOT)) {
            case Device.Type.CPU -> List.of(Precision.BFLOAT16);
            case Device.Type.GPU -> List.of(Precision.BFLOAT16, Precision.FLOAT16);
            default -> List.of(Precision.FLOAT16);
        };
    }

    /** Float16 ends at 65504, which the embedded model's decoder passes: unasked, it is taken only where there is no bfloat16. */
    private static List<Precision> ofTheRange(List<Precision> halves) {
        return halves.contains(Precision.BFLOAT16) ? List.of(Precision.BFLOAT16) : halves;
    }

    private static Precision fastest(List<Precision> halves, ToDoubleFunction<Precision> seconds) {
        Precision best = Precision.FLOAT32;
        double fewest = WORTH * seconds.applyAsDouble(best);
        for (Precision half : halves) {
            double needed = seconds.applyAsDouble(half);
            if (needed < fewest) {
                best = half;
                fewest = needed;
            }
        }
        return best;
    }

    /** Returns the seconds of a convolution and a product of the size of a layer of Stable Diffusion, the best of some tries. */
    static double measure(Precision precision) {
        try (NDManager manager = PyTorch.newManager()) {
            return measure(precision, manager, 1);
        }
    }

    /**
     * Returns the seconds.
     *
     * @param value that all inputs have, above 0
     * @return more than any where the device does not compute in it, or not rightly
     */
    static double measure(Precision precision, NDManager manager, float value) {
        double best = Double.MAX_VALUE;
        try {
            Size size = Size.on(manager.getDevice());
            NDArray image = precision.from(manager.full(size.image(), value));
            NDArray kernel = precision.from(manager.full(new Shape(320, 320, 3, 3), value));
            NDArray bias = precision.from(manager.full(new Shape(320), value));
            NDArray x = precision.from(manager.full(size.vectors(), value));
            NDArray weight = precision.from(manager.full(new Shape(1280, 1280), value));
            for (int i = 0; i <= TRIES; i++) {
                long start = System.nanoTime();
                try (NDArray a = Ops.conv2d(image, kernel, bias, 1, 1);
                        NDArray b =
                                ai.djl.nn.core.Linear.linear(x, weight, null).singletonOrThrow();
                        NDArray first = precision.toFloat32(a).min();
                        NDArray second = precision.toFloat32(b).min()) {
                    // A GPU has computed only what was read; what is no number is above nothing.
                    boolean right = first.getFloat() > 0 && second.getFloat() > 0;
                    if (!right) return Double.MAX_VALUE;
                }
                if (i > 0) best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            return best;
        } catch (RuntimeException e) {
            return Double.MAX_VALUE;
        }
    }
}
