package org.prompttoprompt.checkpoint;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.prompttoprompt.Refusal;

/**
 * The options of one part of a model, from its config.json. A key that is absent or null takes the default given, which is
 * diffusers' own; a key that nobody asked for is an error in the end, for its meaning is then missing from the network.
 * Every error is a {@link Refusal} that names key, value and file.
 */
public final class Config {
    private static final Gson VALUES = new Gson();

    private final Path path;
    private final JsonObject json;
    private final Set<String> unread;

    /** What asked for values that are not the file's, by their keys. */
    private final Map<String, String> asked;

    private Config(Path path, JsonObject json) {
        this(path, json, Map.of());
    }

    private Config(Path path, JsonObject json, Map<String, String> asked) {
        this.path = path;
        this.asked = asked;
        this.json = json;
        this.unread = new TreeSet<>(json.keySet());
    }

    /** Reads a JSON file that holds one object. */
    public static Config open(Path path) {
        return new Config(path, JsonFiles.object(path));
    }

    /** Returns options of which each has its default, as if the file were there without any. */
    public static Config empty(Path path) {
        return new Config(path, new JsonObject());
    }

    /**
     * Returns options that were found out elsewhere.
     *
     * @param path of the file that they describe
     */
    public static Config of(JsonObject options, Path path) {
        return new Config(path, options.deepCopy());
    }

    /** Returns these options with others in their place, as if the file said so. */
    public Config with(Map<String, ?> options) {
        JsonObject changed = json.deepCopy();
        options.forEach((key, value) -> changed.add(key, VALUES.toJsonTree(value)));
        return new Config(path, changed, asked);
    }

    /**
     * Returns these options with another in its place, as a request asks.
     *
     * @param by how a message names what asks for it, such as {@code prediction=sample}
     */
    public Config with(String key, Object value, String by) {
        Map<String, String> all = new HashMap<>(asked);
        all.put(key, by);
        return new Config(path, with(Map.of(key, value)).json, all);
    }

    /** Returns these options with defaults for those that the file does not have. */
    public Config orElse(Map<String, ?> options) {
        Map<String, Object> absent = new HashMap<>(options);
        absent.keySet().removeIf(this::has);
        return with(absent);
    }

    public boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    /** Returns whether the file says null, for options of which that means another thing than their absence. */
    public boolean isNull(String key) {
        return json.has(key) && json.get(key).isJsonNull();
    }

    public int getInt(String key, int otherwise) {
        return get(key, otherwise, "a whole number", value -> WholeNumber.of(value.getAsJsonPrimitive()));
    }

    public double getDouble(String key, double otherwise) {
        return get(
                key,
                otherwise,
                "a number",
                value -> value.getAsJsonPrimitive().getAsBigDecimal().doubleValue());
    }

    public boolean getBoolean(String key, boolean otherwise) {
        return get(key, otherwise, "true or false", value -> TrueOrFalse.of(json, key, otherwise));
    }

    public String getString(String key, String otherwise) {
        return get(key, otherwise, "a text", value -> value.getAsJsonPrimitive().getAsString());
    }

    public List<String> getStrings(String key, List<String> otherwise) {
        return get(key, otherwise, "a list of texts", value -> list(value, JsonElement::getAsString));
    }

    public List<Integer> getInts(String key, List<Integer> otherwise) {
        return get(key, otherwise, "a list of whole numbers", value -> list(value, WholeNumber::of));
    }

    public List<Double> getDoubles(String key, List<Double> otherwise) {
        return get(key, otherwise, "a list of numbers", value -> list(value, JsonElement::getAsDouble));
    }

    /** Returns a whole number that stands there by itself, or in an object under one of these names, all the same. */
    public int getSide(String key, int otherwise, String... names) {
        return get(key, otherwise, "one size in pixels", value -> {
            if (!value.isJsonObject()) return WholeNumber.of(value);
            Map<String, JsonElement> sides = value.getAsJsonObject().asMap();
            boolean alike = sides.values().stream().distinct().count() == 1;
            if (alike && Arrays.asList(names).containsAll(sides.keySet()))
                return WholeNumber.of(sides.values().iterator().next());
            throw new IllegalStateException(key);
        });
    }

    /** Returns one whole number per level, where the file has either a list of them or one for all. */
    public List<Integer> getPerLevel(String key, int otherwise, int levels) {
        List<Integer> values = has(key) && json.get(key).isJsonArray()
                ? getInts(key, null)
                : Collections.nCopies(levels, getInt(key, otherwise));
        if (values.size() != levels) throw refuse(key, "it must have one entry for each of the " + levels + " levels");
        return values;
    }

    /** Accepts an option only at one of these values, or absent: the others ask for what is not supported. */
    public void allow(String key, Object... values) {
        unread.remove(key);
        boolean either = Arrays.stream(values).anyMatch(Boolean.class::isInstance);
        if (either && has(key) && json.get(key).isJsonPrimitive()) getBoolean(key, false);
        if (!json.has(key) || Arrays.stream(values).anyMatch(value -> equal(json.get(key), value))) return;
        List<Object> others = Arrays.stream(values).filter(Objects::nonNull).toList();
        throw refuse(key, others.isEmpty() ? "only models without it are" : "supported: " + others);
    }

    /** Accepts options only absent, null, or an empty list or object. */
    public void allowEmpty(String... keys) {
        for (String key : keys) {
            unread.remove(key);
            JsonElement value = json.get(key);
            boolean empty = !has(key)
                    || value.isJsonObject() && value.getAsJsonObject().isEmpty()
                    || value.isJsonArray() && value.getAsJsonArray().isEmpty();
            if (!empty) throw refuse(key, "it must be empty");
        }
    }

    /** Declares that these options do not matter to the network. */
    public void ignore(String... keys) {
        unread.removeAll(Arrays.asList(keys));
    }

    /** Declares likewise of what training writes beside the options: the course of the moving average (diffusers, EMAModel). */
    public void ignoreMovingAverage() {
        ignore("decay", "inv_gamma", "min_decay", "optimization_step", "power", "update_after_step", "use_ema_warmup");
    }

    /**
     * Checks that every option of the file was asked for or ignored. Passed over are those that begin with an underscore, which
     * are notes of the program that wrote the file, and those without a value.
     */
    public void requireAllRead(String... ignored) {
        ignore(ignored);
        unread.removeIf(key -> key.startsWith("_") || json.get(key).isJsonNull());
        if (unread.isEmpty()) return;
        String key = unread.iterator().next();
        throw new Refusal(path + " has the unknown option " + key + " = " + shown(key)
                + (unread.size() > 1 ? "; also " + unread : "")
                + ". It may change the images, and this version does not know how. Use a newer version of the plugin; or, if"
                + " you know that it changes nothing, take it out of the file.");
    }

    /** Returns the error that says why the value of an option is refused. */
    public Refusal refuse(String key, String why) {
        String value = Optional.ofNullable(asked.get(key)).orElse(path + ": " + key + " = " + shown(key));
        return new Refusal(value + " is not supported; " + why + ". "
                + (asked.containsKey(key)
                        ? "Give one of these, or leave it to the model."
                        : Cure.of(path, key, json.get(key))));
    }

    private String shown(String key) {
        return JsonFiles.shown(path, key, json.get(key));
    }

    private <T> T get(String key, T otherwise, String kind, Function<JsonElement, T> read) {
        unread.remove(key);
        if (!has(key)) return otherwise;
        try {
            return read.apply(json.get(key));
        } catch (WholeNumber.OutOfRange e) {
            throw damaged(key, "is " + e.getMessage(), e);
        } catch (IllegalStateException
                | NumberFormatException
                | ArithmeticException
                | UnsupportedOperationException e) {
            throw damaged(key, "is not " + kind, e);
        }
    }

    private Damaged damaged(String key, String what, RuntimeException e) {
        String value = path + ": " + key + " = " + shown(key);
        return new Damaged(value + " " + what, "", Cure.ofKind(path, key, json.get(key)), e);
    }

    private static <T> List<T> list(JsonElement value, Function<JsonElement, T> read) {
        return value.getAsJsonArray().asList().stream().map(read).toList();
    }

    private static boolean equal(JsonElement value, Object allowed) {
        if (value.isJsonNull()) return allowed == null;
        if (!value.isJsonPrimitive() || allowed == null) return false;
        if (!value.getAsJsonPrimitive().isNumber()) return Objects.equals(value.getAsString(), allowed.toString());
        return allowed instanceof Number number && value.getAsDouble() == number.doubleValue();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
