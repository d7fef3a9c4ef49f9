package org.prompttoprompt.request;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.prompttoprompt.Refusal;

/**
 * What is left out of a walk's arithmetic, nothing by default. What each part costs and saves is measured in {@code
 * src/doc/speed.md}; what is edited, injected or shown is never left out ({@code sweep.Pace}).
 *
 * @param guided the share of the steps that are guided; outside of it the scale is 1, and the rows without the prompt are not
 *     run (Kynkäänniemi et al. 2024)
 * @param every the deep features of a step serve so many steps, itself included; 1 for none but itself (DeepCache, Ma et al. 2023)
 * @param layers of the network's last block that a step with another's deep features computes, from the image's side, 1 or more
 * @param frozen the share of the steps, to the end, in which cross-attention that is not guided stays as it was (T-GATE,
 *     Zhang et al. 2024)
 */
public record Speed(Window guided, int every, int layers, Window frozen) {
    /** Everything is computed: for published numbers. */
    public static final Speed EXACT = new Speed(Window.ALWAYS, 1, 1, Window.NEVER);

    /** Costs no more than two in a hundred edits, at any guidance that was tried. */
    static final Speed FAST = new Speed(Window.of(0, 0.7), 2, 1, Window.of(0.7, 1));

    /** For a first look. */
    static final Speed FASTEST = new Speed(Window.of(0, 0.5), 3, 1, Window.of(0.5, 1));

    private static final Map<String, Speed> NAMED = Map.of("exact", EXACT, "fast", FAST, "fastest", FASTEST);
    private static final int MOST_LAYERS = 9;

    /**
     * Reads {@code exact}, {@code fast} or {@code fastest}, or parts: {@code guided 0-0.6, every 2, layers 1, frozen 0.7}, of which
     * those that are left out leave nothing out.
     *
     * @throws Refusal naming what cannot be read
     */
    public static Speed of(String text) {
        if (NAMED.containsKey(text)) return NAMED.get(text);
        Given given = new Given(
                Option.SPEED.key(),
                text,
                "Give exact, fast or fastest, or parts such as 'guided 0-0.6, every 2, layers 1, frozen 0.7'.");
        Speed speed = EXACT;
        Set<String> names = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("\\s+");
            if (words.length != 2) {
                throw given.wrong("'" + part.strip() + "' is no name and value; a comma stands between parts");
            }
            if (!names.add(words[0])) throw given.wrong(words[0] + " is there twice");
            speed = speed.with(given, words[0], words[1]);
        }
        return speed;
    }

    private Speed with(Given given, String name, String value) {
        String key = given.key() + " " + name;
        return switch (name) {
            case "guided" -> new Speed(Values.window(key, value, value), every, layers, frozen);
            case "every" -> new Speed(guided, Values.whole(key, value, 1, EditRequest.MAX_STEPS), layers, frozen);
            case "layers" -> new Speed(guided, every, Values.whole(key, value, 1, MOST_LAYERS), frozen);
            case "frozen" -> new Speed(guided, every, layers, Window.of(Values.number(key, value, 0, 1), 1));
            default -> throw given.wrong("there is no part '" + name + "'");
        };
    }

    /** Returns the names, the default first. */
    public static List<String> names() {
        return List.of("exact", "fast", "fastest");
    }
}
