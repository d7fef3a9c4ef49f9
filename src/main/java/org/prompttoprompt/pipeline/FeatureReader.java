package org.prompttoprompt.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.diffusion.Noise;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.NoisePredictor;

/**
 * Reads features of images: a little noise is put on each, always the same, and the network answers under the empty prompt; a row
 * for each image. The layer is the last self-attention of the decoder that has at most 32 x 32 pixels, the finest of these.
 */
record FeatureReader(Probe probe) {
    private static final long SEED = 8001;
    /** Of the ten steps that the probe's sampler has, the noisiest being 0: the image is all but clean. */
    private static final int STEP = 8;

    private static final int MOST_PIXELS = 32 * 32;

    List<ImageFeatures> of(List<SourceImage> images) {
        List<ImageFeatures> features = new ArrayList<>();
        long[] done = {0};
        Ddim ddim = probe.ddim();
        for (SourceImage image : images) {
            try (NDManager manager = probe.model().newManager();
                    NDScope scope = new NDScope()) {
                NDArray x0 = probe.x0(manager, image);
                String layer = layer(x0) + ".to_k";
                NoisePredictor network =
                        probe.counted(manager, image, done, images.size(), "Reading the images' features");
                Context empty = probe.context(manager, "", image);
                NDArray z = ddim.noised(x0, Noise.of(manager, SEED, x0.getShape()), STEP);
                Keys keys = new Keys(layer);
                network.predict(z, ddim.timesteps().get(STEP), empty, AttentionControl.NONE, keys);
                features.add(keys.read());
            }
        }
        return features;
    }

    private String layer(NDArray latents) {
        List<Site> all = probe.model().unet.sites((int) latents.getShape().get(2), (int)
                latents.getShape().get(3));
        List<Site> small = all.stream()
                .filter(site -> !site.cross() && site.pixels() <= MOST_PIXELS)
                .toList();
        List<Site> decoder =
                small.stream().filter(site -> site.place() == Site.Place.UP).toList();
        return (decoder.isEmpty() ? small : decoder)
                .stream()
                        // of equal ones the last
                        .reduce((a, b) -> Comparator.comparingInt(Site::pixels).compare(a, b) > 0 ? a : b)
                        .orElseThrow()
                        .name();
    }

    /** Copies what a layer makes. */
    private static final class Keys implements FeatureControl {
        private final String layer;
        private ImageFeatures read;

        Keys(String layer) {
            this.layer = layer;
        }

        @Override
        public boolean wants(String name) {
            return name.equals(layer);
        }

        @Override
        public NDArray apply(NDArray features, String name) {
            NDArray first = features.get(0).toType(DataType.FLOAT32, false);
            read = new ImageFeatures(
                    first.toFloatArray(), (int) features.getShape().get(2));
            return features;
        }

        ImageFeatures read() {
            if (read == null) throw new IllegalStateException("The network has no layer " + layer);
            return read;
        }
    }
}
