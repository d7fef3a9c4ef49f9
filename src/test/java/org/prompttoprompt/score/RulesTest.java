package org.prompttoprompt.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Refusal;

/** Masks and errors outside of them, worked by hand. */
class RulesTest {
    private static boolean[] mask(String cells) {
        boolean[] inside = new boolean[cells.length()];
        for (int i = 0; i < inside.length; i++) inside[i] = cells.charAt(i) == '1';
        return inside;
    }

    @Test
    void pairsOfFirstPixelAndLength() {
        assertArrayEquals(mask("010001110000"), RunLengths.read(List.of(1, 1, 5, 3), 4, 3, false));
        assertArrayEquals(mask("111110011111"), RunLengths.read(List.of(), 4, 3, true));
        // Published masks run over the end.
        assertArrayEquals(mask("000000000011"), RunLengths.read(List.of(10, 9), 4, 3, false));
        assertThrows(Refusal.class, () -> RunLengths.read(List.of(1), 4, 3, false));
        assertThrows(Refusal.class, () -> RunLengths.read(List.of(12, 1), 4, 3, false));
        assertThrows(Refusal.class, () -> RunLengths.read(List.of(-1, 1), 4, 3, false));
        assertThrows(Refusal.class, () -> RunLengths.read(List.of(0, -2), 4, 3, false));
    }

    /** Four pixels, the first inside; outside one of three has one channel of three off by 51 = 0.2. */
    @Test
    void errorsOutside() {
        int[] a = {0xffffff, 0, 0x330000, 0};
        int[] b = {0, 0, 0, 0};
        boolean[] inside = mask("1000");
        assertEquals(.04 / 9, Rules.EXACT.mse(a, b, inside), 1e-12);
        assertEquals(.04 / 12, Rules.PUBLISHED.mse(a, b, inside), 1e-12);
        assertTrue(Double.isNaN(Rules.EXACT.mse(a, b, mask("1111"))));
        assertEquals(20, Score.psnr(.01), 1e-9);
    }

    /** A change of hue at the same luma is seen by the published rules alone; a change inside of the mask by neither. */
    @Test
    void similarityOutside() {
        int side = 24;
        int[] a = new int[side * side];
        boolean[] inside = new boolean[a.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = (i * 37 % 200) * 0x010101;
            inside[i] = i % side < 10;
        }
        int[] changed = a.clone();
        for (int i = 0; i < a.length; i++) if (i % side < 5) changed[i] = 0xffffff;
        assertEquals(1, Rules.PUBLISHED.ssim(a, changed, side, inside), 1e-9);
        // A window of 11 whose centre is outside reaches five pixels in.
        assertEquals(1, Rules.EXACT.ssim(a, changed, side, inside), 1e-9);
        int[] blue = Arrays.stream(a).map(c -> c & 0xffff00).toArray();
        assertTrue(Rules.PUBLISHED.ssim(a, blue, side, inside) < .9);
    }
}
