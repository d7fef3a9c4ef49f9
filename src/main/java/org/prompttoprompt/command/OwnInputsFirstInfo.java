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
 * The inputs of a command: its prompts, then its own, then those of its superclasses, the nearest first, which are alike in ever more
 * commands and which SciJava lists first.
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
        inputs.sort(Comparator.comparingInt(OwnInputsFirstInfo::rank));
        return inputs;
    }

    private static int rank(ModuleItem<?> item) {
        if (PROMPTS.contains(item.getName())) return Integer.MIN_VALUE;
        if (!(item instanceof CommandModuleItem<?> input)) return 0;
        int depth = 0;
        for (Class<?> at = input.getField().getDeclaringClass(); at != null; at = at.getSuperclass()) depth++;
        return -depth;
    }
}
