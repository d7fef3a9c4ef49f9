package org.prompttoprompt.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelFacts;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.EditControl;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.SourceMaps;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Alignment;

/**
 * The plugin against PyTorch running diffusers and the published prompt-to-prompt code, on the same folder of a model with the same
 * number of threads: both take turns, the median of the ratios of turns counts. Short work is done for a while before it is timed, and a
 * step or a decoding once: it follows others in a run, and each program first finds the memory as the one before has left it, up to 10 GB
 * of it; and the plugin leaves processors to other programs, and has to see that the other one rests. Arguments: a Python that has torch, diffusers and
 * transformers; the folder ({@link RandomModel} writes one); turns; steps of an edit; parts of {@code load step decode plain edit sweep}.
 */
public final class PyTorchBenchmark {
    private static final Path PEER = Path.of("src/test/resources/pytorch/peer.py");
    private static final List<String> PARTS = List.of("load", "step", "decode", "plain", "edit", "sweep");
    private static final String SOURCE = "a cat riding on a bicycle";
    private static final String TARGET = "a cat riding on a car";
    private static final double TAU = 0.8;
    private static final double SHORT_SECONDS = 1;
    private static final double LONG_SECONDS = 60;
    private static final double WARMING_SECONDS = 0.3;
    private static final double MEAN_SECONDS = 0.5;

    /** Before the first turn that counts: Java compiles as it goes, and PyTorch plans as it goes. */
    private static final double FIRST_WARMING_SECONDS = 5;

    private static final String USE =
            "Arguments: PYTHON FOLDER [TURNS [STEPS [PART...]]], parts being " + String.join(", ", PARTS);

    /** What one turn took. */
    private record Turn(double seconds, double cpu, double gigabytes) {}

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Timed {
        Turn turn() throws IOException;
    }

    private final Path folder;
    private final int turns;
    private final int steps;
    private final int rows;
    private final Peer peer;
    private final EditRequest swap;
    private final Map<String, List<Turn>> published = new LinkedHashMap<>();

    private PyTorchBenchmark(String python, Path folder, int turns, int steps) throws IOException {
        this.folder = folder;
        this.turns = turns;
        this.steps = steps;
        double guidance = ModelFacts.of(folder).defaults().guidance();
        rows = guidance > 1 ? 4 : 2;
        peer = new Peer(python, folder, guidance);
        swap = EditRequest.of(Task.SWAP)
                .with("model", folder)
                .with("prompt", SOURCE)
                .with("target", TARGET)
                .with("tau", TAU)
                .with("seed", 1)
                .with("steps", steps)
                .with("scheduler", "DDIM");
    }

    /** Runs the parts and prints their ratios. */
    public static void main(String[] args) throws IOException {
        List<String> parts = args.length > 4 ? List.of(args).subList(4, args.length) : PARTS;
        if (args.length < 2 || !PARTS.containsAll(parts)) {
            throw Arguments.end(USE + "; given: " + String.join(" ", args));
        }
        int turns = Arguments.number(args, 2, 3);
        int steps = Arguments.number(args, 3, 10);
        Arguments.refusing(() -> {
            PyTorchBenchmark b = new PyTorchBenchmark(args[0], Path.of(args[1]), turns, steps);
            b.peer.turn("load");
            for (String part : PARTS) if (parts.contains(part)) b.part(part);
        });
        System.exit(0);
    }

    private void part(String part) throws IOException {
        switch (part) {
            case "load" -> inTurns(part, () -> opened(model -> {}), "diffusers", "load");
            case "step" -> opened(this::steps);
            case "decode" -> opened(this::decodings);
            case "plain" -> edit("diffusers", "plain " + steps);
            case "edit" -> edit("published", "edit " + steps);
            default -> sweep();
        }
    }

    /** The plugin's edit against the published one, or against diffusers drawing both prompts without any control. */
    private void edit(String who, String order) {
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            p2p.loaded(swap, Progress.NONE);
            inTurns("edit of " + steps + " steps", () -> p2p.run(swap, Progress.NONE), who, order);
        }
    }

    private void opened(Consumer<StableDiffusion> use) {
        PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(ModelSpec.of(folder), Opening.PLAIN.inFiles())) {
                use.accept(model);
            }
            return null;
        });
    }

    private void steps(StableDiffusion model) {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray latents = manager.randomNormal(shape(model, rows));
            NDArray context =
                    manager.randomNormal(new Shape(rows, model.tokenizer.maxTokens(), model.unet.contextDim()));
            int[] step = {0};
            Tally tally = new Tally();
            try (AttentionStore store = new AttentionStore(manager, site -> false, false)) {
                inTurns(
                        "step",
                        () -> model.unet
                                .forward(
                                        latents,
                                        500,
                                        context,
                                        wordSwap(context.getShape().get(1), step[0]++, store, tally),
                                        FeatureControl.NONE)
                                .close(),
                        "diffusers",
                        "step",
                        "published",
                        "publishedstep");
            }
        }
    }

    /** The control of a run: all maps of cross-attention, and those of up to 16 x 16 pixels, are the source's; its proof looks on. */
    private EditControl wordSwap(long tokens, int step, AttentionStore store, Tally tally) {
        Variant swap = new Variant(
                0,
                new Replace(Alignment.identity((int) tokens)),
                new SelfReplace(),
                16 * 16,
                Optional.empty(),
                Optional.empty());
        return new EditControl(List.of(swap), step, store, tally, SourceMaps.NONE, true, rows - 2);
    }

    private void decodings(StableDiffusion model) {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray latents = manager.randomNormal(shape(model, 1));
            inTurns("decode", () -> model.vae.decode(latents).close(), "diffusers", "decode");
        }
    }

    private static Shape shape(StableDiffusion model, int rows) {
        return new Shape(rows, model.unet.inChannels(), model.unet.sampleSize(), model.unet.sampleSize());
    }

    /** Eleven values of tau in one run, and eleven times the published edit, which has nothing to share. */
    private void sweep() throws IOException {
        String edit = "edit " + steps;
        if (!published.containsKey(edit)) {
            List<Turn> one = new ArrayList<>();
            for (int i = 0; i < turns; i++) one.add(peer.turn(edit));
            published.put(edit, one);
        }
        EditRequest sweep = swap.with("tau", "0:0.1:1");
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            p2p.loaded(sweep, Progress.NONE);
            Turn ours = timed(() -> p2p.run(sweep, Progress.NONE));
            List<Turn> theirs = published.get(edit);
            System.out.printf(
                    Locale.ROOT,
                    "sweep of 11 values, %d steps: %s; eleven times one published edit: %.1f s; ratio %.3f (CPU %.3f)%n",
                    steps,
                    text(ours),
                    11 * median(theirs, Turn::seconds),
                    ours.seconds / (11 * median(theirs, Turn::seconds)),
                    ours.cpu / (11 * median(theirs, Turn::cpu)));
        }
    }

    /** One turn each beforehand, which does not count: what is done once is done then. */
    private void inTurns(String what, Work ours, String... others) {
        try {
            Map<String, List<Turn>> all = new LinkedHashMap<>();
            for (int turn = turns == 1 ? 1 : 0; turn <= turns; turn++) {
                note(all, "plugin", warm(() -> timed(ours), turn), turn);
                for (int i = 0; i < others.length; i += 2) {
                    String order = others[i + 1];
                    note(all, others[i], warm(() -> peer.turn(order), turn), turn);
                }
            }
            for (String other : all.keySet()) {
                if (other.equals("plugin")) continue;
                List<Double> wall = ratios(all, other, Turn::seconds);
                System.out.printf(
                        Locale.ROOT,
                        "%s: plugin / %s %.2f (%.2f to %.2f), in CPU seconds %.2f; best %.3f s and %.3f s; most memory %.2f GB and"
                                + " %.2f GB%n",
                        what,
                        other,
                        median(wall),
                        wall.get(0),
                        wall.get(wall.size() - 1),
                        median(ratios(all, other, Turn::cpu)),
                        best(all.get("plugin")),
                        best(all.get(other)),
                        most(all.get("plugin")),
                        most(all.get(other)));
            }
            if (all.containsKey("published")) published.put(others[others.length - 1], all.get("published"));
        } catch (IOException e) {
            throw new Refusal("The other program does not answer: " + e.getMessage(), e);
        }
    }

    /** Repeats what is short for a while, and then takes the mean of some; takes the second of what is longer, and the first of what is long. */
    private static Turn warm(Timed work, int number) throws IOException {
        double warming = number == 0 ? FIRST_WARMING_SECONDS : WARMING_SECONDS;
        Turn turn = work.turn();
        if (turn.seconds > LONG_SECONDS) return turn;
        if (turn.seconds > SHORT_SECONDS) return work.turn();
        for (double spent = turn.seconds; spent < warming; spent += turn.seconds) turn = work.turn();
        List<Turn> some = new ArrayList<>();
        for (double spent = 0; spent < MEAN_SECONDS; spent += turn.seconds) some.add(turn = work.turn());
        return new Turn(mean(some, Turn::seconds), mean(some, Turn::cpu), most(some));
    }

    private static double mean(List<Turn> turns, ToDoubleFunction<Turn> of) {
        return turns.stream().mapToDouble(of).average().orElseThrow();
    }

    private static void note(Map<String, List<Turn>> all, String who, Turn turn, int number) {
        System.err.println("turn " + number + " " + who + ": " + text(turn));
        if (number > 0) all.computeIfAbsent(who, w -> new ArrayList<>()).add(turn);
    }

    private static List<Double> ratios(Map<String, List<Turn>> all, String other, ToDoubleFunction<Turn> of) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < all.get(other).size(); i++)
            ratios.add(of.applyAsDouble(all.get("plugin").get(i))
                    / of.applyAsDouble(all.get(other).get(i)));
        ratios.sort(null);
        return ratios;
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> of) {
        return median(turns.stream().map(of::applyAsDouble).sorted().toList());
    }

    private static double median(List<Double> sorted) {
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    private static double best(List<Turn> turns) {
        return turns.stream().mapToDouble(Turn::seconds).min().orElseThrow();
    }

    private static double most(List<Turn> turns) {
        return turns.stream().mapToDouble(Turn::gigabytes).max().orElseThrow();
    }

    private static String text(Turn turn) {
        return String.format(Locale.ROOT, "%.3f s, %.3f CPU s, %.2f GB", turn.seconds, turn.cpu, turn.gigabytes);
    }

    private static Turn timed(Work work) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ProcessMemory.forgetPeak();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        long end = System.nanoTime();
        return new Turn((end - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9, ProcessMemory.peak() / 1e9);
    }

    /** PyTorch in a process of its own, which waits for its turn. */
    private static final class Peer {
        private final PrintWriter orders;
        private final BufferedReader answers;

        Peer(String python, Path folder, double guidance) throws IOException {
            if (!Files.exists(PEER)) throw new Refusal(PEER + " is not here: run this in the project's folder.");
            Process process = started(new ProcessBuilder(
                            python,
                            PEER.toString(),
                            folder.toString(),
                            "" + PyTorch.threads(),
                            "" + guidance,
                            "" + TAU,
                            SOURCE,
                            TARGET)
                    .redirectError(ProcessBuilder.Redirect.INHERIT));
            orders = new PrintWriter(process.getOutputStream(), true);
            answers = process.inputReader();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            System.out.println("PyTorch and diffusers: " + answer());
        }

        private static Process started(ProcessBuilder python) {
            try {
                return python.start();
            } catch (IOException e) {
                throw new Refusal(python.command().get(0) + " is no Python that can be started: " + e.getMessage(), e);
            }
        }

        Turn turn(String order) throws IOException {
            orders.println(order);
            String[] numbers = answer().split(" ");
            return new Turn(
                    Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
        }

        private String answer() throws IOException {
            String line = answers.readLine();
            if (line == null) throw new Refusal("Python ended; what it said stands above.");
            return line;
        }
    }
}
