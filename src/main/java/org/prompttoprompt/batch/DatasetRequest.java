package org.prompttoprompt.batch;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.Filter;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.LayoutName;
import org.prompttoprompt.dataset.Split;
import org.prompttoprompt.request.Values;

/**
 * What decides a data set besides its table, immutable.
 *
 * <pre>{@code
 * DatasetRequest request = new DatasetRequest().with("table", "cells.csv").with("folder", "cells").with("layout", "stardist");
 * }</pre>
 *
 * @param values the options given; the others have their defaults
 */
public record DatasetRequest(Map<DatasetOption, String> values) {
    private static final String OUT = "out";

    /** Every option at its default. */
    public DatasetRequest() {
        this(Map.of());
    }

    public DatasetRequest {
        values = Map.copyOf(values);
    }

    /**
     * Reads options as {@code key=value}; {@code out} is another name of the folder.
     *
     * @throws Refusal if one is none
     */
    public static DatasetRequest parse(List<String> args) {
        DatasetRequest request = new DatasetRequest();
        for (String arg : args) {
            int at = arg.indexOf('=');
            if (at < 0) throw new Refusal("'" + arg + "' is no key=value: write, for example, layout=stardist.");
            String key = arg.startsWith(OUT + "=") ? DatasetOption.FOLDER.key() : arg.substring(0, at);
            if (request.values.containsKey(DatasetOption.of(key)))
                throw new Refusal(
                        "'" + arg + "': " + key + " is given twice, and out is another name of folder. Give it once.");
            request = request.with(key, arg.substring(at + 1));
        }
        return request;
    }

    /** Returns this request with the option of this key changed, or throws a Refusal with the keys that there are. */
    public DatasetRequest with(String key, Object value) {
        Map<DatasetOption, String> changed = new EnumMap<>(DatasetOption.class);
        changed.putAll(values);
        changed.put(
                DatasetOption.of(key),
                value == null ? "" : String.valueOf(value).strip());
        return new DatasetRequest(changed);
    }

    /** Returns the option's value as text. */
    public String get(DatasetOption option) {
        return values.getOrDefault(option, option.defaultValue());
    }

    /** Reads every value. */
    DatasetSettings settings() {
        return new DatasetSettings(
                LayoutName.valueOf(choice(
                                DatasetOption.LAYOUT,
                                Arrays.stream(LayoutName.values())
                                        .map(LayoutName::key)
                                        .toList())
                        .toUpperCase(Locale.ROOT)),
                LabelKind.of(choice(DatasetOption.LABELS, List.of("none", "words", "instances"))),
                Pixels.valueOf(choice(DatasetOption.PIXELS, List.of("auto", "rgb", "grey8", "grey16"))
                        .toUpperCase(Locale.ROOT)),
                Split.of(get(DatasetOption.SPLIT)),
                new Filter(
                        share(DatasetOption.AGREEMENT),
                        share(DatasetOption.LIKENESS),
                        yes(DatasetOption.JUDGE),
                        get(DatasetOption.DUPLICATES).equals("no")
                                ? -1
                                : Values.whole(DatasetOption.DUPLICATES.key(), get(DatasetOption.DUPLICATES), 0, 64),
                        get(DatasetOption.BALANCE).equals("no")
                                ? 0
                                : Values.number(DatasetOption.BALANCE.key(), get(DatasetOption.BALANCE), 1, 1000)),
                yes(DatasetOption.PREVIEW));
    }

    private double share(DatasetOption option) {
        return Values.number(option.key(), get(option), 0, 1);
    }

    private boolean yes(DatasetOption option) {
        return choice(option, List.of("yes", "no")).equals("yes");
    }

    private String choice(DatasetOption option, List<String> choices) {
        return Values.choice(option.key(), get(option), choices);
    }
}
