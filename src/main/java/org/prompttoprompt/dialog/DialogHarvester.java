package org.prompttoprompt.dialog;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.RefusedInput;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.ui.UIService;

/** Asks for our commands' inputs by our own dialogs in Fiji, in place of SciJava's, which knows no sections and no words. */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_LOW + 1)
public final class DialogHarvester extends AbstractPreprocessorPlugin {
    @Parameter
    private ConvertService convert;

    @Parameter(required = false)
    private UIService uis;

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof MenuCommand command)) return;
        if (GraphicsEnvironment.isHeadless()
                || uis == null
                || uis.getVisibleUIs().isEmpty()) return;
        List<String> open = MacroLine.keys(module.getInfo()).stream()
                .filter(key -> !module.isInputResolved(key))
                .toList();
        if (!command.asks()) open.forEach(module::resolveInput);
        if (open.isEmpty() || !command.asks()) return;
        try {
            CommandDialog dialog = new CommandDialog(module, open, Map.of(), convert);
            dialog.beginAfter(command.refusedFor());
            while (true) {
                if (!dialog.show()) {
                    cancel("");
                    return;
                }
                try {
                    dialog.setInputs();
                    return;
                } catch (Refusal e) {
                    uis.showDialog(
                            Messages.forDialog(RefusedInput.inDialog(module.getInfo(), e.getMessage())),
                            "Prompt-to-Prompt");
                    dialog.beginAfter(e.getMessage());
                }
            }
        } catch (Refusal e) {
            cancel(Messages.forDialog(e.getMessage()));
        }
    }
}
