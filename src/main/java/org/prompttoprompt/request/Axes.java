package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;

/**
 * The swept parameters of a request, none to two; the first varies fastest. Seeds always vary slowest, as each has a
 * source of its own.
 */
public record Axes(List<Axis> swept, boolean seeds) {
    public static Axes of(EditRequest request) {
        List<Axis> swept = new ArrayList<>();
        boolean weighs = request.takesWeight();
        for (Option option : Option.SWEPT) {
            if (!request.task().options().contains(option) || option == WEIGHT && !weighs) continue;
            List<String> values = request.sweptValues(option);
            if (values.size() > 1) swept.add(new Axis(option.key(), values));
        }
        boolean seeds = !swept.isEmpty() && swept.get(swept.size() - 1).key().equals(SEED.key());
        if (swept.size() > 2) {
            throw new Refusal("Two parameters can be swept at once; these have several values: "
                    + String.join(", ", swept.stream().map(Axis::key).toList()));
        }
        if (seeds && swept.size() == 1 && request.task() != Task.GENERATE) {
            Option own = request.task() == Task.REWEIGHT && weighs ? WEIGHT : TAU;
            swept.add(0, new Axis(own.key(), request.sweptValues(own)));
        }
        return new Axes(List.copyOf(swept), seeds);
    }

    /** Returns the combinations of the swept values of one seed, the first axis fastest; at least one. */
    public List<Map<String, String>> combinations() {
        List<Map<String, String>> all = List.of(Map.of());
        List<Axis> inner = seeds ? swept.subList(0, swept.size() - 1) : swept;
        for (int a = inner.size() - 1; a >= 0; a--) {
            List<Map<String, String>> next = new ArrayList<>();
            for (Map<String, String> outer : all) {
                for (String value : inner.get(a).values()) {
                    Map<String, String> both = new LinkedHashMap<>();
                    both.put(inner.get(a).key(), value);
                    both.putAll(outer);
                    next.add(both);
                }
            }
            all = next;
        }
        return all;
    }
}
