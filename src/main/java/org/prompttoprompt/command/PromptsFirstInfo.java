package org.prompttoprompt.command;

import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.request.Option;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;

/** The inputs of a command with its prompts first: SciJava lists a superclass's fields before those of the command itself. */
final class PromptsFirstInfo extends CommandInfo {
    private static final List<String> FIRST = List.of(Option.PROMPT.key(), Option.TARGET.key());

    PromptsFirstInfo(PluginInfo<Command> plugin) {
        super(plugin);
    }

    @Override
    public Iterable<ModuleItem<?>> inputs() {
        List<ModuleItem<?>> inputs = new ArrayList<>();
        for (String key : FIRST) {
            for (ModuleItem<?> item : super.inputs()) if (item.getName().equals(key)) inputs.add(item);
        }
        for (ModuleItem<?> item : super.inputs()) if (!FIRST.contains(item.getName())) inputs.add(item);
        return inputs;
    }
}
