package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;

class FiniteNumbersTest {
    @Test
    void numbersPass() {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                NDArray x = manager.create(new float[] {-65504, 0, 1e30f});
                assertSame(x, FiniteNumbers.require("The image", x, Precision.FLOAT32));
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void oneThatIsNoneIsRefused(float value) {
        Refusal refused = assertThrows(
                Refusal.class,
                () -> PyTorch.call(() -> {
                    try (NDManager manager = PyTorch.newManager()) {
                        return FiniteNumbers.require(
                                "The image", manager.create(new float[] {1, value, 1}), Precision.FLOAT32);
                    }
                }));
        assertTrue(refused.getMessage().startsWith("The image has values that are infinite or not a number"));
    }

    /** The cure has more range than what failed. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT16, compute in bfloat16, PROMPTTOPROMPT_PRECISION",
        "BFLOAT16, compute in float32, PROMPTTOPROMPT_PRECISION",
        "FLOAT32, guidance, files"
    })
    void theRefusalNamesThePrecisionAndTheCure(Precision precision, String cure, String where) {
        String told = FiniteNumbers.refusal("The image", precision).getMessage();
        assertTrue(told.contains("computed in " + precision), told);
        assertTrue(told.contains(cure) && told.contains(where), told);
    }
}
