package org.prompttoprompt.command;

import ij.IJ;
import ij.Macro;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.macro.InputText;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.StrictMacro;
import org.scijava.ItemVisibility;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Makes macros mean the same everywhere: options that ImageJ would misread are refused, and an option left out takes its
 * declared default, without a dialog and without a value remembered from another run. Runs after the macro's options have
 * been read and before a dialog would open.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH - 1)
public final class MacroDefaults extends AbstractPreprocessorPlugin {
    @Parameter
    private ConvertService convert;

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof MenuCommand command)) return;
        for (ModuleItem<?> item : module.getInfo().inputs())
            if (item.getVisibility() == ItemVisibility.INVISIBLE) module.resolveInput(item.getName());
        if (command.filled()) {
            module.getInfo().inputs().forEach(item -> module.resolveInput(item.getName()));
            return;
        }
        leaveSingleFile(module);
        String options = Macro.getOptions();
        if (!IJ.isMacro() || options == null) {
            if (!openInputs(module).isEmpty() && !GraphicsEnvironment.isHeadless()) command.awaitsDialog();
            return;
        }
        try {
            Map<String, String> values = StrictMacro.check(
                    module.getInfo().getMenuPath().getLeaf().getName(), options, MacroLine.keys(module.getInfo()));
            InputText.set(module, values, convert);
        } catch (Refusal e) {
            end(e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            end(Messages.ofFault(e));
            return;
        }
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            if (!module.isInputResolved(item.getName())) module.resolveInput(item.getName());
        }
    }

    private void end(String message) {
        cancel(Messages.forDialog(message));
        MacroEnd.because(message, getContext());
    }

    /**
     * SciJava asks for a file that is the only input left out, even if it may be, as scripts leave the model's folder out.
     * Without a display it cannot ask and ends without a word, so the command itself shall say what is missing.
     */
    private static void leaveSingleFile(Module module) {
        List<ModuleItem<?>> open = openInputs(module);
        if (open.size() == 1
                && open.get(0).getType() == File.class
                && (!open.get(0).isRequired() || GraphicsEnvironment.isHeadless())) {
            module.resolveInput(open.get(0).getName());
        }
    }

    private static List<ModuleItem<?>> openInputs(Module module) {
        List<ModuleItem<?>> open = new ArrayList<>();
        for (String key : MacroLine.keys(module.getInfo()))
            if (!module.isInputResolved(key)) open.add(module.getInfo().getInput(key));
        return open;
    }
}
