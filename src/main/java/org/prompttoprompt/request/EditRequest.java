package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;

/**
 * Everything that decides the image, immutable; it travels inside the image that it made.
 *
 * <pre>{@code
 * EditRequest request = EditRequest.of(Task.SWAP)
 *         .with("prompt", "a red ball on the grass")
 *         .with("target", "a blue ball on the grass")
 *         .with("tau", "0:0.1:1");
 * }</pre>
 *
 * @param task what is asked for
 * @param values the options given; the others have the task's defaults
 * @param dtype the type of number in which the model computed, where it is a recipe's request: it is to compute in that again, where
 *     nothing else is set and the device has it; empty for what suits model and device
 */
public record EditRequest(Task task, Map<Option, String> values, String dtype) {
    /** The largest width or height of an image, in pixels. */
    public static final int MAX_SIDE = 4096;
    /** The most sampling steps; a model was trained on a thousand timesteps. */
    public static final int MAX_STEPS = 1000;
    /** The largest guidance scale. */
    public static final int MAX_GUIDANCE = 1000;

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern LINE_BREAK = Pattern.compile("\\R|\\t");

    public EditRequest {
        for (Option option : values.keySet()) {
            if (!task.options().contains(option)) {
                throw new Refusal(task.command() + " has no parameter '" + option.key() + "'. It has: "
                        + task.options().stream().map(Option::key).collect(Collectors.joining(", ")));
            }
        }
        values = Map.copyOf(values);
    }

    /** Returns a request with every option at its default. */
    public static EditRequest of(Task task) {
        return new EditRequest(task, Map.of(), "");
    }

    /** Returns this request of an image that was computed in that type of number, such as {@code float32}. */
    public EditRequest madeIn(String dtype) {
        return new EditRequest(task, values, dtype);
    }

    /** Returns this request with one option changed; numbers and booleans are written as text. Another model is not bound to a {@link #dtype}. */
    public EditRequest with(Option option, Object value) {
        Map<Option, String> changed = new EnumMap<>(Option.class);
        changed.putAll(values);
        changed.put(option, text(value));
        boolean otherModel = option == Option.MODEL && !text(value).equals(get(option));
        return new EditRequest(task, changed, otherModel ? "" : dtype);
    }

    /** Returns this request with the option of this key changed, or throws with the keys that there are. */
    public EditRequest with(String key, Object value) {
        return with(Option.of(key), value);
    }

    /**
     * Returns which of the paper's edits it asks for. An edit of an image is what its prompts make it: a re-weighting where they
     * are the same or there is one, a swap where they have the same number of words, else a phrase.
     */
    public Task kind() {
        if (task != Task.EDIT) return task;
        List<String> source = words(get(Option.PROMPT));
        List<String> target = words(get(Option.TARGET));
        if (target.isEmpty() || target.equals(source)) return Task.REWEIGHT;
        return target.size() == source.size() ? Task.SWAP : Task.PHRASE;
    }

    private static List<String> words(String prompt) {
        return SPACES.splitAsStream(prompt).filter(word -> !word.isEmpty()).toList();
    }

    /** Returns the request for the source image alone, without an edit: what a generation reads of this one. */
    public EditRequest ofSource() {
        EditRequest source = of(Task.GENERATE);
        for (Option option : Task.GENERATE.options()) {
            if (values.containsKey(option)) source = source.with(option, values.get(option));
        }
        return source.madeIn(dtype);
    }

    /**
     * A value is one line of the recipe; a prompt reads the same with a space for the break. Null is what a cleared field of a
     * dialog may hold.
     */
    private static String text(Object value) {
        if (value == null) return "";
        String text = LINE_BREAK.matcher(String.valueOf(value)).replaceAll(" ").strip();
        return value instanceof Double && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Returns the option's value as text. */
    public String get(Option option) {
        return values.getOrDefault(option, task.defaultValue(option));
    }

    /** Returns the option's value as numbers. */
    public List<Double> numbers(Option option) {
        return Values.numbers(option.key(), get(option));
    }

    /** Returns the option's value as windows. */
    public List<Window> windows(Option option) {
        return Values.windows(option.key(), get(option));
    }

    /** Returns the values of an option of {@link Option#SWEPT}. */
    public List<SweptValue> sweptValues(Option option) {
        if (option == Option.SEED) return seeds().stream().map(SweptValue::of).toList();
        if (option == Option.WEIGHT
                || option == Option.MIX
                || option == Option.STEPS
                || option == Option.STRENGTH && !isOfTheModel(option))
            return numbers(option).stream().map(SweptValue::of).toList();
        if (isOfTheModel(option)) return List.of(SweptValue.of(get(option)));
        return windows(option).stream().map(SweptValue::of).toList();
    }

    /** Returns whether a window is left to the model, or follows tau as its own does. */
    private boolean isOfTheModel(Option option) {
        String text = get(option);
        return text.equals(Option.OF_THE_MODEL) || option == Option.SELFATTENTION && text.endsWith(Settings.WITHIN_TAU);
    }

    /** Returns whether the option {@code weight} acts: on words to re-weight that have no value of their own. */
    public boolean takesWeight() {
        return task.options().contains(Option.WORDS)
                && WordValue.parse(Option.WORDS, get(Option.WORDS)).stream()
                        .anyMatch(word -> word.value().isEmpty());
    }

    /** Returns the seeds. */
    public List<Long> seeds() {
        return Values.seeds(Option.SEED.key(), get(Option.SEED));
    }

    /** Returns an option that is one number from {@code min} to {@code max}. */
    public double number(Option option, double min, double max) {
        return Values.number(option.key(), get(option), min, max);
    }

    /** Returns an option that is one whole number from {@code min} to {@code max}. */
    public int whole(Option option, int min, int max) {
        return Values.whole(option.key(), get(option), min, max);
    }

    /** Returns whether an option of one number is 0, which leaves it to the model. */
    public boolean leavesToModel(Option option) {
        return Values.isZero(get(option));
    }

    /**
     * Reads every value, so that none is refused after something was computed, and none that does not act is passed over.
     *
     * @throws Refusal for the first that cannot be read
     */
    public void requireValues() {
        for (Option option : task.options()) option.read(get(option));
    }

    /** Returns one sentence for each list that may have been meant as a number with a decimal comma. */
    public List<String> commaNotes() {
        return Option.SWEPT.stream()
                .filter(option -> option != Option.SEED && task.options().contains(option))
                .flatMap(option -> Values.commaNote(option.key(), get(option)).stream())
                .toList();
    }

    /** Returns the request as text, one {@code key=value} line per option that the task reads: the recipe. */
    public String toText() {
        return "task=" + task.name().toLowerCase(Locale.ROOT) + "\n"
                + task.options().stream()
                        .map(option -> option.key() + "=" + get(option) + "\n")
                        .collect(Collectors.joining());
    }

    /** Returns the request of a recipe written by {@link #toText}; of lines with other keys only {@link #dtype} is read. */
    public static EditRequest parse(String recipe) {
        Properties lines = new Properties();
        recipe.lines().filter(line -> line.contains("=")).forEach(line -> {
            int at = line.indexOf('=');
            lines.putIfAbsent(
                    line.substring(0, at).strip(), line.substring(at + 1).strip());
        });
        String name = lines.getProperty("task", "").toUpperCase(Locale.ROOT);
        EditRequest request = of(
                Arrays.stream(Task.values())
                        .filter(task -> task.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> new Refusal(
                                        "This is no Prompt-to-Prompt recipe: it has no line task=generate, swap, phrase, reweight or edit")));
        for (Option option : request.task.options()) {
            if (lines.containsKey(option.key())) request = request.with(option, lines.getProperty(option.key()));
        }
        return request.madeIn(lines.getProperty("dtype", ""));
    }
}
