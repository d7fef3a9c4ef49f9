package org.prompttoprompt.cli;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * Runs one request without a window and saves its stack as TIFF and as a montage in PNG:
 *
 * <pre>{@code
 * swap "prompt=a red ball" "target=a blue ball" tau=0:0.1:1 out=target/ball
 * }</pre>
 */
public final class CommandLine {
    private static final String OUT = "out=";
    private static final int MONTAGE_COLUMNS = 6;

    private CommandLine() {}

    /** Reads a task, the options of a request as {@code key=value}, and {@code out=} for the files' path. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        try {
            System.out.println(run(List.of(args)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static String run(List<String> args) {
        EditRequest request = EditRequest.of(task(args));
        String out = "target/prompt-to-prompt";
        for (String arg : args.subList(1, args.size())) {
            int at = arg.indexOf('=');
            if (at < 0) throw new Refusal("'" + arg + "' is no key=value");
            if (arg.startsWith(OUT)) out = arg.substring(OUT.length());
            else request = request.with(arg.substring(0, at), arg.substring(at + 1));
        }
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            EditResult result = p2p.run(request, CommandLine::print);
            return save(Stacks.of(result), out) + "\n" + result.report();
        }
    }

    private static Task task(List<String> args) {
        String name = args.isEmpty() ? "" : args.get(0).toUpperCase(Locale.ROOT);
        return Arrays.stream(Task.values())
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal("Begin with what to do: "
                        + Arrays.stream(Task.values())
                                .map(task -> task.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static boolean print(long done, long total, String message) {
        System.err.printf("%3d %%  %s%n", 100 * done / Math.max(1, total), message);
        return true;
    }

    private static String save(ImagePlus stack, String out) {
        Path tiff = Path.of(out + ".tif").toAbsolutePath();
        tiff.getParent().toFile().mkdirs();
        int n = stack.getStackSize();
        ImagePlus montage = Montage.of(stack, MONTAGE_COLUMNS);
        Path png = Path.of(out + ".png").toAbsolutePath();
        boolean saved = n > 1
                ? new FileSaver(stack).saveAsTiffStack(tiff.toString())
                : new FileSaver(stack).saveAsTiff(tiff.toString());
        if (!saved || !new FileSaver(montage).saveAsPng(png.toString())) {
            throw new Refusal("Cannot write " + tiff + " and " + png);
        }
        return "Saved " + tiff + " and " + png;
    }
}
