package org.prompttoprompt.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.DatasetOption;
import org.prompttoprompt.command.CommandInput;
import org.prompttoprompt.command.Interpolate;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.command.ScoreBenchmark;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.model.NearNames;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.store.StoreAction;
import org.prompttoprompt.store.Token;
import org.prompttoprompt.text.Vocabulary;

/** What can be done on the command line, told by itself: {@code help}, {@code help swap}, {@code swap --help}. */
final class HelpLine {
    static final String NAME = "help";
    private static final int KEY_WIDTH = 24;
    private static final int WIDTH = 110;

    /** What other programs read too. */
    private static final List<Row> OF_OTHERS = List.of(
            new Row(CacheFolder.SETTING, "folder of all that is kept: libraries, models, choices, notes"),
            new Row("PYTORCH_LIBRARY_PATH", "lib folder of a libtorch 2.7.1 of your own"),
            new Row("HF_HUB_CACHE, HF_HOME", "folder of the Hugging Face cache, whose models are found"),
            new Row(Token.VARIABLE, "token for gated models; HF_ENDPOINT: a mirror"),
            new Row("HTTPS_PROXY, NO_PROXY", "the way into the web"));

    private record Row(String key, String meaning) {}

    private record Entry(String meaning, Supplier<List<Row>> rows) {}

    private HelpLine() {}

    /** What is set in the environment, or as a system property. */
    private static List<Row> settings() {
        List<Row> rows = new ArrayList<>();
        EngineSettings.meanings().forEach((name, meaning) -> rows.add(new Row(name, meaning)));
        rows.addAll(OF_OTHERS);
        return rows;
    }

    /** Returns whether somebody asks for help, with or without what about. */
    static boolean isAsked(List<String> args) {
        return !args.isEmpty()
                && (args.get(0).equalsIgnoreCase(NAME)
                        || args.get(0).equalsIgnoreCase(ModelsLine.WORD)
                                && args.size() > 1
                                && args.get(1).equalsIgnoreCase(NAME)
                        || args.stream().anyMatch(a -> a.equals("--help") || a.equals("-h")));
    }

    /**
     * Returns what is asked for: all commands, or the options of one.
     *
     * @throws Refusal if there is no such command
     */
    static String run(List<String> args) {
        List<String> about = args.stream()
                .filter(a -> !a.equalsIgnoreCase(NAME) && !a.startsWith("-"))
                .toList();
        return about.isEmpty() ? all() : of(about.get(0));
    }

    private static Map<String, Entry> commands() {
        Map<String, Entry> all = new LinkedHashMap<>();
        for (Task task : Task.values())
            all.put(task.name().toLowerCase(Locale.ROOT), new Entry(meaning(task), () -> options(task)));
        all.put(InterpolateLine.NAME, new Entry("makes a film between two prompts, taus or weights", () -> {
            List<Row> rows = inputs(new Interpolate(), HelpLine::ofFilm);
            rows.add(out("the film as a stack, and its montage"));
            return rows;
        }));
        all.put(DatasetLine.NAME, new Entry("makes a data set of images with labels out of a table", () -> {
            List<Row> rows = new ArrayList<>();
            for (DatasetOption option : DatasetOption.values())
                rows.add(new Row(option.key() + "=" + option.defaultValue(), option.meaning()));
            rows.add(new Row("out=", "the same as folder"));
            return rows;
        }));
        all.put(
                ScoreLine.NAME,
                new Entry(
                        "scores ways to edit by a benchmark of images, masks and prompts",
                        () -> inputs(new ScoreBenchmark(), CommandInput::value)));
        all.put(
                CommandLine.VERIFY,
                new Entry(
                        "compares a model with published pixels, and looks at what holds of any",
                        () -> List.of(
                                new Row(
                                        CommandLine.MODEL,
                                        "the model: a name, a folder or a file (empty: the embedded one)"),
                                new Row(
                                        CommandLine.PUBLISHED,
                                        "name of the published model that it should equal (empty: its own)"),
                                new Row(
                                        CommandLine.PREDICTION,
                                        "what the network predicts, where the file does not say it"))));
        all.put(
                ModelsLine.WORD,
                new Entry(
                        "lists, downloads, checks and removes models, and chooses what computes",
                        () -> Arrays.stream(StoreAction.values())
                                .map(HelpLine::row)
                                .toList()));
        return all;
    }

    /** Returns the words that a command line may begin with. */
    static List<String> names() {
        return List.copyOf(commands().keySet());
    }

    /** Returns the keys of a command's options; those of an edit that films and benchmarks make go to it, too. */
    static List<String> keys(String command) {
        List<String> keys = new ArrayList<>();
        for (Row row : commands().get(command).rows().get())
            keys.add(row.key().substring(0, row.key().indexOf('=')));
        boolean edits = List.of(InterpolateLine.NAME, ScoreLine.NAME).contains(command);
        if (edits) for (Option option : Option.values()) keys.add(option.key());
        return keys;
    }

    /** Returns the command that a word may have meant, as a sentence to put behind a refusal. */
    static String near(String word) {
        return NearNames.question(Vocabulary.nearest(word.toLowerCase(Locale.ROOT), names()));
    }

    private static String meaning(Task task) {
        return switch (task) {
            case GENERATE -> "draws images of a prompt";
            case SWAP -> "draws images and edits them: words are swapped";
            case PHRASE -> "draws images and edits them: a phrase is added";
            case REWEIGHT -> "draws images and edits them: words weigh more or less";
            case EDIT -> "edits an image of yours";
        };
    }

    private static List<Row> options(Task task) {
        List<Row> rows = new ArrayList<>();
        if (task.takesImage()) rows.add(new Row("image=", "file of the image that is edited"));
        task.inDialog()
                .forEach(option ->
                        rows.add(new Row(option.key() + "=" + task.defaultValue(option), task.meaning(option))));
        rows.add(out("the images as a stack, and their montage"));
        return rows;
    }

    private static Row out(String what) {
        return new Row(
                CommandLine.OUT + CommandLine.DEFAULT_OUT,
                "path without ending of " + what + ": .tif and .png are added");
    }

    private static Row row(StoreAction action) {
        String keys =
                String.join(" ", action.keys().stream().map(key -> key + "=").toList());
        return new Row(action.word(), action.meaning() + (keys.isEmpty() ? "" : "; takes " + keys));
    }

    /** @param left returns what an input is where it is left out here */
    private static List<Row> inputs(MenuCommand command, Function<CommandInput, String> left) {
        return new ArrayList<>(CommandInput.of(command).stream()
                .map(input -> new Row(input.key() + "=" + left.apply(input), begun(input.meaning())))
                .toList());
    }

    /** In a list meanings begin as those of options do; a name in capitals stays one. */
    private static String begun(String meaning) {
        return meaning.matches("[A-Z][^A-Z].*")
                ? meaning.substring(0, 1).toLowerCase(Locale.ROOT) + meaning.substring(1)
                : meaning;
    }

    /** The dialog begins with prompts of an example. */
    private static String ofFilm(CommandInput input) {
        String own = InterpolationRequest.DEFAULTS.get(input.key());
        return own != null ? own : Option.of(input.key()).defaultValue();
    }

    private static String all() {
        StringBuilder text = new StringBuilder("Begin with what to do, and go on with its options as key=value:\n\n");
        commands().forEach((name, entry) -> line(text, new Row(name, entry.meaning())));
        line(text, new Row(NAME, "tells this; help swap, or swap --help, tells the options of swap"));
        text.append("\nFor example: swap \"prompt=a red ball\" \"target=a blue ball\" tau=0:0.1:0.5 out=target/ball\n");
        text.append("\nIn the environment:\n\n");
        settings().forEach(row -> line(text, row));
        return text.append(
                        "\nIt ends with 0 when all is done, 2 where something is to be mended, 130 if it was stopped.")
                .toString();
    }

    private static String of(String word) {
        Entry entry = commands().get(word.toLowerCase(Locale.ROOT));
        if (entry == null)
            throw new Refusal("'" + word + "' is nothing that can be done." + near(word) + " There is: "
                    + String.join(", ", names()) + ".");
        boolean models = word.equalsIgnoreCase(ModelsLine.WORD);
        StringBuilder text = new StringBuilder(word.toLowerCase(Locale.ROOT) + " " + entry.meaning() + ". "
                + (models
                        ? "Say what, then which model, then key=value:"
                        : "Its options, with what they are when left out:")
                + "\n\n");
        entry.rows().get().forEach(row -> line(text, row));
        return text.toString().stripTrailing();
    }

    /** A key and what it means, wrapped. */
    private static void line(StringBuilder text, Row row) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-" + KEY_WIDTH + "s", row.key()));
        for (String word : row.meaning().split(" ")) {
            if (line.length() + word.length() >= WIDTH) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(KEY_WIDTH + 2));
            }
            line.append(' ').append(word);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
