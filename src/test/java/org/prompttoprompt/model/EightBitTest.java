package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.LayerWeight;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.Linear;

/** Weights of the network in eight bits: each off by half a step of its output's scale at most, and what follows from it. */
class EightBitTest {
    private static final Path MINI = Path.of("models/mini");

    @AfterEach
    void unset() {
        System.clearProperty("prompttoprompt.weights");
    }

    /** Two layers large enough to be held in eight bits. */
    private record Layers(NDManager manager) implements TensorSource {
        @Override
        public Set<String> names() {
            return Set.of("linear.weight", "conv.weight");
        }

        @Override
        public NDArray load(String name, Shape shape) {
            Random random = new Random(name.hashCode());
            float[] values = new float[(int) shape.size()];
            int each = values.length / (int) shape.get(0);
            // Outputs of very different size: one scale for all would leave nothing of the small ones.
            for (int i = 0; i < values.length; i++)
                values[i] = (float) (random.nextGaussian() * Math.pow(10, i / each % 4 - 2));
            return manager.create(values, shape);
        }
    }

    private static Weights weights(NDManager manager, Precision precision, HeldAs held) {
        return Opening.PLAIN.in(precision).held(held).weights("unet", new Layers(manager));
    }

    @ParameterizedTest
    @EnumSource
    void aWeightIsOffByHalfAStepOfItsOutput(Precision precision) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                for (String name : new String[] {"linear.weight", "conv.weight"}) {
                    long[] shape = name.startsWith("l") ? new long[] {256, 300} : new long[] {96, 96, 3, 3};
                    float[] exact =
                            new Layers(manager).load(name, new Shape(shape)).toFloatArray();
                    AtomicReference<float[]> held = new AtomicReference<>();
                    LayerWeight layer = weights(manager, precision, HeldAs.INT8).layer(name, shape);
                    int before = manager.getManagedArrays().size();
                    layer.with(w -> {
                        assertEquals(new Shape(shape), w.getShape());
                        assertEquals(before + 1, manager.getManagedArrays().size(), "more than one copy as wide");
                        NDArray single = precision.toFloat32(w);
                        held.set(single.toFloatArray());
                        if (single != w) single.close();
                        return w;
                    });
                    assertEquals(before, manager.getManagedArrays().size(), "a wide copy stays");
                    int each = exact.length / (int) shape[0];
                    int different = 0;
                    for (int i = 0; i < exact.length; i++) {
                        float most = 0;
                        for (int k = i / each * each; k < (i / each + 1) * each; k++)
                            most = Math.max(most, Math.abs(exact[k]));
                        double rounding = precision == Precision.FLOAT32 ? 1e-6 : 1.0 / 256;
                        double step = most / 127;
                        assertEquals(exact[i], held.get()[i], step / 2 + rounding * most, name + " " + i);
                        if (exact[i] != held.get()[i]) different++;
                    }
                    assertTrue(different > exact.length / 2, "they are held as they were");
                }
            }
            return null;
        });
    }

    @Test
    void onlyTheNetworksAreAndOnlyLargeOnesAndNumbersAlone() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Opening eight = Opening.PLAIN.held(HeldAs.INT8);
                for (String part : new String[] {"vae", "text_encoder"}) assertHeld(eight, part, manager, 256, false);
                assertHeld(eight, "unet", manager, 256, true);
                assertHeld(eight, "unet", manager, 218, false); // 218 x 300 < 65536 <= 219 x 300
                assertHeld(eight, "unet", manager, 219, true);
                TensorSource broken = new TensorSource() {
                    @Override
                    public Set<String> names() {
                        return Set.of("linear.weight");
                    }

                    @Override
                    public NDArray load(String name, Shape shape) {
                        return manager.full(shape, Float.NaN);
                    }
                };
                String told = assertThrows(
                                Refusal.class,
                                () -> eight.weights("unet", broken).layer("linear.weight", 256, 300))
                        .getMessage();
                assertTrue(told.contains("linear.weight"), told);
            }
            return null;
        });
    }

    private static void assertHeld(Opening opening, String part, NDManager manager, int outputs, boolean expected) {
        NDArray exact = new Layers(manager).load("linear.weight", new Shape(outputs, 300));
        LayerWeight layer = opening.weights(part, new Layers(manager)).layer("linear.weight", outputs, 300);
        layer.with(w -> {
            assertEquals(expected, !exact.contentEquals(w), part + " " + outputs);
            return w;
        });
    }

    @Test
    void layersComputeWithThem() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray x = manager.randomNormal(new Shape(3, 300));
                NDArray image = manager.randomNormal(new Shape(2, 96, 8, 8));
                for (boolean conv : new boolean[] {false, true}) {
                    NDArray[] y = new NDArray[2];
                    for (HeldAs held : HeldAs.values()) {
                        Weights w = weights(manager, Precision.FLOAT32, held);
                        y[held.ordinal()] = conv
                                ? Conv2d.withoutBias(w.at("conv"), 96, 96, 3, 1).forward(image)
                                : Linear.withoutBias(w.at("linear"), 300, 256).forward(x);
                    }
                    double error =
                            y[0].sub(y[1]).norm().getFloat() / y[0].norm().getFloat();
                    assertTrue(error > 1e-4 && error < .02, (conv ? "conv " : "linear ") + error);
                }
            }
            return null;
        });
    }

    /** A model may be opened in the middle of a computation, whose scope closes what was made in it. */
    @Test
    void theyOutliveTheScopeInWhichTheyWereRead() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                LayerWeight layer;
                try (NDScope scope = new NDScope()) {
                    layer = weights(manager, Precision.FLOAT32, HeldAs.INT8).layer("linear.weight", 256, 300);
                }
                float[] sum = new float[1];
                layer.with(w -> {
                    try (NDArray all = w.abs().sum()) {
                        sum[0] = all.getFloat();
                    }
                    return w;
                });
                assertTrue(sum[0] > 0, "" + sum[0]);
            }
            return null;
        });
    }

    @Test
    void theEmbeddedNetworkPredictsNearlyTheSameNoise() {
        double[] error = new double[2];
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            error[precision.ordinal() / 2] = PyTorch.call(() -> {
                try (StableDiffusion full = StableDiffusion.open(MINI, Opening.PLAIN);
                        StableDiffusion eight = StableDiffusion.open(
                                MINI, Opening.PLAIN.in(precision).held(HeldAs.INT8));
                        NDManager manager = full.newManager()) {
                    assertEquals(full.memory.network(), 4 * eight.memory.network());
                    assertEquals(precision + " of int8", eight.dtype());
                    NDArray latents = manager.randomNormal(new Shape(2, 16, 16, 16));
                    NDArray context = full.text.forward(
                            manager,
                            java.util.List.of(
                                    full.tokenizer.encode("a red ball"), full.tokenizer.encode("a castle at night")));
                    NDArray a = full.unet.forward(latents, 501, context, AttentionControl.NONE, FeatureControl.NONE);
                    NDArray b = eight.unet.forward(latents, 501, context, AttentionControl.NONE, FeatureControl.NONE);
                    return (double) (a.sub(b).norm().getFloat() / a.norm().getFloat());
                }
            });
        }
        System.out.println("prediction in eight bits is off by " + error[0] + ", computed in bfloat16 by " + error[1]);
        assertTrue(error[0] > 1e-4 && error[0] < .03, "" + error[0]);
        assertTrue(error[1] > 1e-4 && error[1] < .05, "" + error[1]);
    }

    @Test
    void theSettingSaysSoAndTheEstimateFollows() {
        ModelSpec spec = ModelSpec.of(MINI);
        long full = spec.copied();
        System.setProperty("prompttoprompt.weights", "int8");
        assertEquals(HeldAs.INT8, HeldAs.chosen());
        assertEquals(full / 4, spec.held());
        assertEquals(full / 4, spec.copied());
        System.setProperty("prompttoprompt.weights", "int4");
        String told = assertThrows(Refusal.class, HeldAs::chosen).getMessage();
        assertTrue(told.contains("full or int8, not int4"), told);
        System.clearProperty("prompttoprompt.weights");
        assertEquals(DataType.FLOAT32.getNumOfBytes() * (full / 4), full);
    }
}
