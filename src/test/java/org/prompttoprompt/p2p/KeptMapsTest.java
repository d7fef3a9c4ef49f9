package org.prompttoprompt.p2p;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Site.Place;
import org.prompttoprompt.engine.PyTorch;

/** Maps that are kept for the next edit, and sums of maps over the steps. */
class KeptMapsTest {
    private static final Site CROSS = new Site("c", Place.UP, true, 1, 2);
    private static final Site SELF = new Site("s", Place.UP, false, 1, 2);
    private static final Site LARGE = new Site("l", Place.UP, false, 2, 2);

    private static void onEngine(Consumer<NDManager> test) {
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                test.accept(manager);
            }
            return null;
        });
    }

    @Test
    void mapsAreKeptAsLongAsTheyFit() {
        onEngine(manager -> {
            // Four floats are 16 bytes: two maps fit exactly.
            SourceMaps maps = new SourceMaps(manager, List.of(CROSS, SELF, LARGE), 2, 32);
            assertTrue(maps.wants(CROSS, 0) && maps.wants(SELF, 0));
            assertFalse(maps.wants(LARGE, 0));
            NDArray map = manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 2, 2));
            maps.keep(CROSS, 0, map);
            assertFalse(maps.wants(CROSS, 0));
            assertFalse(maps.serve(0, site -> site != LARGE));
            maps.keep(SELF, 0, map);
            assertTrue(maps.serve(0, site -> site != LARGE));
            assertFalse(maps.serve(0, site -> true));
            assertFalse(maps.serve(1, site -> site == CROSS));
            assertFalse(maps.wants(CROSS, 1));
            maps.keep(CROSS, 1, map);
            assertEquals(Optional.empty(), maps.find(CROSS, 1));
            assertThrows(IllegalStateException.class, () -> maps.get(CROSS, 1));
            map.muli(0);
            assertArrayEquals(new float[] {1, 2, 3, 4}, maps.get(CROSS, 0).toFloatArray());
            assertTrue(maps.find(SELF, 0).isPresent());
        });
    }

    @Test
    void whatDoesNotFitEndsTheKeeping() {
        onEngine(manager -> {
            SourceMaps maps = new SourceMaps(manager, List.of(CROSS), 2, 31);
            NDArray map = manager.zeros(new Shape(1, 2, 2));
            maps.keep(CROSS, 0, map);
            maps.keep(CROSS, 1, map);
            assertFalse(maps.wants(CROSS, 2));
            assertEquals(List.of(true, false), List.of(maps.serve(0, site -> true), maps.serve(1, site -> true)));
        });
    }

    @Test
    void sumsHaveTheMeanOfTheHeadsOrEachHead() {
        onEngine(manager -> {
            NDArray maps = manager.create(new float[] {1, 2, 3, 6, 5, 5, 7, 7}, new Shape(2, 2, 1, 2));
            try (AttentionStore mean = new AttentionStore(manager, site -> site.cross(), false);
                    AttentionStore each = new AttentionStore(manager, site -> true, true)) {
                assertTrue(mean.wants(CROSS, 0) && each.wants(SELF, 0));
                assertFalse(mean.wants(SELF, 0));
                for (AttentionStore store : List.of(mean, each)) {
                    store.add(CROSS, maps);
                    store.add(CROSS, maps);
                }
                assertArrayEquals(new float[] {4, 8, 12, 12}, sum(mean));
                assertArrayEquals(new float[] {2, 4, 6, 12, 10, 10, 14, 14}, sum(each));
                mean.select(new int[] {0, 1, 1});
                assertArrayEquals(new float[] {4, 8, 12, 12, 12, 12}, sum(mean));
                mean.clear();
                assertEquals(Map.of(), mean.sums());
            }
        });
    }

    @Test
    void partsOfAStepAreJoinedWithOneSource() {
        onEngine(manager -> {
            try (AttentionStore whole = new AttentionStore(manager, site -> true, false)) {
                for (int step = 0; step < 2; step++) {
                    AttentionStore first = whole.part();
                    first.add(CROSS, manager.create(new float[] {1, 2}, new Shape(2, 1, 1, 1)));
                    AttentionStore second = whole.part();
                    second.add(CROSS, manager.create(new float[] {1, 3, 4}, new Shape(3, 1, 1, 1)));
                    whole.addParts(List.of(first, second));
                    assertEquals(Map.of(), first.sums());
                }
                assertArrayEquals(new float[] {2, 4, 6, 8}, sum(whole));
            }
        });
    }

    private static float[] sum(AttentionStore store) {
        return store.sums().get(CROSS).toFloatArray();
    }

    @Test
    void whatIsKeptOutlivesTheStepThatMadeIt() {
        onEngine(manager -> {
            SourceMaps maps = new SourceMaps(manager, List.of(CROSS), 2, 64);
            try (AttentionStore store = new AttentionStore(manager, site -> true, false)) {
                try (NDScope scope = new NDScope();
                        NDManager step = manager.newSubManager()) {
                    NDArray map = step.create(new float[] {1, 2}, new Shape(1, 1, 1, 2));
                    maps.keep(CROSS, 0, map);
                    store.add(CROSS, map);
                    store.select(new int[] {0, 0});
                }
                assertArrayEquals(new float[] {1, 2}, maps.get(CROSS, 0).toFloatArray());
                assertArrayEquals(new float[] {1, 2, 1, 2}, sum(store));
            }
        });
    }

    @Test
    void sumsThatAreNotNeededAnyMoreAreFreed() {
        onEngine(manager -> {
            AttentionStore store = new AttentionStore(manager, site -> true, false);
            NDArray map = manager.create(new float[] {1, 2}, new Shape(1, 1, 1, 2));
            store.add(CROSS, map);
            NDArray first = store.sums().get(CROSS);
            store.select(new int[] {0});
            assertThrows(IllegalStateException.class, first::toFloatArray);
            NDArray second = store.sums().get(CROSS);
            store.clear();
            assertThrows(IllegalStateException.class, second::toFloatArray);
            store.add(CROSS, map);
            NDArray third = store.sums().get(CROSS);
            store.close();
            assertThrows(IllegalStateException.class, third::toFloatArray);
            assertEquals(Map.of(), store.sums());
        });
    }
}
