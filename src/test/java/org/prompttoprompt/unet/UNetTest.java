package org.prompttoprompt.unet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.engine.PyTorch;

/** The hooks, sizes and memory of a small UNet; its numbers are compared by the golden tests. */
class UNetTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/models/tiny-sd1/unet");

    private NDManager manager;
    private UNet unet;
    private NDArray latents;
    private NDArray context;

    @BeforeEach
    void open() {
        manager = PyTorch.newManager();
        unet = UNet.open(FOLDER, manager);
        latents = manager.randomNormal(new Shape(2, 4, 16, 24));
        context = manager.randomNormal(new Shape(2, 77, 32));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void leavesNoArrayBehind() {
        forward(AttentionControl.NONE, FeatureControl.NONE).close();
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 3; i++) {
            forward(AttentionControl.NONE, FeatureControl.NONE).close();
            forward(new Maps(site -> true), new Features(layer -> true, (x, layer) -> x))
                    .close();
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void asksForMapsInTheOrderOfItsSites() {
        Maps maps = new Maps(site -> true);
        forward(maps, FeatureControl.NONE);
        assertEquals(unet.sites(16, 24), maps.seen);
        Site first = maps.seen.get(0);
        assertEquals("down_blocks.0.attentions.0.transformer_blocks.0.attn1", first.name());
        assertEquals(new Site(first.name(), Site.Place.DOWN, false, 16, 24), first);
        assertEquals(List.of("[2, 2, 384, 384]", "[2, 2, 384, 77]"), maps.shapes.subList(0, 2));
    }

    @Test
    void buildsNoMapThatNobodyWants() {
        Maps maps = new Maps(site -> site.cross() && site.place() == Site.Place.MID);
        forward(maps, FeatureControl.NONE);
        assertEquals(1, maps.seen.size());
    }

    @Test
    void usesTheMapsThatItIsGiven() {
        NDArray plain = forward(AttentionControl.NONE, FeatureControl.NONE);
        NDArray edited = forward(
                new Maps(Site::cross) {
                    @Override
                    public NDArray apply(NDArray maps, Site site) {
                        // The second row looks where the first does.
                        return maps.get("0:1").concat(maps.get("0:1"), 0);
                    }
                },
                FeatureControl.NONE);
        assertEquals(0, difference(plain.get(0), edited.get(0)), 1e-5);
        assertTrue(difference(plain.get(1), edited.get(1)) > 1e-3);
    }

    @Test
    void usesTheFeaturesThatItIsGiven() {
        NDArray plain = forward(AttentionControl.NONE, FeatureControl.NONE);
        List<String> layers = new ArrayList<>(unet.decoderAttentions().stream()
                .flatMap(name -> List.of(name + ".to_q", name + ".to_k").stream())
                .toList());
        layers.add(unet.injectedResnet());
        for (String layer : layers) {
            Features features =
                    new Features(layer::equals, (x, name) -> x.get("0:1").concat(x.get("0:1"), 0));
            NDArray edited = forward(AttentionControl.NONE, features);
            assertEquals(List.of(layer), features.seen);
            assertEquals(0, difference(plain.get(0), edited.get(0)), 1e-5, layer);
            assertTrue(difference(plain.get(1), edited.get(1)) > 1e-6, layer);
        }
    }

    @Test
    void takesMapsThatAreKnownAndBuildsNone() {
        Map<String, NDArray> kept = new HashMap<>();
        Maps keeping = new Maps(site -> true) {
            @Override
            public NDArray apply(NDArray maps, Site site) {
                NDArray twice = maps.mul(2);
                kept.put(site.name(), twice);
                NDScope.unregister(twice);
                return twice;
            }
        };
        NDArray expected = forward(keeping, FeatureControl.NONE);
        Maps known = new Maps(site -> true) {
            @Override
            public Optional<NDArray> ready(Site site) {
                return Optional.of(kept.get(site.name()));
            }
        };
        NDArray got = forward(known, FeatureControl.NONE);
        kept.values().forEach(NDArray::close);
        assertEquals(List.of(), known.seen);
        assertEquals(0, difference(expected, got), 1e-6);
        assertTrue(difference(forward(AttentionControl.NONE, FeatureControl.NONE), got) > 1e-4);
    }

    @Test
    void namesThePlacesOfPlugAndPlay() {
        assertEquals("up_blocks.1.resnets.1.conv2", unet.injectedResnet());
        List<String> layers = unet.decoderAttentions();
        assertEquals(5, layers.size());
        assertEquals("up_blocks.1.attentions.1.transformer_blocks.0.attn1", layers.get(0));
        assertEquals("up_blocks.2.attentions.2.transformer_blocks.0.attn1", layers.get(4));
    }

    @Test
    void computesRowsIndependently() {
        NDArray both = forward(AttentionControl.NONE, FeatureControl.NONE);
        NDArray alone =
                unet.forward(latents.get("1:2"), 500, context.get("1:2"), AttentionControl.NONE, FeatureControl.NONE);
        assertEquals(0, difference(both.get("1:2"), alone), 1e-5);
    }

    @Test
    void takesOddSizes() {
        NDArray odd = manager.randomNormal(new Shape(2, 4, 13, 19));
        Maps maps = new Maps(site -> true);
        NDArray out = unet.forward(odd, 500, context, maps, FeatureControl.NONE);
        assertEquals(odd.getShape(), out.getShape());
        assertEquals(unet.sites(13, 19), maps.seen);
        assertEquals(4, unet.sizeMultiple());
    }

    @Test
    void refusesShapesThatDoNotFit() {
        NDArray channels = manager.zeros(new Shape(2, 5, 16, 16));
        NDArray rows = manager.zeros(new Shape(1, 77, 32));
        NDArray dim = manager.zeros(new Shape(2, 77, 33));
        refused(channels, context, "(2, 5, 16, 16)");
        refused(latents, rows, "(1, 77, 32)");
        refused(latents, dim, "(2, 77, 33)");
    }

    private void refused(NDArray x, NDArray c, String shape) {
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> unet.forward(x, 1, c, AttentionControl.NONE, FeatureControl.NONE));
        assertTrue(error.getMessage().contains(shape), error.getMessage());
    }

    private NDArray forward(AttentionControl control, FeatureControl features) {
        return unet.forward(latents, 500, context, control, features);
    }

    private static float difference(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }

    private static class Maps implements AttentionControl {
        private final Predicate<Site> wanted;
        private final List<Site> seen = new ArrayList<>();
        private final List<String> shapes = new ArrayList<>();

        Maps(Predicate<Site> wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean wants(Site site) {
            return wanted.test(site);
        }

        @Override
        public NDArray apply(NDArray maps, Site site) {
            seen.add(site);
            shapes.add(Arrays.toString(maps.getShape().getShape()));
            return maps;
        }
    }

    private static final class Features implements FeatureControl {
        private final Predicate<String> wanted;
        private final BiFunction<NDArray, String, NDArray> change;
        private final List<String> seen = new ArrayList<>();

        Features(Predicate<String> wanted, BiFunction<NDArray, String, NDArray> change) {
            this.wanted = wanted;
            this.change = change;
        }

        @Override
        public boolean wants(String layer) {
            return wanted.test(layer);
        }

        @Override
        public NDArray apply(NDArray features, String layer) {
            seen.add(layer);
            return change.apply(features, layer);
        }
    }
}
