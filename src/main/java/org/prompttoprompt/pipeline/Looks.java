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
    /** In so many parts of each image it is told how far they are. */
    private static final long PARTS = 1000;

    private final PromptToPrompt p2p;
    private final EditRequest request;
    private final Option option;
    private final int budget;
    private final Progress whole;
    private final Map<Double, Frame> drawn = new HashMap<>();
    private final Map<Double, ImageFeatures> known = new HashMap<>();
    private Optional<EditResult> last = Optional.empty();
    private long rows;

    /**
     * Begins with none.
     *
     * @param budget how many are drawn at most
     * @param whole hears how far all of them are
     */
    Looks(PromptToPrompt p2p, EditRequest request, Option option, int budget, Progress whole) {
        this.p2p = p2p;
        this.request = request;
        this.option = option;
        this.budget = budget;
        this.whole = whole;
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

    /** Tells how far all of it is, which begins anew with each round: of so many images that were drawn, and those that are. */
    private Progress round(int before, int now) {
        String told = before == 0 ? "" : ", " + before + " of at most " + budget + " images drawn";
        return whole.told((done, total, message) -> {
            long share = PARTS * before + PARTS * now * done / Math.max(1, total);
            return whole.goOn(Math.min(PARTS * budget, share), PARTS * budget, message + told);
        });
    }

    private void draw(List<Double> values) {
        Progress progress = round(drawn.size(), values.size());
        EditResult result = p2p.run(request.with(option, text(values)), progress);
        last = Optional.of(result);
        rows += result.cost().rows();
        List<Frame> frames =
                result.frames().stream().filter(frame -> !frame.source()).toList();
        for (int i = 0; i < frames.size(); i++) drawn.put(values.get(i), frames.get(i));
        if (result.cancelled()) throw new CancellationException("Stopped");
        List<SourceImage> images = new ArrayList<>();
        for (Frame frame : frames) images.add(SourceImage.of(frame.image()));
        List<ImageFeatures> features = p2p.judge().features(request, images, round(drawn.size(), 0));
        for (int i = 0; i < values.size(); i++) known.put(values.get(i), features.get(i));
    }
}
