package org.prompttoprompt.batch;

import java.util.List;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.SweptValue;

/** A request with several values of its parameters as requests of one value each: all combinations, in the order of the values. */
final class Unfolding {
    private Unfolding() {}

    /** Returns how many there are. */
    static long count(EditRequest request) {
        long n = 1;
        for (Option option : swept(request)) n *= request.sweptValues(option).size();
        return n;
    }

    /** Returns them, the parameters that stand last in {@link Option#SWEPT} varying slowest. */
    static List<EditRequest> of(EditRequest request) {
        List<EditRequest> all = List.of(request);
        List<Option> swept = swept(request);
        for (int i = swept.size() - 1; i >= 0; i--) {
            Option option = swept.get(i);
            List<SweptValue> values = request.sweptValues(option);
            all = all.stream()
                    .flatMap(one -> values.stream().map(value -> one.with(option, value.text())))
                    .toList();
        }
        return all;
    }

    private static List<Option> swept(EditRequest request) {
        return Option.SWEPT.stream()
                .filter(option -> request.task().options().contains(option))
                .filter(option -> option != Option.WEIGHT || request.takesWeight())
                .toList();
    }
}
