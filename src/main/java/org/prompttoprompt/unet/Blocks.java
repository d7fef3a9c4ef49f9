package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Weights;

/** All blocks of the network: down, mid, where it has one, and up. */
record Blocks(List<DownBlock> down, Optional<MidBlock> mid, List<UpBlock> up) {
    static Blocks of(Weights w, UNetConfig config) {
        return new Blocks(
                IntStream.range(0, config.levels())
                        .mapToObj(i -> new DownBlock(w, config, i))
                        .toList(),
                config.middle() ? Optional.of(new MidBlock(w, config)) : Optional.empty(),
                IntStream.range(0, config.levels())
                        .mapToObj(i -> new UpBlock(w, config, i))
                        .toList());
    }

    /**
     * Returns the features after the last block, a new array. Where the control has what the last layers go on with from an earlier
     * step, only these run, and the first ones that lead to their skips (DeepCache, Ma et al. 2023, equations 6 and 7).
     *
     * @param skips holds the first convolution's output, and is used up
     */
    NDArray forward(Deque<NDArray> skips, Pass pass) {
        for (int i = 0; i < last().layers(); i++) {
            Optional<NDArray> input = pass.features().instead(last().input(i));
            if (input.isEmpty()) continue;
            down.get(0).first(last().layers() - 1 - i, skips, pass);
            return last().from(i, input.get(), skips, pass);
        }
        for (DownBlock block : down) block.forward(skips, pass);
        NDArray h = mid.isPresent()
                ? mid.get().forward(skips.peek(), pass)
                : skips.peek().duplicate();
        for (UpBlock block : up) h = block.forward(h, skips, pass);
        return h;
    }

    /** Returns the block that ends at the size of the latents. */
    UpBlock last() {
        return up.get(up.size() - 1);
    }

    /** Returns every attention layer in the order of execution. */
    List<Site> sites(int latentHeight, int latentWidth) {
        List<Site> sites = new ArrayList<>();
        Deque<int[]> sizes = new ArrayDeque<>();
        int height = latentHeight;
        int width = latentWidth;
        for (DownBlock block : down) {
            sizes.push(new int[] {height, width});
            sites.addAll(block.sites(height, width));
            height = block.next(height);
            width = block.next(width);
        }
        if (mid.isPresent()) sites.addAll(mid.get().sites(height, width));
        for (UpBlock block : up) {
            int[] size = sizes.pop();
            sites.addAll(block.sites(size[0], size[1]));
        }
        return sites;
    }
}
