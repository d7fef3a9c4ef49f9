package org.prompttoprompt.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.bench.RoiBenchmark.Render;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.PromptToPrompt;

/** Fine maps cover objects of renders, whose masks are known, better than coarse ones. */
class FineRegionsTest {
    private static final double THRESHOLD = .6;

    @Test
    void fineMapsCoverObjectsBetter() throws Exception {
        List<Render> renders = RoiBenchmark.renders(List.of("objects"));
        assertEquals(24, renders.size());
        double coarse = 0;
        double fine = 0;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            for (int i : new int[] {1, 5, 9, 16}) {
                AttentionMaps maps = RoiBenchmark.maps(p2p, renders.get(i), true);
                assertEquals(128 * 128, maps.heat(0, 0).length);
                assertEquals(List.of(AttentionMaps.FINE), maps.layers());
                fine += iou(maps, renders.get(i)) / 4;
                coarse += iou(RoiBenchmark.maps(p2p, renders.get(i), false), renders.get(i)) / 4;
            }
        }
        assertTrue(fine > coarse + .1, "fine " + fine + ", coarse " + coarse);
    }

    private static double iou(AttentionMaps maps, Render render) {
        return NounPhrases.of(maps).things().stream()
                .filter(thing -> thing.name().endsWith(render.word()))
                .findFirst()
                .map(thing -> RoiBenchmark.iou(maps, thing, THRESHOLD, render))
                .orElse(0.0);
    }
}
