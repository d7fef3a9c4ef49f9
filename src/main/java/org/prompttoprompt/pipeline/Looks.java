package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;

/** Draws the images of values of one option and reads what the model sees in them, each once. */
final class Looks {
    private final PromptToPrompt p2p;
    private final EditRequest request;
    private final Option option;
    private final Progress progress;
    private final Map<Double, Frame> drawn = new HashMap<>();
    private final Map<Double, ImageFeatures> known = new HashMap<>();
    private Optional<EditResult> last = Optional.empty();
    private long rows;

    Looks(PromptToPrompt p2p, EditRequest request, Option option, Progress progress) {
        this.p2p = p2p;
        this.request = request;
        this.option = option;
        this.progress = progress;
    }

    /** Returns values as a request lists them. */
    static String text(List<Double> values) {
        return values.stream().map(Numbers::text).collect(Collectors.joining(", "));
    }

    /**
     * Returns what values look like, in their order.
     *
     * @throws CancellationException if it was stopped; what was drawn until then is kept
     */
    List<ImageFeatures> of(List<Double> values) {
        List<Double> missing = values.stream()
                .filter(value -> !known.containsKey(value))
                .distinct()
                .toList();
        if (!missing.isEmpty()) draw(missing);
        return values.stream().map(known::get).toList();
    }

    /** Returns the images of values that were drawn, by their values. */
    Map<Double, Frame> drawn() {
        return drawn;
    }

    /** Returns the last run, if there was one. */
    Optional<EditResult> last() {
        return last;
    }

    /** Returns the rows of the network that were run to draw. */
    long rows() {
        return rows;
    }

    private void draw(List<Double> values) {
        EditResult result = p2p.run(request.with(option, text(values)), progress);
        last = Optional.of(result);
        rows += result.cost().rows();
        List<Frame> frames =
                result.frames().stream().filter(frame -> !frame.source()).toList();
        for (int i = 0; i < frames.size(); i++) drawn.put(values.get(i), frames.get(i));
        if (result.cancelled()) throw new CancellationException("Stopped");
        List<SourceImage> images = new ArrayList<>();
        for (Frame frame : frames) images.add(SourceImage.of(frame.image()));
        List<ImageFeatures> features = p2p.judge().features(request, images, progress);
        for (int i = 0; i < values.size(); i++) known.put(values.get(i), features.get(i));
    }
}
