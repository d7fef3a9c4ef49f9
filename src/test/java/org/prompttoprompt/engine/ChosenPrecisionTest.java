package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;

class ChosenPrecisionTest {
    private static final Device METAL = Device.of("mps", -1);

    private static Precision of(String setting, Device device, double single, double brain, double half) {
        Map<Precision, Double> seconds =
                Map.of(Precision.FLOAT32, single, Precision.BFLOAT16, brain, Precision.FLOAT16, half);
        return ChosenPrecision.of(setting, device, seconds::get);
    }

    @Test
    void halfPrecisionIsTakenWhereItIsWorthIt() {
        assertEquals(Precision.BFLOAT16, of("auto", Device.cpu(), 1, 0.5, 0.1));
        assertEquals(Precision.FLOAT32, of("auto", Device.cpu(), 1, 0.85, 0.1));
        assertEquals(Precision.FLOAT32, of("auto", Device.cpu(), 1, 3, 0.1));
        assertEquals(Precision.BFLOAT16, of("auto", Device.gpu(), 1, 0.5, 0.1)); // float16 has not the range
        assertEquals(Precision.BFLOAT16, of("auto", Device.gpu(), 1, 0.3, 0.5));
        assertEquals(Precision.FLOAT32, of("auto", Device.gpu(), 1, Double.MAX_VALUE, Double.MAX_VALUE));
        assertEquals(Precision.FLOAT16, of("auto", METAL, 1, 0.1, 0.5));
    }

    @ParameterizedTest
    @CsvSource({"float32, cpu", "bfloat16, cpu", "float32, gpu", "bfloat16, gpu", "float16, gpu", "float16, mps"})
    void whatIsNamedIsTakenUnmeasured(String setting, String device) {
        ToDoubleFunction<Precision> never = precision -> {
            throw new AssertionError("measured");
        };
        assertEquals(
                setting,
                ChosenPrecision.of(setting, Device.of(device, device.equals("gpu") ? 0 : -1), never)
                        .toString());
    }

    @ParameterizedTest
    @CsvSource({"float16, cpu", "bfloat16, mps", "half, gpu", "'', cpu", "FLOAT32, cpu"})
    void whatADeviceDoesNotComputeInIsRefused(String setting, String device) {
        Device where = Device.of(device, device.equals("gpu") ? 0 : -1);
        String told =
                assertThrows(Refusal.class, () -> of(setting, where, 1, 1, 1)).getMessage();
        assertTrue(told.contains("prompttoprompt.precision") && told.contains("not " + setting), told);
        assertTrue(told.contains("float32") && told.contains("auto"), told);
    }

    /** What is measured is computed: it takes time, and less than a second. */
    @Test
    void eachPrecisionOfTheCpuIsMeasured() {
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            double seconds = PyTorch.call(() -> ChosenPrecision.measure(precision));
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
                            Double.MAX_VALUE, ChosenPrecision.measure(Precision.FLOAT32, manager, value), "" + value);
                }
            }
            NDManager closed = PyTorch.newManager();
            closed.close();
            assertEquals(Double.MAX_VALUE, ChosenPrecision.measure(Precision.BFLOAT16, closed, 1));
            return null;
        });
    }
}
