package org.prompttoprompt.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.NearNames;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.store.ModelStore;
import org.prompttoprompt.store.Outcome;
import org.prompttoprompt.store.StoreAction;
import org.prompttoprompt.store.UnderWay;
import org.prompttoprompt.text.Vocabulary;

/**
 * The models of this computer on the command line:
 *
 * <pre>{@code
 * models list
 * models download sd-turbo accept=stabilityai-ai-community
 * models download owner/name file=ink.safetensors name=ink accept=mit
 * models verify sd-turbo
 * }</pre>
 */
final class ModelsLine {
    static final String WORD = "models";
    private static final String MODEL = "model";
    private static final long SOON = TimeUnit.SECONDS.toNanos(2);

    private ModelsLine() {}

    /** Does what is asked, and returns what is to be printed. */
    static String run(List<String> args, Progress progress) {
        if (args.isEmpty()) {
            throw new Refusal("Say what to do with models:\n"
                    + Stream.of(StoreAction.values())
                            .map(action -> "  " + WORD + " " + action.word() + ": " + action.meaning())
                            .collect(Collectors.joining("\n")));
        }
        StoreAction action = action(args.get(0));
        String model = "";
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args.subList(1, args.size())) {
            int at = arg.indexOf('=');
            boolean option = at > 0 && arg.substring(0, at).matches("[A-Za-z0-9]+");
            String key = option ? arg.substring(0, at).toLowerCase(Locale.ROOT) : MODEL;
            String value = option ? arg.substring(at + 1) : arg;
            if (!key.equals(MODEL) && !action.keys().contains(key))
                throw new Refusal(
                        "'" + arg + "': " + WORD + " " + action.word() + " has no '" + key + "'. " + wants(action));
            boolean takes = action.needsModel() || action == StoreAction.ENGINE;
            if (key.equals(MODEL) && !model.isEmpty())
                throw new Refusal("'" + arg + "' is too much: " + WORD + " " + action.word() + " takes one "
                        + (action.needsModel() ? MODEL : "word") + ", here '" + model + "'.");
            if (key.equals(MODEL) && !takes && !value.isBlank())
                throw new Refusal("'" + arg + "' is too much. " + wants(action));
            if (key.equals(MODEL)) model = value;
            else if (options.put(key, value) != null)
                throw new Refusal("'" + arg + "': only one " + key + " can be given. " + wants(action));
        }
        if (action.needsModel() && model.isBlank())
            throw new Refusal(WORD + " " + action.word() + " needs a " + (action.takesPath() ? "path" : "model") + ". "
                    + wants(action));
        Outcome came = run(action, model, options, progress);
        if (!came.well()) throw new Refusal(came.text()); // scripts read the exit status
        return came.text();
    }

    /** Who ends the process in the midst of a download is told how that goes on; what is over by then has let go of its lock. */
    private static Outcome run(StoreAction action, String model, Map<String, String> options, Progress progress) {
        Thread whenEnded = new Thread(() -> UnderWay.inWords().forEach(System.err::println));
        if (action.downloads()) Runtime.getRuntime().addShutdownHook(whenEnded);
        try {
            return action.run(
                    new ModelStore(), model, options, action == StoreAction.LIST ? late(progress) : rarely(progress));
        } finally {
            forget(whenEnded);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It is told, and this process ends.
        }
    }

    private static StoreAction action(String word) {
        List<String> words =
                Stream.of(StoreAction.values()).map(StoreAction::word).toList();
        if (words.contains(word.toLowerCase(Locale.ROOT))) return StoreAction.of(word);
        throw new Refusal("'" + word + "' is nothing that can be done with models."
                + NearNames.question(Vocabulary.nearest(word.toLowerCase(Locale.ROOT), words)) + " There is: "
                + String.join(", ", words) + ".");
    }

    /** Returns what one takes, with an example. */
    private static String wants(StoreAction action) {
        String example = switch (action) {
            case LIST, RECOMMENDED, CLEAR -> "";
            case DOWNLOAD -> " sd-turbo accept=stabilityai-ai-community";
            case LICENCE -> " sd-turbo";
            case ADD -> " /models/my-model name=mine";
            case LOOK, FORGET -> " /programs/ComfyUI/models";
            case VERIFY, REPAIR, REMOVE -> " sd-turbo";
            case ENGINE -> " auto";
        };
        return "It " + action.meaning() + (example.isEmpty() ? " and takes nothing more" : "") + ": " + WORD + " "
                + action.word() + example
                + (action.keys().isEmpty()
                        ? "."
                        : "; it also takes "
                                + String.join(
                                        ", ",
                                        action.keys().stream()
                                                .map(key -> key + "=")
                                                .toList())
                                + ".");
    }

    /** What is mostly done at once says nothing before two seconds have passed. */
    private static Progress late(Progress progress) {
        long begin = System.nanoTime();
        Progress rarely = rarely(progress);
        return (done, total, message) -> System.nanoTime() - begin < SOON || rarely.goOn(done, total, message);
    }

    /** A line for each percent is enough, and where these come fast one in two seconds. */
    static Progress rarely(Progress progress) {
        long[] percent = {-1};
        long[] time = {System.nanoTime() - SOON};
        return (done, total, message) -> {
            long now = System.nanoTime();
            long reached = 100 * done / Math.max(1, total);
            if (reached == percent[0] || now - time[0] < SOON) return true;
            percent[0] = reached;
            time[0] = now;
            return progress.goOn(done, total, message);
        };
    }
}
