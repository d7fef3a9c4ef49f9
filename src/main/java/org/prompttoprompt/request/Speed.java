package org.prompttoprompt.request;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prompttoprompt.Refusal;

/**
 * What is left out of a walk's arithmetic, nothing by default. What each part costs and saves is measured in {@code
 * src/doc/speed.md}; what is edited, injected or shown is never left out ({@code sweep.Pace}).
 *
 * @param guided the share of the steps that are guided; outside of it the scale is 1, and the rows without the prompt are not
 *     run (Kynkäänniemi et al. 2024)
 * @param every the deep features of a step serve so many steps, itself included; 1 for none but itself (DeepCache, Ma et al. 2023)
 * @param layers of the network's last block that a step with another's deep features computes, from the image's side, 1 or more;
 *     {@link #ALL_LAYERS} for all that a network's has
 * @param frozen the share of the steps, to the end, in which cross-attention that is not guided stays as it was (T-GATE,
 *     Zhang et al. 2024)
 * @param downsample in the finest self-attention the keys and values are those of one pixel of so many in each direction, 1 for all
 *     (ToDo, Smith et al. 2024)
 */
public record Speed(Window guided, int every, int layers, Window frozen, int downsample) {
    /** Stands for as many layers as the last block has. */
    public static final int ALL_LAYERS = Integer.MAX_VALUE;

    /** Everything is computed: for published numbers. */
    public static final Speed EXACT = new Speed(Window.ALWAYS, 1, 1, Window.NEVER, 1);

    /** Costs no more than two in a hundred edits, at any guidance that was tried, as a classifier reads them. */
    static final Speed FAST = new Speed(Window.of(0, 0.7), 2, 1, Window.of(0.7, 1), 1);

    /** For a first look. */
    static final Speed FASTEST = new Speed(Window.of(0, 0.5), 3, 1, Window.of(0.5, 1), 2);

    /**
     * In fewer steps neighbours are far apart, and each part was seen to spoil more than two of a hundred edits in 4: there {@code fast}
     * leaves out nothing, and {@code fastest} what spoils least.
     */
    private static final int FEWEST_STEPS = 10;

    private static final Speed FASTEST_OF_FEW = new Speed(Window.ALWAYS, 2, ALL_LAYERS, Window.NEVER, 2);

    private static final Map<String, Speed> NAMED = Map.of("exact", EXACT, "fast", FAST, "fastest", FASTEST);
    private static final int MOST_LAYERS = 9;

    private static final String GUIDED = "guided";
    private static final String EVERY = "every";
    private static final String LAYERS = "layers";
    private static final String ALL = "all";
    private static final String DOWNSAMPLE = "downsample";
    private static final int MOST_DOWNSAMPLE = 4;

    /** What each part can be, as a sentence goes on after "Give". */
    private static final Map<String, String> RANGES = Map.of(
            GUIDED,
            "guided a share of the steps from 0 to 1, as in guided 0.6, or an interval, as in guided 0.2-0.8",
            EVERY,
            "every a whole number of steps from 1 to " + EditRequest.MAX_STEPS + ", as in every 2",
            LAYERS,
            "layers a whole number from 1 to " + MOST_LAYERS + ", or all, as in layers 1",
            "frozen",
            "frozen the share of the steps from which on it acts, from 0 to 1, as in frozen 0.7",
            DOWNSAMPLE,
            "downsample a whole number of pixels in each direction from 1 to " + MOST_DOWNSAMPLE
                    + ", as in downsample 2");

    private static final String CURE =
            "Give exact, fast or fastest, or parts such as 'guided 0-0.6, every 2, layers 1, frozen 0.7, downsample 2'.";

    /**
     * Reads {@code exact}, {@code fast} or {@code fastest}, or parts: {@code guided 0-0.6, every 2, layers 1, frozen 0.7, downsample 2}, of which
     * those that are left out leave nothing out.
     *
     * @throws Refusal naming what cannot be read
     */
    public static Speed of(String text) {
        if (NAMED.containsKey(text)) return NAMED.get(text);
        Given given = new Given(Option.SPEED.key(), text, CURE);
        if (text.isBlank()) throw given.wrong("it is empty");
        Values.spelt(text, NAMED.keySet()).ifPresent(why -> {
            throw given.wrong(why);
        });
        Speed speed = EXACT;
        Set<String> names = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("\\s+");
            String range = RANGES.get(words[0]);
            if (NAMED.containsKey(words[0])) throw given.wrong("'" + words[0] + "' stands alone");
            if (range == null)
                throw given.wrong(
                        part.isBlank()
                                ? "a part is empty, and a comma stands between parts"
                                : Values.spelt(words[0], RANGES.keySet())
                                        .orElse("there is no part '" + words[0] + "'"));
            if (!names.add(words[0])) throw given.wrong(words[0] + " is there twice");
            Given one = new Given(given.key(), text, "Give " + range + ".");
            if (words.length == 1) throw one.wrong("'" + words[0] + "' has no value");
            if (words.length > 2) throw one.wrong("'" + part.strip() + "' is no name and one value");
            try {
                speed = speed.with(words[0], words[1]);
            } catch (Refusal e) {
                String which = part.equals(text) ? "" : words[0] + " " + words[1] + ": ";
                throw one.wrong(which + reason(e));
            }
        }
        if (names.contains(LAYERS) && !names.contains(EVERY))
            throw given.wrong(
                    "layers tells what of the last block is computed where every leaves out the rest, and every is not there");
        return speed;
    }

    /** Returns what {@link #of} does, for a run of so many steps: in few, names leave out less. */
    static Speed of(String text, int steps) {
        Speed speed = of(text);
        if (steps >= FEWEST_STEPS || !NAMED.containsKey(text)) return speed;
        return speed.equals(FASTEST) ? FASTEST_OF_FEW : EXACT;
    }

    /** Returns that a name leaves out less in a run of so many steps, and what helps, in a sentence; empty where it does not. */
    public static Optional<String> ofFew(String text, int steps) {
        Speed speed = of(text, steps);
        if (speed.equals(of(text))) return Optional.empty();
        boolean nothing = speed.equals(EXACT);
        return Optional.of("In fewer than " + FEWEST_STEPS + " steps " + text + " leaves out "
                + (nothing ? "nothing" : "less") + ", as neighbours are far apart there: take steps=" + FEWEST_STEPS
                + " or more" + (nothing ? ", or speed=fastest for a first look." : "."));
    }

    /** Returns it for a network whose last block has so many layers. */
    public Speed within(int lastLayers) {
        return new Speed(guided, every, layers == ALL_LAYERS ? lastLayers : layers, frozen, downsample);
    }

    /** Returns why a value was refused, without its key and what to give: the first sentence behind the colon. */
    private static String reason(Refusal refusal) {
        return refusal.getMessage().replaceFirst("^[^:]*: ", "").replaceFirst("(?s)\\.(\\s.*)?$", "");
    }

    private Speed with(String name, String value) {
        return switch (name) {
            case GUIDED -> new Speed(Values.window(name, value, value), every, layers, frozen, downsample);
            case EVERY ->
                new Speed(guided, Values.whole(name, value, 1, EditRequest.MAX_STEPS), layers, frozen, downsample);
            case LAYERS ->
                new Speed(
                        guided,
                        every,
                        value.equals(ALL) ? ALL_LAYERS : Values.whole(name, value, 1, MOST_LAYERS),
                        frozen,
                        downsample);
            case DOWNSAMPLE -> new Speed(guided, every, layers, frozen, Values.whole(name, value, 1, MOST_DOWNSAMPLE));
            default -> new Speed(guided, every, layers, Window.of(Values.number(name, value, 0, 1), 1), downsample);
        };
    }

    /** Returns the names, the default first. */
    public static List<String> names() {
        return List.of("exact", "fast", "fastest");
    }
}
