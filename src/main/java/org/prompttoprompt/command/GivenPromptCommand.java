package org.prompttoprompt.command;

import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.plugin.Parameter;

/** A command that draws a prompt which it is given, or what the recipe of the slice in front says. */
abstract class GivenPromptCommand extends SamplingCommand {
    @Parameter(
            label = "Prompt",
            columns = 40,
            persist = false,
            description =
                    "Empty: the source prompt of the slice in front, with its seed and everything else of its recipe")
    String prompt = "";

    /** Returns the request of the prompt, or where it is blank that of the image in front. */
    EditRequest request() {
        if (prompt.isBlank()) {
            requireNoneGiven();
            return ofImage();
        }
        return sampled(EditRequest.of(Task.GENERATE).with(Option.PROMPT, prompt));
    }

    /** Returns the request of the slice in front. */
    EditRequest ofImage() {
        return Recipe.ofSliceInFront(activeImage()).request();
    }
}
