package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.SEED;
import static org.prompttoprompt.request.Option.TAU;
import static org.prompttoprompt.request.Option.WEIGHT;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;

/**
 * The swept parameters of a request, none to two; the first varies fastest. Seeds always vary slowest, as each has a
 * source of its own.
 *
 * @param seeds whether seeds are among them
 */
public record Axes(List<Axis> swept, boolean seeds) {
    /**
     * Finds the parameters with several values.
     *
     * @throws Refusal if there are more than two, or a value cannot be read
     */
    public static Axes of(EditRequest request) {
        List<Axis> swept = new ArrayList<>();
        boolean weighs = request.takesWeight();
        for (Option option : Option.SWEPT) {
            if (!request.task().options().contains(option) || option == WEIGHT && !weighs) continue;
            List<SweptValue> values = request.sweptValues(option);
            if (values.size() > 1) swept.add(new Axis(option, values));
        }
        boolean seeds = !swept.isEmpty() && swept.get(swept.size() - 1).option() == SEED;
        if (swept.size() > 2) {
            throw new Refusal("Two parameters can be swept at once; these have several values: "
                    + String.join(", ", swept.stream().map(Axis::key).toList()));
        }
        if (seeds && swept.size() == 1 && request.task() != Task.GENERATE) {
            Option first = request.kind() == Task.REWEIGHT && weighs ? WEIGHT : TAU;
            swept.add(0, new Axis(first, request.sweptValues(first)));
        }
        return new Axes(List.copyOf(swept), seeds);
    }

    /** Returns how many edited images stand between one source and the next. */
    int perSource() {
        List<Axis> inner = inner();
        return inner.isEmpty() ? 1 : inner.get(0).values().size();
    }

    private List<Axis> inner() {
        return seeds ? swept.subList(0, swept.size() - 1) : swept;
    }

    /** Returns the combinations of the swept values of one seed, the first axis fastest; at least one. */
    List<Map<Option, SweptValue>> combinations() {
        List<Map<Option, SweptValue>> all = List.of(Map.of());
        List<Axis> inner = inner();
        for (int a = inner.size() - 1; a >= 0; a--) {
            List<Map<Option, SweptValue>> next = new ArrayList<>();
            for (Map<Option, SweptValue> outer : all) {
                for (SweptValue value : inner.get(a).values()) {
                    Map<Option, SweptValue> both = new LinkedHashMap<>();
                    both.put(inner.get(a).option(), value);
                    both.putAll(outer);
                    next.add(both);
                }
            }
            all = next;
        }
        return all;
    }
}
