package org.prompttoprompt.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.store.ModelStore;
import org.prompttoprompt.store.StoreAction;

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

    private ModelsLine() {}

    /** Does what is asked, and returns what is to be printed. */
    static String run(List<String> args, Progress progress) {
        if (args.isEmpty()) {
            throw new Refusal("Say what to do with models:\n"
                    + Stream.of(StoreAction.values())
                            .map(action -> "  " + WORD + " " + action.word() + ": " + action.meaning())
                            .collect(Collectors.joining("\n")));
        }
        String model = "";
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args.subList(1, args.size())) {
            int at = arg.indexOf('=');
            boolean option = at > 0 && arg.substring(0, at).matches("[a-z0-9]+");
            String key = option ? arg.substring(0, at) : "model";
            String value = option ? arg.substring(at + 1) : arg;
            boolean twice = key.equals("model") ? !model.isEmpty() : options.put(key, value) != null;
            if (twice) throw new Refusal("'" + arg + "': only one " + key + " can be given.");
            if (key.equals("model")) model = value;
        }
        StoreAction action = StoreAction.of(args.get(0));
        String said = action.run(new ModelStore(), model, options, rarely(progress));
        if (action == StoreAction.VERIFY && said.lines().anyMatch(line -> line.startsWith("FAIL ")))
            throw new Refusal(said); // scripts read the exit status
        return said;
    }

    /** A line for each percent is enough. */
    private static Progress rarely(Progress progress) {
        long[] told = {-1};
        return (done, total, message) -> {
            long percent = 100 * done / Math.max(1, total);
            if (percent == told[0]) return true;
            told[0] = percent;
            return progress.goOn(done, total, message);
        };
    }
}
