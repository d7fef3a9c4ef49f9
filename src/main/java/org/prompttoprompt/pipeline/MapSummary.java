package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.metrics.WordMask;

/**
 * What the attention maps of a run tell of its images; two lines beside the recipe.
 *
 * @param agreement of each image, 1 for a source, NaN where the prompts share no word; empty if it was not measured
 * @param masks where the changed words act: one for all images, or one for each source image; empty if no word was changed
 */
public record MapSummary(List<Double> agreement, List<WordMask> masks) {
    /** Nothing was measured. */
    public static final MapSummary NONE = new MapSummary(List.of(), List.of());

    /** The keys of {@link #toText}. */
    public static final List<String> KEYS = List.of("agreement", "wordmask");

    private static final String AGREEMENT = "agreement=";
    private static final String MASKS = "wordmask=";

    public MapSummary {
        agreement = List.copyOf(agreement);
        masks = List.copyOf(masks);
    }

    /** Returns the summary of frames, whose edited ones have these agreements, and whose sources these masks. */
    static MapSummary of(List<Frame> frames, List<Double> edited, List<WordMask> masks) {
        if (edited.isEmpty()) return NONE;
        List<Double> all = new ArrayList<>();
        int next = 0;
        int sources = 0;
        for (Frame frame : frames) {
            if (frame.source()) sources++;
            all.add(frame.source() ? 1 : edited.get(next++));
        }
        return new MapSummary(all, masks.subList(0, Math.min(masks.size(), sources)));
    }

    /** Returns the lines {@code agreement=} and {@code wordmask=}, each only if there is something to tell. */
    public String toText() {
        String text = agreement.isEmpty()
                ? ""
                : AGREEMENT
                        + agreement.stream()
                                .map(value -> String.format(Locale.ROOT, "%.4f", value)
                                        .replaceAll("\\.?0+$", ""))
                                .collect(Collectors.joining(","))
                        + "\n";
        return masks.isEmpty()
                ? text
                : text + MASKS + masks.stream().map(WordMask::toString).collect(Collectors.joining(",")) + "\n";
    }

    /**
     * Reads the two lines out of a recipe; lines that are not there were not measured.
     *
     * @throws Refusal if a line is there but unreadable
     */
    public static MapSummary parse(String recipe) {
        try {
            return new MapSummary(
                    items(recipe, AGREEMENT).stream().map(Double::valueOf).toList(),
                    items(recipe, MASKS).stream().map(WordMask::parse).toList());
        } catch (NumberFormatException e) {
            throw new Refusal(
                    "The line " + AGREEMENT
                            + " in the image's info is no list of numbers: remove it, or make the image again.",
                    e);
        }
    }

    private static List<String> items(String recipe, String key) {
        return recipe.lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> Arrays.asList(line.substring(key.length()).strip().split(",")))
                .orElse(List.of());
    }
}
