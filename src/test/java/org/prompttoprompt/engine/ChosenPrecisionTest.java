package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

class ChosenPrecisionTest {
    private static final Device METAL = Device.of("mps", -1);

    private static final Supplier<MeasuredPrecision> NEVER = () -> {
        throw new AssertionError("measured");
    };

    /** A computer that needs so many seconds in bfloat16, and one in single precision. */
    private static Supplier<MeasuredPrecision> needing(double seconds, boolean kept) {
        Map<Precision, Double> both = Map.of(Precision.FLOAT32, 1.0, Precision.BFLOAT16, seconds);
        return () -> new MeasuredPrecision("here", both, kept);
    }

    private static Supplier<MeasuredPrecision> needing(double seconds) {
        return needing(seconds, true);
    }

    private static Precision of(
            String set, Device device, boolean embedded, String recipe, Supplier<MeasuredPrecision> measured) {
        return ChosenPrecision.of(Optional.ofNullable(set), device, embedded, Precision.named(recipe), measured);
    }

    @Test
    void whereNothingIsSetModelsOfOnesOwnAreComputedInWhatIsFaster() {
        assertEquals(Precision.BFLOAT16, of(null, Device.cpu(), false, "", needing(0.5)));
        assertEquals(Precision.FLOAT32, of(null, Device.cpu(), false, "", needing(0.85)));
        assertEquals(Precision.BFLOAT16, of(null, Device.gpu(), false, "", needing(0.2)));
        // It could come out otherwise next time.
        assertEquals(Precision.FLOAT32, of(null, Device.cpu(), false, "", needing(0.1, false)));
    }

    @Test
    void theEmbeddedOnesAreComputedInSinglePrecisionWithoutAMeasurement() {
        for (Device device : new Device[] {Device.cpu(), Device.gpu(), METAL}) {
            assertEquals(Precision.FLOAT32, of(null, device, true, "", NEVER));
            assertEquals(Precision.FLOAT32, of(null, device, true, "float32", NEVER));
        }
    }

    @Test
    void whatIsSetIsForAllModelsAndRecipes() {
        for (boolean embedded : new boolean[] {false, true}) {
            assertEquals(Precision.BFLOAT16, of("bfloat16", Device.cpu(), embedded, "float32", NEVER));
            assertEquals(Precision.FLOAT32, of("float32", Device.cpu(), embedded, "bfloat16", NEVER));
            assertEquals(Precision.BFLOAT16, of("auto", Device.cpu(), embedded, "float32", needing(0.5)));
            assertEquals(Precision.FLOAT32, of("auto", Device.cpu(), embedded, "bfloat16", needing(0.85)));
            assertEquals(Precision.BFLOAT16, of("auto", Device.cpu(), embedded, "", needing(0.5, false)));
        }
    }

    @Test
    void aRecipeIsFollowedWhereTheDeviceHasItsPrecision() {
        assertEquals(Precision.FLOAT32, of(null, Device.cpu(), false, "float32", NEVER));
        assertEquals(Precision.BFLOAT16, of(null, Device.cpu(), false, "bfloat16", needing(1.5)));
        assertEquals(Precision.BFLOAT16, of(null, Device.cpu(), true, "bfloat16", NEVER));
        assertEquals(Precision.FLOAT16, of(null, Device.gpu(), false, "float16", NEVER));
        // There is none, or it takes hours.
        assertEquals(Precision.BFLOAT16, of(null, Device.cpu(), false, "float16", needing(0.5)));
        assertEquals(Precision.FLOAT32, of(null, Device.cpu(), false, "bfloat16", needing(20)));
        assertEquals(Precision.FLOAT32, of(null, METAL, true, "bfloat16", NEVER));
        assertEquals(Precision.BFLOAT16, of(null, Device.cpu(), false, "float8", needing(0.5)));
    }

    @ParameterizedTest
    @CsvSource({"float32, cpu", "bfloat16, cpu", "float32, gpu", "bfloat16, gpu", "float16, gpu", "float16, mps"})
    void whatIsNamedIsTakenUnmeasured(String setting, String device) {
        Device where = Device.of(device, device.equals("gpu") ? 0 : -1);
        assertEquals(setting, of(setting, where, false, "", NEVER).toString());
    }

    @ParameterizedTest
    @CsvSource({"float16, cpu", "bfloat16, mps", "half, gpu", "'', cpu", "FLOAT32, cpu"})
    void whatADeviceDoesNotComputeInIsRefused(String setting, String device) {
        Device where = Device.of(device, device.equals("gpu") ? 0 : -1);
        String told = assertThrows(Refusal.class, () -> of(setting, where, true, "", NEVER))
                .getMessage();
        assertTrue(told.contains("prompttoprompt.precision") && told.contains("not " + setting), told);
        assertTrue(told.contains("float32") && told.contains("auto"), told);
    }

    /** What is measured is computed: it takes time, and less than a minute. */
    @Test
    void eachPrecisionOfTheCpuIsMeasured() {
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            double seconds = PyTorch.call(() -> PrecisionBenchmark.seconds(precision, 1));
            assertTrue(seconds > 1e-4 && seconds < 60, precision + " " + seconds);
        }
    }

    /** What fails, and what comes to nothing or to no number, is slower than anything. */
    @Test
    void whatADeviceCannotComputeIsNeverTaken() {
        PyTorch.call(() -> {
            for (float value : new float[] {0, Float.NaN}) {
                try (NDManager manager = PyTorch.newManager()) {
                    assertEquals(
                            Double.MAX_VALUE,
                            PrecisionBenchmark.seconds(Precision.FLOAT32, 9, manager, value),
                            "" + value);
                }
            }
            NDManager closed = PyTorch.newManager();
            closed.close();
            assertEquals(Double.MAX_VALUE, PrecisionBenchmark.seconds(Precision.BFLOAT16, 9, closed, 1));
            return null;
        });
    }
}
