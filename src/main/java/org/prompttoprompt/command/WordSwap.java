package org.prompttoprompt.command;

import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Swaps words of the prompt and keeps the picture (Hertz et al. 2022, section 3.2). */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Word Swap...", weight = 2)})
public final class WordSwap extends DrawnPairCommand {
    public WordSwap() {
        super(Task.SWAP, "a cat riding on a bicycle", "a cat riding on a car");
    }
}
