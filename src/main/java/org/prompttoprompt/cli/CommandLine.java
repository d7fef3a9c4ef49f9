package org.prompttoprompt.cli;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Finding;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.GivenMask;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.ij.ImageFile;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.ShellWord;
import org.prompttoprompt.request.Task;

/**
 * Runs one request without a window and saves its stack as TIFF and as a montage in PNG:
 *
 * <pre>{@code
 * swap "prompt=a red ball" "target=a blue ball" tau=0:0.1:0.5 out=target/ball
 * verify model=/models/stable-diffusion-v1-4
 * models list
 * edit image=ball.tif mask=mask.tif "prompt=a red ball" "target=a blue ball" out=target/edited
 * dataset table=cells.csv out=cells layout=stardist
 * score bench=PIE-Bench methods=direct,virtual out=target/scores
 * interpolate "prompt=a red ball" "target=a blue cube" frames=24 out=target/film
 * help swap
 * }</pre>
 */
public final class CommandLine {
    /** Exit status of what the user can mend. */
    private static final int REFUSED = 2;
    /** Exit status of a fault of ours. */
    private static final int FAULT = 1;
    /** Exit status of a run that was stopped, as of a shell's SIGINT. */
    private static final int STOPPED = 130;

    static final String OUT = "out=";
    static final String DEFAULT_OUT = "target/prompt-to-prompt";
    private static final String ANOTHER = "Name another place: " + OUT + "/folder/name.";
    private static final String IMAGE = "image=";
    static final String VERIFY = "verify";
    static final String MODEL = "model=";
    static final String PUBLISHED = "published=";
    static final String PREDICTION = "prediction=";
    private static final String TIFF = ".tif";
    private static final String PNG = ".png";

    private static final int MONTAGE_COLUMNS = 6;

    private static volatile String told = "";

    private CommandLine() {}

    /** Reads a task, the options of a request as {@code key=value}, and {@code out=} for the files' path. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        try {
            System.out.println(run(List.of(args)));
            // ImageJ's filters leave threads that would keep the process alive.
            if (args.length > 0 && args[0].equals(DatasetLine.NAME)) System.exit(0);
        } catch (RuntimeException | Error e) {
            System.exit(tell(e));
        }
    }

    /** Writes what ended a run to the standard error stream, and returns the exit status. */
    static int tell(Throwable e) {
        boolean stopped = e instanceof CancellationException;
        if (stopped || e instanceof Refusal) {
            System.err.println(e.getMessage());
            return stopped ? STOPPED : REFUSED;
        }
        e.printStackTrace();
        System.err.println(Fault.sentence(e));
        return FAULT;
    }

    /** Verifies a model: {@code model=} and, if they are not told, {@code published=} and {@code prediction=}. */
    private static String verify(List<String> args) {
        Map<String, String> given = KeyValues.read(VERIFY, "model=/models/my-model", args);
        String published = Optional.ofNullable(given.remove("published")).orElse("");
        EditRequest request = EditRequest.of(Task.GENERATE);
        for (Map.Entry<String, String> option : given.entrySet())
            request = request.with(option.getKey(), option.getValue());
        try (PromptToPrompt p2p = new PromptToPrompt();
                ToldRun told = ToldRun.ofImages()) {
            String report = p2p.verify(request, published, told);
            // Scripts read the exit status.
            if (Finding.FAIL.isIn(report)) throw new Refusal(report.strip());
            return report;
        }
    }

    /** A list of models needs no engine: what would end the next run is told, once, and is no reason to end this one. */
    private static String models(List<String> args) {
        Optional<String> wrong = EngineSettings.problem();
        String told = "";
        // What starts the engine is heard; how far a download is it tells itself.
        try (ToldRun heard = ToldRun.ofMany()) {
            told = ModelsLine.run(args, CommandLine::print);
            return told;
        } catch (Refusal e) {
            told = e.getMessage();
            throw e;
        } finally {
            if (wrong.isPresent() && !told.contains(wrong.get())) System.err.println("Warning: " + wrong.get());
        }
    }

    static String run(List<String> args) {
        if (HelpLine.isAsked(args)) return HelpLine.run(args);
        String first = args.isEmpty() ? "" : args.get(0);
        if (first.equalsIgnoreCase(VERIFY)) return verify(args.subList(1, args.size()));
        if (first.equalsIgnoreCase(ModelsLine.WORD)) return models(args.subList(1, args.size()));
        if (first.equalsIgnoreCase(ScoreLine.NAME)) return ScoreLine.run(args.subList(1, args.size()));
        if (first.equalsIgnoreCase(InterpolateLine.NAME)) return InterpolateLine.run(args.subList(1, args.size()));
        if (first.equalsIgnoreCase(DatasetLine.NAME)) return DatasetLine.run(args.subList(1, args.size()));
        QuickStart.begin();
        EditRequest request = EditRequest.of(task(args));
        String name = request.task().name().toLowerCase(Locale.ROOT);
        Map<String, String> given = KeyValues.read(name, "\"prompt=a red ball\"", args.subList(1, args.size()));
        String out = Optional.ofNullable(given.remove("out")).orElse(DEFAULT_OUT);
        String image = Optional.ofNullable(given.remove("image")).orElse("");
        for (Map.Entry<String, String> option : given.entrySet())
            request = request.with(option.getKey(), option.getValue());
        requireWritable(out);
        if (request.task().takesImage()) return edit(image, request, out);
        try (PromptToPrompt p2p = new PromptToPrompt();
                ToldRun told = ToldRun.ofImages()) {
            EditResult result = p2p.run(request, GivenMask.of(request), told);
            return save(Stacks.of(result), out) + "\n" + result.report();
        }
    }

    private static String edit(String file, EditRequest request, String out) {
        if (file.isBlank())
            throw new Refusal("edit needs an image: name the file of one, such as " + IMAGE + "cells.tif.");
        Path place = LocalPath.of("image", file);
        ImagePlus image = ImageFile.open(place)
                .orElseThrow(() -> new Refusal(IMAGE + file + ": " + ImageFile.problem(IMAGE + "cells.tif", place)));
        Retouch retouch = Retouch.of(image, PromptToPrompt.resolve(request), Optional.empty());
        try (PromptToPrompt p2p = new PromptToPrompt();
                ToldRun told = ToldRun.ofImages()) {
            ImagePlus edited =
                    retouch.run((one, input, note) -> p2p.run(one, input, told)).orElseThrow();
            return save(edited, out) + "\n" + retouch.plan() + "\n"
                    + retouch.last().report();
        }
    }

    private static Task task(List<String> args) {
        String name = args.isEmpty() ? "" : args.get(0).toUpperCase(Locale.ROOT);
        return Arrays.stream(Task.values())
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal((name.isEmpty()
                                ? ""
                                : "'" + args.get(0) + "' is nothing that can be done." + HelpLine.near(name) + " ")
                        + "Begin with what to do: " + String.join(", ", HelpLine.names())
                        + ". " + HelpLine.NAME + " tells more of each."));
    }

    /** Writes how far a run is, once: a model's files are read in thousands of parts. */
    static boolean print(long done, long total, String message) {
        String line = "%3d %%  %s".formatted(100 * done / Math.max(1, total), message);
        if (!line.equals(told)) System.err.println(line);
        told = line;
        return true;
    }

    private static Path path(String name) {
        return LocalPath.of("out", name).toAbsolutePath();
    }

    /** Refuses before anything is computed, and makes nothing: the folder is made when there is something to put into it. */
    static void requireWritable(String out) {
        if (out.isBlank() || out.matches(".*[/\\\\]"))
            throw new Refusal(OUT + out + " names a folder at most: write what the files are called too, such as "
                    + ShellWord.of(OUT + out + "ball") + " for " + out + "ball.tif and " + out + "ball.png.");
        if (Files.isDirectory(path(out)))
            throw new Refusal(OUT + out + " is a folder: write what the files are called too, such as "
                    + ShellWord.of(OUT + out + "/ball") + " for " + out + "/ball.tif and " + out + "/ball.png.");
        if (out.matches("(?i).*\\.(tiff?|png)"))
            throw new Refusal(OUT + out + " has an ending already: " + TIFF + " and " + PNG
                    + " are added, one for each of two files. Leave it out: "
                    + ShellWord.of(OUT + out.replaceFirst("\\.[^.]+$", "")) + ".");
        Path folder = path(out + TIFF).getParent();
        OutputFile.problemBelow(folder).ifPresent(why -> {
            throw new Refusal(
                    OUT + out + ": nothing can be written in " + folder + ", because " + why + ". " + ANOTHER);
        });
        for (String ending : List.of(TIFF, PNG)) {
            Path file = path(out + ending);
            OutputFile.problem(file).ifPresent(why -> {
                throw new Refusal(OUT + out + ": " + file + " cannot be written, because " + why + ". " + ANOTHER);
            });
        }
    }

    static String save(ImagePlus stack, String out) {
        Path tiff = path(out + TIFF);
        int n = stack.getStackSize();
        ImagePlus montage = Montage.of(stack, MONTAGE_COLUMNS);
        Path png = path(out + PNG);
        try {
            Files.createDirectories(tiff.getParent());
        } catch (IOException e) {
            throw new Refusal(
                    OUT + out + ": the folder " + tiff.getParent() + " cannot be made, because "
                            + OutputFile.why(tiff, e) + ". " + ANOTHER,
                    e);
        }
        boolean saved = n > 1
                ? new FileSaver(stack).saveAsTiffStack(tiff.toString())
                : new FileSaver(stack).saveAsTiff(tiff.toString());
        if (!saved || !new FileSaver(montage).saveAsPng(png.toString())) {
            throw new Refusal(OUT + out + ": cannot write " + tiff + " and " + png
                    + ". Name a folder that can be written, on a disk with room.");
        }
        return "Saved " + tiff + " and " + png;
    }
}
