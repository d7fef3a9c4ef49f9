package org.prompttoprompt.command;

import ij.IJ;
import ij.Macro;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Makes macros mean the same everywhere: options that ImageJ would misread are refused, and an option left out takes its
 * declared default, without a dialog and without a value remembered from another run. Runs after the macro's options have
 * been read and before a dialog would open.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH - 1)
public final class MacroDefaults extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
        String options = Macro.getOptions();
        if (!(module.getDelegateObject() instanceof P2PCommand) || !IJ.isMacro() || options == null) return;
        try {
            StrictMacro.check(
                    module.getInfo().getMenuPath().getLeaf().getName(), options, MacroLine.keys(module.getInfo()));
            InputText.check(module.getInfo(), options);
        } catch (IllegalArgumentException e) {
            cancel(e.getMessage());
            Macro.abort();
            return;
        }
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            if (!module.isInputResolved(item.getName())) module.resolveInput(item.getName());
        }
    }
}
