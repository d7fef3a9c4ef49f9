package org.prompttoprompt.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Draws the surroundings in the place of an object. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Remove in Selection...", weight = 7)
        })
public final class RemoveInSelection extends SelectionCommand {
    @Parameter(label = "Prompt", columns = 40, persist = false, description = "What the image shows now")
    private String prompt = "a red ball on the grass";

    @Parameter(
            label = "Surroundings",
            columns = 40,
            persist = false,
            description =
                    "What it shows without the object; what the prompt has besides is what a model with guidance shall not draw again")
    private String target = "grass";

    /**
     * Returns whether a model draws with guidance, through which alone a negative prompt acts. One that has its guidance in its weights
     * draws garish colours under more of it.
     */
    private boolean isGuided(String model) {
        EditRequest filled = p2p.resolve(EditRequest.of(Task.EDIT).with(Option.MODEL, model));
        return filled.number(Option.GUIDANCE, 0, EditRequest.MAX_GUIDANCE) != 1;
    }

    @Override
    EditRequest prompts(EditRequest request) {
        List<String> kept = Arrays.asList(target.strip().split("\\s+"));
        String removed = Arrays.stream(prompt.strip().split("\\s+"))
                .filter(word -> !kept.contains(word))
                .collect(Collectors.joining(" "));
        EditRequest drawn = request.with(Option.PROMPT, prompt).with(Option.TARGET, target);
        return isGuided(request.get(Option.MODEL)) ? drawn.with(Option.NEGATIVE, removed) : drawn;
    }
}
