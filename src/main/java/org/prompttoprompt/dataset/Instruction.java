package org.prompttoprompt.dataset;

import java.util.List;
import java.util.stream.Collectors;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.WordValue;

/** An edit as a sentence that asks for it, as models are trained on that edit by instructions. */
final class Instruction {
    private Instruction() {}

    /** Returns it; empty for a request that edits nothing. */
    static String of(EditRequest request) {
        Task kind = request.kind();
        if (kind == Task.GENERATE) return "";
        if (kind == Task.REWEIGHT) return weights(request);
        List<String> before = List.of(request.get(Option.PROMPT).strip().split("\\s+"));
        List<String> after = List.of(request.get(Option.TARGET).strip().split("\\s+"));
        int shorter = Math.min(before.size(), after.size());
        int first = 0;
        while (first < shorter && before.get(first).equals(after.get(first))) first++;
        int last = 0;
        while (last < shorter - first
                && before.get(before.size() - 1 - last).equals(after.get(after.size() - 1 - last))) last++;
        String from = text(before.subList(first, before.size() - last));
        String to = text(after.subList(first, after.size() - last));
        if (from.isEmpty()) return "add " + to;
        return to.isEmpty() ? "remove " + from : "turn " + from + " into " + to;
    }

    private static String text(List<String> words) {
        return String.join(" ", words).replaceAll("^,\\s*|,$", "");
    }

    private static String weights(EditRequest request) {
        double shared = request.takesWeight() ? request.numbers(Option.WEIGHT).get(0) : 1;
        return WordValue.parse(Option.WORDS, request.get(Option.WORDS)).stream()
                .map(word -> weight(
                        word.word().toString(),
                        word.value().map(Double::valueOf).orElse(shared)))
                .collect(Collectors.joining(" and "));
    }

    private static String weight(String word, double c) {
        if (c == 1) return "leave " + word + " as it is";
        return (c > 1 ? "more " : c < 0 ? "the opposite of " : "less ") + word;
    }
}
