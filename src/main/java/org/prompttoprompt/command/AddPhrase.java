package org.prompttoprompt.command;

import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Adds words to the prompt; the words that both prompts have keep their attention (Hertz et al. 2022, section 3.2). */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {@Menu(label = "Plugins"), @Menu(label = "Prompt-to-Prompt"), @Menu(label = "Add Phrase...", weight = 3)
        })
public final class AddPhrase extends DrawnPairCommand {
    public AddPhrase() {
        super(Task.PHRASE, "castle next to a river", "children drawing of a castle next to a river");
    }
}
