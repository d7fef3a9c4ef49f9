package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.metrics.WordMask;
import org.prompttoprompt.request.Axes;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;

/**
 * A sweep over what decides a whole walk, the strength or the steps of an image's edit: one run for each value, put together as
 * one result. An inversion that several share is made once.
 */
final class WalkSweep {
    private static final List<Option> DECIDING = List.of(Option.STRENGTH, Option.STEPS);

    private WalkSweep() {}

    /** Returns the requests of one walk each that a filled request stands for, in their order; itself where it is one. */
    static List<EditRequest> of(EditRequest request) {
        List<EditRequest> all = List.of(request);
        for (Option option : DECIDING) {
            if (!request.task().takesImage()) continue;
            all = all.stream()
                    .flatMap(one -> one.sweptValues(option).stream().map(value -> one.with(option, value)))
                    .toList();
        }
        return all;
    }

    /** Returns one result of all; what was stopped ends with the last walk that has images. */
    static EditResult joined(EditRequest request, List<EditResult> results) {
        EditResult first = results.get(0);
        EditRequest whole = first.request();
        for (Option option : DECIDING) whole = whole.with(option, request.get(option));
        Parts frames = new Parts(results, EditResult::frames);
        Parts maps = new Parts(results, EditResult::attention);
        Parts agreement = new Parts(results, result -> result.maps().agreement());
        List<Frame> allFrames = new ArrayList<>();
        List<AttentionMaps> allMaps = new ArrayList<>();
        List<Double> allAgreement = new ArrayList<>();
        List<WordMask> masks = new ArrayList<>();
        List<FrameKey> keys = FrameKey.of(whole);
        for (int k = 0; k < keys.size(); k++) {
            FrameKey key = keys.get(k);
            // A source stands before the edits whose walk it is.
            Map<Option, SweptValue> values = key.source() ? keys.get(k + 1).values() : key.values();
            int walk = walk(results, values);
            Optional<Frame> frame = frames.next(walk, key.source());
            if (frame.isEmpty()) continue;
            allFrames.add(new Frame(
                    key.label(), key.values(), key.source(), frame.get().image()));
            maps.<AttentionMaps>next(walk, key.source()).ifPresent(allMaps::add);
            agreement.<Double>next(walk, key.source()).ifPresent(allAgreement::add);
        }
        results.forEach(result -> masks.addAll(result.maps().masks()));
        long rows = results.stream().mapToLong(result -> result.cost().rows()).sum();
        long oneByOne =
                results.stream().mapToLong(result -> result.cost().oneByOne()).sum();
        int sources = (int) allFrames.stream().filter(Frame::source).count();
        return new EditResult(
                whole,
                first.provenance(),
                Axes.of(whole).swept(),
                List.copyOf(allFrames),
                String.join("\n\n", results.stream().map(EditResult::report).toList()),
                new Cost(rows, oneByOne),
                results.get(results.size() - 1).cancelled(),
                new MapSummary(allAgreement, masks.subList(0, Math.min(masks.size(), sources))),
                List.copyOf(allMaps),
                first.reconstruction());
    }

    private static int walk(List<EditResult> results, Map<Option, SweptValue> values) {
        for (int r = 0; r < results.size(); r++) {
            EditRequest request = results.get(r).request();
            boolean same = DECIDING.stream()
                    .allMatch(option -> !values.containsKey(option)
                            || request.sweptValues(option)
                                    .get(0)
                                    .text()
                                    .equals(values.get(option).text()));
            if (same) return r;
        }
        return results.size();
    }

    /** What the walks made for each of their frames, taken one after the other, sources and edits apart. */
    private static final class Parts {
        private final List<EditResult> results;
        private final Function<EditResult, List<?>> part;
        private final Map<List<Object>, Integer> taken = new HashMap<>();

        Parts(List<EditResult> results, Function<EditResult, List<?>> part) {
            this.results = results;
            this.part = part;
        }

        /** Returns the next one of a walk; a source that is named more often than it was drawn is the last one. */
        @SuppressWarnings("unchecked")
        <T> Optional<T> next(int walk, boolean source) {
            if (walk >= results.size()) return Optional.empty();
            EditResult result = results.get(walk);
            List<?> parts = part.apply(result);
            List<Object> kind = new ArrayList<>();
            for (int i = 0; i < Math.min(parts.size(), result.frames().size()); i++) {
                if (result.frames().get(i).source() == source) kind.add(parts.get(i));
            }
            int at = taken.merge(List.of(walk, source), 1, Integer::sum) - 1;
            if (kind.isEmpty() || !source && at >= kind.size()) return Optional.empty();
            return Optional.of((T) kind.get(Math.min(at, kind.size() - 1)));
        }
    }
}
