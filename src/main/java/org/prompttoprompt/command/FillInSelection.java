package org.prompttoprompt.command;

import java.util.Arrays;
import java.util.Comparator;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws what a prompt says into a place. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Edit in Selection", weight = 10),
            @Menu(label = "Fill in Selection...", weight = 13)
        })
public final class FillInSelection extends SelectionCommand {
    @Parameter(
            label = "Fill with (prompt)",
            columns = 40,
            persist = false,
            description = "What the image is to show, that which is filled in included")
    private String target = "a star on the grass";

    public FillInSelection() {
        super("1");
    }

    /** The image is told by the same prompt: nothing is taken from its maps. */
    @Override
    EditRequest prompts(EditRequest request) {
        String longest = Arrays.stream(target.strip().split("\\s+"))
                .max(Comparator.comparing(String::length))
                .orElse("");
        return request.with(Option.PROMPT, target).with(Option.WORDS, longest).with(Option.TARGET, "");
    }
}
