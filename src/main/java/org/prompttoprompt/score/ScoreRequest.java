package org.prompttoprompt.score;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.lpips.Lpips;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Method;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Values;

/**
 * What a benchmark is asked for, by its keys.
 *
 * @param bench folder in PIE-Bench's layout
 * @param methods names of results in the folder, or ways into an image, separated by commas; empty: all results, else the model's way
 * @param out path of what is written: {@code out.csv}, {@code out-methods.csv}, {@code out.png} and the folder {@code out}
 * @param rules exact or published
 * @param lpips folder with LPIPS's weights; empty: it is not measured
 * @param options of the edits that are made here
 */
public record ScoreRequest(
        String bench, String methods, String out, String rules, String lpips, Map<String, String> options) {
    /** A request of nothing yet. */
    public ScoreRequest() {
        this("", "", "", "exact", "", Map.of());
    }

    /**
     * Returns this request with a key's value.
     *
     * @throws Refusal if it has no such key
     */
    public ScoreRequest with(String key, Object value) {
        String text = String.valueOf(value).strip();
        return switch (key) {
            case "bench" -> new ScoreRequest(text, methods, out, rules, lpips, options);
            case "methods" -> new ScoreRequest(bench, text, out, rules, lpips, options);
            case "out" -> new ScoreRequest(bench, methods, text, rules, lpips, options);
            case "rules" -> new ScoreRequest(bench, methods, out, text, lpips, options);
            case "lpips" -> new ScoreRequest(bench, methods, out, rules, text, options);
            default -> {
                Option option = Option.of(key);
                if (List.of(Option.PROMPT, Option.TARGET, Option.METHOD, Option.MASK)
                        .contains(option))
                    throw new Refusal(key + "=" + text + ": the benchmark says it. Leave it out; ways in are named by"
                            + " methods.");
                option.read(text);
                Map<String, String> more = new LinkedHashMap<>(options);
                more.put(key, text);
                yield new ScoreRequest(bench, methods, out, rules, lpips, Map.copyOf(more));
            }
        };
    }

    /**
     * Returns the folder with LPIPS's weights, if it is to be measured.
     *
     * @throws Refusal if it holds none
     */
    Optional<Path> look() {
        if (lpips.isBlank()) return Optional.empty();
        Path folder = LocalPath.of("lpips", lpips);
        Lpips.requireLpips(folder);
        return Optional.of(folder);
    }

    Rules rule() {
        return Rules.valueOf(
                Values.choice("rules", rules, List.of("exact", "published")).toUpperCase(Locale.ROOT));
    }

    /** Returns the edit that all are made by, without its prompts and way. */
    EditRequest edit() {
        EditRequest edit = EditRequest.of(Task.EDIT);
        for (Map.Entry<String, String> option : options.entrySet())
            edit = edit.with(option.getKey(), option.getValue());
        for (Option option : Option.SWEPT) {
            String several = edit.get(option);
            if (edit.task().options().contains(option)
                    && !several.equals(Option.OF_THE_MODEL)
                    && edit.sweptValues(option).size() > 1)
                throw new Refusal(
                        option.key() + "=" + several + ": a benchmark makes one edit of each image. Give one value.");
        }
        return edit;
    }

    /** Refuses what can be no method where no folder is named that may hold results of that name. */
    void requireMethods() {
        if (!bench.isBlank()) return;
        for (String name : names())
            if (!Method.keys().contains(name))
                throw noMethod(name, "; results are those of a benchmark, whose folder bench names.");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : methods.split(",")) if (!name.isBlank()) names.add(name.strip());
        return names;
    }

    private Refusal noMethod(String name, String results) {
        return new Refusal("methods=" + methods + ": '" + name + "' is neither a way into an image nor a folder of"
                + " results. Ways: " + String.join(", ", Method.keys()) + results);
    }

    /** Returns the methods that are asked for. */
    List<BenchMethod> methods(BenchFolder folder, Path made) {
        List<String> names = names();
        if (names.isEmpty()) names.addAll(folder.methods());
        if (names.isEmpty()) names.add(PromptToPrompt.resolve(edit()).get(Option.METHOD));
        List<BenchMethod> found = new ArrayList<>();
        for (String name : names) {
            if (Files.isDirectory(folder.results(name))) {
                found.add(new BenchMethod(name, folder.results(name), Optional.empty()));
            } else if (Method.keys().contains(name)) {
                String label = options.isEmpty() ? name : name + " " + told();
                Path images = made.resolve(label.replaceAll("[^A-Za-z0-9 =.,_-]", "_"))
                        .resolve(BenchFolder.IMAGES);
                found.add(new BenchMethod(label, images, Optional.of(edit().with(Option.METHOD, name))));
            } else {
                List<String> results = folder.methods();
                throw noMethod(name, results.isEmpty() ? "." : "; results: " + String.join(", ", results) + ".");
            }
        }
        return found;
    }

    private String told() {
        return String.join(
                " ",
                options.entrySet().stream()
                        .filter(option -> !option.getKey().equals(Option.MODEL.key()))
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .sorted()
                        .toList());
    }
}
