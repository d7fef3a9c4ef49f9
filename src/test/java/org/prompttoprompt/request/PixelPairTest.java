package org.prompttoprompt.request;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.Refusal;

class PixelPairTest {
    @Test
    void sizesAndPlacesAreRead() {
        assertEquals(new PixelPair(1024, 768), Option.ORIGINALSIZE.read("1024x768"));
        assertEquals(new PixelPair(1024, 768), Option.TARGETSIZE.read(" 1024 x 768 "));
        assertEquals(new PixelPair(0, 64), Option.CROPPEDAT.read("0, 64"));
        assertEquals("image", Option.TARGETSIZE.read("image"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024,768", "0x64", "4097x1", "1024", "x", "1024x768x3", "-1x5"})
    void whatIsNoSizeIsRefusedWithTheCure(String text) {
        String told = assertThrows(Refusal.class, () -> Option.ORIGINALSIZE.read(text))
                .getMessage();
        assertTrue(told.startsWith("originalsize=" + text + ": ") && told.contains("1024x768"), told);
    }

    /** Height comes first in the network's input, the width in a size. */
    @Test
    void whatXlIsTold() {
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with("prompt", "a ball")
                .with("width", 640)
                .with("height", 512)
                .with("steps", 4)
                .with("guidance", 1)
                .with("rescale", 0);
        assertArrayEquals(
                new float[] {512, 640, 0, 0, 512, 640}, ToldSizes.of(request).values());
        EditRequest told = request.with("originalsize", "1024x768").with("croppedat", "16,32");
        assertArrayEquals(
                new float[] {768, 1024, 32, 16, 512, 640}, ToldSizes.of(told).values());
        Refusal refusal = assertThrows(Refusal.class, () -> ToldSizes.requireNone(told, "the model 'x'"));
        assertTrue(refusal.getMessage().startsWith("originalsize=1024x768: the model 'x' is told no sizes"));
        ToldSizes.requireNone(request, "the model 'x'");
    }
}
