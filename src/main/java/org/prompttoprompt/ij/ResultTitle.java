package org.prompttoprompt.ij;

import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** The title of a result: what was asked for as one line without quotes, which the Recorder and macros could not hold. */
final class ResultTitle {
    private static final int LONGEST = 80;
    /** A window three times as wide as a small image shows so many characters; of longer titles the change comes first. */
    private static final int SHOWN = 34;

    private ResultTitle() {}

    /** Returns the title of what has become of a request: a run that was stopped before its first edit shows its source. */
    static String of(EditResult result) {
        EditRequest request = result.request();
        boolean edited = result.frames().stream().anyMatch(frame -> !frame.source());
        return edited || request.task() == Task.GENERATE ? of(request) : cut(clean(request.get(Option.PROMPT)));
    }

    static String of(EditRequest request) {
        String source = request.get(Option.PROMPT);
        String title = clean(whole(request, source));
        return cut(title.length() > SHOWN ? clean(changeFirst(request, source)) : title);
    }

    private static String cut(String title) {
        return title.length() <= LONGEST ? title : title.substring(0, LONGEST - 3) + "...";
    }

    private static String clean(String title) {
        return title.replaceAll("[\"'\\\\\\[\\]\\s]+", " ").strip();
    }

    private static boolean takesTarget(EditRequest request) {
        return request.task().options().contains(Option.TARGET)
                && !request.get(Option.TARGET).isBlank();
    }

    /** A factor of 1 for all words weighs nothing, as where a selection is filled. */
    private static boolean weighs(EditRequest request) {
        if (!request.task().options().contains(Option.WORDS)) return false;
        boolean ownFactors = request.get(Option.WORDS).matches(".*\\s-?[\\d.].*");
        return ownFactors || !request.get(Option.WEIGHT).equals("1");
    }

    private static String whole(EditRequest request, String source) {
        if (takesTarget(request)) return source + " -> " + request.get(Option.TARGET);
        return weighs(request) ? source + ", " + request.get(Option.WORDS) + " times c" : source;
    }

    private static String changeFirst(EditRequest request, String source) {
        if (!takesTarget(request)) {
            return weighs(request) ? request.get(Option.WORDS) + " times c, " + source : source;
        }
        List<String> from = List.of(source.strip().split("\\s+"));
        List<String> to = List.of(request.get(Option.TARGET).strip().split("\\s+"));
        if (from.size() == to.size()) return swapped(from, to) + ", " + source;
        int same = 0;
        int most = Math.min(from.size(), to.size());
        while (same < most && from.get(same).equals(to.get(same))) same++;
        int tail = 0;
        while (tail < most - same && from.get(from.size() - 1 - tail).equals(to.get(to.size() - 1 - tail))) tail++;
        String added = String.join(" ", to.subList(same, to.size() - tail));
        String removed = String.join(" ", from.subList(same, from.size() - tail));
        String change = removed.isEmpty() ? "+ " + added : added.isEmpty() ? "- " + removed : removed + " -> " + added;
        return change + ", " + source;
    }

    /** Returns the words that differ, neighbours together. */
    private static String swapped(List<String> from, List<String> to) {
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            int start = i;
            while (i < from.size() && !from.get(i).equals(to.get(i))) i++;
            if (i > start)
                changes.add(String.join(" ", from.subList(start, i)) + " -> " + String.join(" ", to.subList(start, i)));
        }
        return String.join(", ", changes);
    }
}
