package org.prompttoprompt.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.prompttoprompt.request.Option;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;

/**
 * The inputs of a command: its prompts, then its own, then those of its superclass, which are alike in several commands and which SciJava
 * lists first.
 */
final class OwnInputsFirstInfo extends CommandInfo {
    private static final List<String> PROMPTS = List.of(Option.PROMPT.key(), Option.TARGET.key());

    OwnInputsFirstInfo(PluginInfo<Command> plugin) {
        super(plugin);
    }

    @Override
    public Iterable<ModuleItem<?>> inputs() {
        List<ModuleItem<?>> inputs = new ArrayList<>();
        super.inputs().forEach(inputs::add);
        inputs.sort(Comparator.comparingInt(this::rank));
        return inputs;
    }

    private int rank(ModuleItem<?> item) {
        if (PROMPTS.contains(item.getName())) return 0;
        boolean own = item instanceof CommandModuleItem<?> input
                && input.getField().getDeclaringClass().getName().equals(getDelegateClassName());
        return own ? 1 : 2;
    }
}
