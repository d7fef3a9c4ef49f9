package org.prompttoprompt.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/**
 * Puts an {@link EditCommandInfo} in the place of what SciJava's index tells of each edit's command, and a {@link
 * OwnInputsFirstInfo} in that of our others. No class of a command is loaded for that, so that ImageJ 1.x can still be patched.
 */
@Plugin(type = Service.class)
public final class EditCommandInfos extends AbstractService implements SciJavaService {
    private static final String OURS = EditCommandInfos.class.getPackageName() + ".";

    @Parameter
    private PluginService plugins;

    /** Knows the commands of the index by now, and hears of the exchange. */
    @Parameter
    private CommandService commands;

    @Override
    public void initialize() {
        for (PluginInfo<Command> plugin : List.copyOf(plugins.getPluginsOfType(Command.class))) {
            if (!plugin.getClassName().startsWith(OURS) || plugin instanceof CommandInfo) continue;
            String name = plugin.getMenuPath().getLeaf().getName();
            Optional<Task> task = Arrays.stream(Task.values())
                    .filter(edit -> edit.command().equals(name))
                    .findFirst();
            plugins.removePlugin(plugin);
            plugins.addPlugin(
                    task.isPresent() ? new EditCommandInfo(plugin, task.get()) : new OwnInputsFirstInfo(plugin));
        }
    }
}
