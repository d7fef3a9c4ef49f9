package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.sweep.Pace.Evaluation;
import org.prompttoprompt.unet.UNet;

/** A network that is asked the same twice answers the same, whatever of its first answer it takes over. */
class SparedTest {
    private static final int[] ROWS = {0, 1};

    /** Asks twice, the second time with what the pace takes over; {@code shift} is added to the latents then. */
    private static List<float[]> twice(Evaluation second, int layers, float shift, AttentionControl control) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager();
                    KeptFeatures kept = new KeptFeatures(manager)) {
                UNet unet = UNet.open(Path.of("models/mini/unet"), manager);
                Pace pace = new Pace(List.of(Evaluation.FULL, second), layers);
                NDArray latents = Noise.of(manager, 1, new Shape(2, unet.inChannels(), 16, 16));
                NDArray context = Noise.of(manager, 2, new Shape(2, 32, unet.contextDim()));
                List<float[]> answers = new ArrayList<>();
                for (int e = 0; e < 2; e++) {
                    FeatureControl features = new Spared(FeatureControl.NONE, pace, kept, e, ROWS);
                    NDArray asked = e == 0 ? latents : latents.add(shift);
                    answers.add(unet.forward(asked, 500, context, e == 0 ? AttentionControl.NONE : control, features)
                            .toFloatArray());
                }
                answers.add(unet.forward(latents.add(shift), 500, context, AttentionControl.NONE, FeatureControl.NONE)
                        .toFloatArray());
                return answers;
            }
        });
    }

    private static void answersTheSame(Evaluation second, int layers) {
        List<float[]> same = twice(second, layers, 0, AttentionControl.NONE);
        assertArrayEquals(same.get(0), same.get(1));
        assertArrayEquals(same.get(2), same.get(0), "keeping changes nothing");
        List<float[]> other = twice(second, layers, 0.1f, AttentionControl.NONE);
        assertFalse(Arrays.equals(other.get(2), other.get(1)), "something is taken over");
        assertFalse(Arrays.equals(other.get(0), other.get(1)), "something is computed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void deepFeaturesOfTheSameInputGiveTheSameAnswer(int layers) {
        answersTheSame(new Evaluation(true, true, false), layers);
    }

    @Test
    void frozenCrossAttentionOfTheSameInputGivesTheSameAnswer() {
        answersTheSame(new Evaluation(false, false, true), 1);
        answersTheSame(new Evaluation(false, true, true), 1);
    }

    /** What is not handed on would not act. */
    @Test
    void allThatIsDoneToFeaturesIsHandedOn() throws Exception {
        for (Method method : FeatureControl.class.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers())) continue;
            Spared.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
        }
    }

    @Test
    void theLayersThatAreLeftOutAreNotRun() {
        assertEquals(14, layersRun(Evaluation.FULL, 1).size());
        assertEquals(
                List.of(
                        "up_blocks.2.attentions.1.transformer_blocks.0.attn1",
                        "up_blocks.2.attentions.1.transformer_blocks.0.attn2"),
                layersRun(new Evaluation(true, true, false), 1));
        assertTrue(layersRun(new Evaluation(false, false, true), 1).stream().allMatch(name -> name.endsWith("attn1")));
        assertEquals(6, layersRun(new Evaluation(true, true, false), 2).size());
    }

    private static List<String> layersRun(Evaluation second, int layers) {
        List<String> run = new ArrayList<>();
        twice(second, layers, 0, new AttentionControl() {
            @Override
            public boolean wants(Site site) {
                run.add(site.name());
                return false;
            }

            @Override
            public NDArray apply(NDArray maps, Site site) {
                return maps;
            }
        });
        return run;
    }

    @Test
    void whatIsFrozenIsTheAverageOfBothHalvesWhereBothWereComputedAtOnce() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager();
                    KeptFeatures kept = new KeptFeatures(manager)) {
                int[] halves = {KeptFeatures.withoutPrompt(0), 0, KeptFeatures.withoutPrompt(1), 1};
                kept.keep("a", 3, halves, manager.create(new float[] {1, 3, 10, 20}, new Shape(4, 1)));
                assertArrayEquals(new float[] {2, 15}, kept.average("a", ROWS).toFloatArray());
                assertArrayEquals(
                        new float[] {20, 3}, kept.of("a", new int[] {1, 0}).toFloatArray());
                kept.keep("a", 4, new int[] {1}, manager.create(new float[] {30}, new Shape(1, 1)));
                assertArrayEquals(new float[] {2, 30}, kept.average("a", ROWS).toFloatArray(), "of one half only");
                assertThrows(IllegalStateException.class, () -> kept.of("a", new int[] {2}));
                assertThrows(IllegalStateException.class, () -> kept.of("b", ROWS));
            }
            return null;
        });
    }
}
