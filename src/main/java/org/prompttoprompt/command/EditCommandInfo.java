package org.prompttoprompt.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;

/**
 * The inputs of an edit's command as its dialog shows them: SciJava lists a superclass's fields first, whatever the edit is
 * about, and takes labels from annotations, which cannot ask {@link Option}.
 */
final class EditCommandInfo extends CommandInfo {
    private final Task task;

    EditCommandInfo(PluginInfo<Command> plugin, Task task) {
        super(plugin);
        this.task = task;
    }

    @Override
    public CommandModuleItem<?> getInput(String name) {
        CommandModuleItem<?> item = super.getInput(name);
        return task.inDialog().stream()
                .filter(option -> item != null && option.key().equals(name))
                .findFirst()
                .<CommandModuleItem<?>>map(option -> new OptionItem(this, item.getField(), option, task))
                .orElse(item);
    }

    @Override
    public Iterable<ModuleItem<?>> inputs() {
        List<String> keys = task.inDialog().stream().map(Option::key).toList();
        List<ModuleItem<?>> inputs = new ArrayList<>();
        for (String key : keys) inputs.add(getInput(key));
        for (ModuleItem<?> item : super.inputs()) if (!keys.contains(item.getName())) inputs.add(item);
        return inputs;
    }

    /** An input as the table of options names it. */
    private static final class OptionItem extends CommandModuleItem<Object> {
        private final Option option;
        private final Task task;

        OptionItem(ModuleInfo info, Field field, Option option, Task task) {
            super(info, field);
            this.option = option;
            this.task = task;
        }

        @Override
        public String get(String key) {
            return key.equals(MenuCommand.SECTION) ? task.group(option).title() : super.get(key);
        }

        @Override
        public String getLabel() {
            return task.label(option);
        }

        @Override
        public String getDescription() {
            String meaning = task.meaning(option);
            return meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1);
        }
    }
}
