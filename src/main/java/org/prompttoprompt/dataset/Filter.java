package org.prompttoprompt.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.prompttoprompt.metrics.DifferenceHash;

/**
 * Which images are rejected.
 *
 * @param agreement least agreement of the attention, 0 for any
 * @param likeness least likeness outside of the changed words, 0 for any
 * @param judge whether the model must see the edit
 * @param duplicates the most bits in which two images differ that are taken for one, -1: none is
 * @param balance times as many training images of a thing as of the rarest, 0 for any number
 */
public record Filter(double agreement, double likeness, boolean judge, int duplicates, double balance) {
    /** Below this agreement something has moved, and the labels of an image do not fit its edit. */
    static final double CARRIES = 0.8;

    /** Returns the rejected ones among the entries, in their order, each with the reason. */
    public Map<String, String> rejected(List<Entry> entries) {
        Map<String, String> reasons = new LinkedHashMap<>();
        Map<String, long[]> kept = new LinkedHashMap<>();
        for (Entry entry : entries) {
            String reason = reason(entry);
            long[] look = DifferenceHash.bits(entry.look());
            if (reason.isEmpty() && duplicates >= 0) reason = twin(look, kept);
            if (reason.isEmpty()) kept.put(entry.id(), look);
            else reasons.put(entry.id(), reason);
        }
        reasons.putAll(new Balance(balance)
                .rejected(entries.stream()
                        .filter(entry -> kept.containsKey(entry.id()))
                        .toList()));
        return reasons;
    }

    private String reason(Entry entry) {
        if (!entry.role().equals(Entry.EDIT)) return "";
        double least = entry.labels() == LabelKind.CARRIED ? Math.max(CARRIES, agreement) : agreement;
        // What was not measured does not pass: nobody knows that it fits.
        if (least > 0 && Double.isNaN(entry.agreement())) return "agreement unknown: the prompts share no word";
        if (least > 0 && !(entry.agreement() >= least)) return text("agreement", entry.agreement(), least);
        if (likeness > 0 && !(entry.likeness() >= likeness)) return text("likeness", entry.likeness(), likeness);
        if (judge && !(entry.judged() < 0))
            return String.format(Locale.ROOT, "the model does not see the edit (%.4f)", entry.judged());
        return "";
    }

    private static String text(String what, double value, double least) {
        return String.format(Locale.ROOT, "%s %.3f is below %.3f", what, value, least);
    }

    private String twin(long[] look, Map<String, long[]> kept) {
        for (Map.Entry<String, long[]> other : kept.entrySet())
            if (DifferenceHash.distance(look, other.getValue()) <= duplicates) return "looks like " + other.getKey();
        return "";
    }
}
