package org.prompttoprompt.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;

/**
 * What an interpolation is asked for, by its keys: a stack of frames between two prompts, or between two weights of words.
 *
 * <pre>{@code
 * new InterpolationRequest().with("prompt", "a red ball").with("target", "a blue ball").with("frames", 24)
 * }</pre>
 *
 * @param values of the keys that were given, its own ({@link #DEFAULTS}) and those of the edit
 */
public record InterpolationRequest(Map<String, String> values) {
    /** The name of the command. */
    public static final String COMMAND = "Interpolate...";
    /** As many frames as there may be. */
    public static final int MOST_FRAMES = 200;
    /** As many images as may be drawn for them. */
    public static final int MOST_DRAWN = 600;

    /** The keys of its own with what an omitted one has. */
    public static final Map<String, String> DEFAULTS = defaults();

    /** What may change from frame to frame, by the value of {@code by}, with the first and the last value. */
    private enum By {
        EMBEDDING(Option.MIX, "0", "1"),
        TAU(Option.TAU, "1", "0"),
        WEIGHT(Option.WEIGHT, "-2", "2");

        private final Option option;
        private final String first;
        private final String last;

        By(Option option, String first, String last) {
            this.option = option;
            this.first = first;
            this.last = last;
        }
    }

    public InterpolationRequest {
        values = Map.copyOf(values);
    }

    /** A request of nothing yet. */
    public InterpolationRequest() {
        this(Map.of());
    }

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("by", "embedding");
        defaults.put("first", Option.AUTO);
        defaults.put("last", Option.AUTO);
        defaults.put("frames", "24");
        defaults.put("even", "yes");
        defaults.put("budget", "0");
        defaults.put("rate", "12");
        return Map.copyOf(defaults);
    }

    /**
     * Returns this request with a key's value.
     *
     * @throws Refusal if it has no such key
     */
    public InterpolationRequest with(String key, Object value) {
        if (!DEFAULTS.containsKey(key)) Option.of(key);
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(key, value == null ? "" : String.valueOf(value).strip());
        return new InterpolationRequest(changed);
    }

    private String get(String key) {
        return values.getOrDefault(key, DEFAULTS.get(key));
    }

    private By by() {
        List<String> keys = List.of("embedding", "tau", "weight");
        return By.values()[keys.indexOf(Values.choice("by", get("by"), keys))];
    }

    /** Returns what changes from frame to frame. */
    public Option option() {
        return by().option;
    }

    /** Returns the number of frames. */
    public int frames() {
        return Values.whole("frames", get("frames"), 2, MOST_FRAMES);
    }

    /** Returns whether neighbouring frames are to be equally far apart; else values are. */
    public boolean even() {
        return Values.choice("even", get("even"), List.of("yes", "no")).equals("yes");
    }

    /** Returns the frames shown in a second. */
    public double rate() {
        return Values.number("rate", get("rate"), 0.1, 1000);
    }

    /** Returns how many images may be drawn: three for each frame unless told otherwise, and no more than frames where these are not evened. */
    public int budget() {
        int frames = frames();
        int budget = Values.whole("budget", get("budget"), 0, MOST_DRAWN);
        if (!even()) return frames;
        if (budget == 0) return Math.min(3 * frames, MOST_DRAWN);
        if (budget >= frames) return budget;
        throw new Refusal("budget=" + budget + ": " + frames
                + " frames take as many images at least. Give more, such as budget=" + 3 * frames
                + ", or 0 for three images a frame.");
    }

    /** Returns the value of the first frame. */
    public double first() {
        return end("first", by().first);
    }

    /** Returns the value of the last frame. */
    public double last() {
        return end("last", by().last);
    }

    private double end(String key, String usual) {
        String text = get(key).equals(Option.AUTO) ? usual : get(key);
        return option() == Option.WEIGHT ? Values.weight(key, text, text) : Values.number(key, text, 0, 1);
    }

    /**
     * Returns the edit that the frames are made by, with two values of {@link #option}: the first and the last.
     *
     * @throws Refusal with one readable sentence if a value cannot be read, or nothing changes
     */
    public EditRequest edit() {
        Option option = option();
        Task task = task();
        EditRequest edit = EditRequest.of(task);
        if (option == Option.TAU) edit = edit.with(Option.SOFT, "yes");
        if (option == Option.MIX) edit = edit.with(Option.TAU, 0).with(Option.SELFATTENTION, 0);
        for (Map.Entry<String, String> value : values.entrySet()) {
            // An empty edited prompt was left out.
            boolean none = task == Task.REWEIGHT && value.getKey().equals(Option.TARGET.key());
            if (none || DEFAULTS.containsKey(value.getKey())) continue;
            if (value.getKey().equals(option.key()))
                throw new Refusal(
                        value.getKey() + "=" + value.getValue() + ": it changes from frame to frame, from first to"
                                + " last. Leave it out, or give first and last.");
            edit = edit.with(value.getKey(), value.getValue());
        }
        if (first() == last())
            throw new Refusal("first=" + Numbers.text(first()) + " is last: nothing changes. Give two values.");
        frames();
        budget();
        rate();
        edit = edit.with(option, Numbers.text(first()) + ", " + Numbers.text(last()));
        requireOne(edit);
        return edit;
    }

    private Task task() {
        String prompt = values.getOrDefault(Option.PROMPT.key(), "");
        String target = values.getOrDefault(Option.TARGET.key(), "");
        if (by() == By.WEIGHT) {
            if (prompt.isBlank()) throw new Refusal("prompt is empty: write what the film is to show.");
            if (values.getOrDefault(Option.WORDS.key(), "").isBlank())
                throw new Refusal("words is empty: name the words whose weight changes, such as words=fluffy.");
            if (target.isBlank()) return Task.REWEIGHT;
            throw new Refusal("target=" + target
                    + ": by=weight re-weights words of one prompt. Leave target empty, or take by=embedding.");
        }
        if (prompt.isBlank()) throw new Refusal("prompt is empty: write what the first frame is to show.");
        if (target.isBlank()) throw new Refusal("target is empty: write what the last frame is to show.");
        Task kind = EditRequest.of(Task.EDIT)
                .with(Option.PROMPT, prompt)
                .with(Option.TARGET, target)
                .kind();
        if (kind != Task.REWEIGHT) return kind;
        throw new Refusal("target=" + target
                + ": it is the prompt, and nothing lies between. Write another, or take by=weight with words.");
    }

    /** One film has one value of everything else. */
    private static void requireOne(EditRequest edit) {
        for (Axis axis : Axes.of(edit).swept())
            if (!axis.option().equals(changing(edit)))
                throw new Refusal(
                        axis.key() + "=" + edit.get(axis.option()) + ": an interpolation is one film. Give one value.");
    }

    private static Option changing(EditRequest edit) {
        if (edit.task() == Task.REWEIGHT) return Option.WEIGHT;
        return edit.numbers(Option.MIX).size() == 2 ? Option.MIX : Option.TAU;
    }
}
