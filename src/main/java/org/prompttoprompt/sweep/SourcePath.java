package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.p2p.SourceMaps;

/**
 * The source's walk through time, z<sub>T</sub> to z<sub>0</sub>, kept so that the next edit of the same source need not
 * draw it again: its latents after every step, and as many of its maps as there is room for.
 */
public final class SourcePath implements AutoCloseable {
    private final NDManager manager;
    private final int steps;
    private final List<Site> sites;
    private final SourceMaps maps;
    private final List<NDArray> latents = new ArrayList<>();
    private final Map<Integer, NDArray> answers = new HashMap<>();

    private SourcePath(NDManager manager, int steps, List<Site> sites, SourceMaps maps) {
        this.manager = manager;
        this.steps = steps;
        this.sites = sites;
        this.maps = maps;
    }

    /** Returns a path that keeps nothing: the source is drawn in the run itself. */
    public static SourcePath unkept() {
        return new SourcePath(null, 0, List.of(), SourceMaps.NONE);
    }

    /**
     * Returns an empty path, which the next walk fills.
     *
     * @param steps network evaluations of a walk
     * @param sites all attention layers
     * @param selfPixels self-attention maps of at most so many queries are kept, cross-attention maps of any
     * @param mostBytes what the maps may take
     */
    public static SourcePath kept(NDManager parent, int steps, List<Site> sites, int selfPixels, long mostBytes) {
        NDManager manager = parent.newSubManager();
        return new SourcePath(manager, steps, sites, new SourceMaps(manager, sites, selfPixels, mostBytes));
    }

    /**
     * Returns the path of a walk that was recorded elsewhere, such as an image's inversion; its maps are those of the next walk.
     *
     * @param sites all attention layers
     * @param latents of the source after each network evaluation, [1, channels, height, width] each, which are copied
     * @param selfPixels self-attention maps of at most so many queries are kept, cross-attention maps of any
     * @param mostBytes what the maps may take
     */
    public static SourcePath recorded(
            NDManager parent, List<Site> sites, List<NDArray> latents, int selfPixels, long mostBytes) {
        SourcePath path = kept(parent, latents.size(), sites, selfPixels, mostBytes);
        latents.forEach(path::keep);
        return path;
    }

    /** Keeps the network's answer to the source at a step, of one row. */
    void answered(int step, NDArray answer) {
        if (manager == null || answers.containsKey(step)) return;
        NDArray copy = answer.duplicate();
        NDScope.unregister(copy);
        copy.attach(manager);
        answers.put(step, copy);
    }

    /** Returns whether the answer of a step was kept. */
    boolean hasAnswer(int step) {
        return answers.containsKey(step);
    }

    /** Returns a copy of the network's answer to the source at a step, in another manager. */
    NDArray answer(int step, NDManager other) {
        NDArray copy = answers.get(step).duplicate();
        copy.attach(other);
        return copy;
    }

    /** Returns copies of the source's latents after each evaluation so far, in another manager. */
    public List<NDArray> latents(NDManager other) {
        return IntStream.range(0, latents.size()).mapToObj(i -> after(i, other)).toList();
    }

    /** Returns whether a whole walk was kept. */
    public boolean complete() {
        return manager != null && latents.size() == steps;
    }

    List<Site> sites() {
        return sites;
    }

    SourceMaps maps() {
        return maps;
    }

    /** Begins a walk that keeps its latents; what a stopped walk left is forgotten, its maps stay true. */
    void begin() {
        latents.forEach(NDArray::close);
        latents.clear();
    }

    /** Keeps the source's latents after the next step, a copy of row 0 of {@code rows}. */
    void keep(NDArray rows) {
        if (manager == null) return;
        NDArray copy = rows.get("0:1").duplicate();
        NDScope.unregister(copy);
        copy.attach(manager);
        latents.add(copy);
    }

    /** Returns a copy of the source's latents after a step, [1, channels, height, width], in another manager. */
    NDArray after(int step, NDManager other) {
        NDArray copy = latents.get(step).duplicate();
        copy.attach(other);
        return copy;
    }

    @Override
    public void close() {
        if (manager != null) manager.close();
    }
}
