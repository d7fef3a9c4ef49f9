package org.prompttoprompt.command;

import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

/** Takes <i>Copy as Groovy</i> out of the menu of a host that cannot run it. No class of a command is loaded for that. */
@Plugin(type = Service.class)
public final class GroovyMenu extends AbstractService implements SciJavaService {
    private static final String COMMAND = GroovyMenu.class.getPackageName() + ".CopyAsGroovy";

    @Parameter
    private PluginService plugins;

    /** Knows the commands of the index by now, and hears that one goes. */
    @Parameter
    private CommandService commands;

    @Override
    public void initialize() {
        if (hasGroovy(getClass().getClassLoader())) return;
        plugins.getPluginsOfType(Command.class).stream()
                .filter(plugin -> plugin.getClassName().equals(COMMAND))
                .findFirst()
                .ifPresent(this::remove);
    }

    private void remove(PluginInfo<Command> plugin) {
        plugins.removePlugin(plugin);
    }

    static boolean hasGroovy(ClassLoader loader) {
        return loader.getResource("groovy/lang/GroovyShell.class") != null;
    }
}
