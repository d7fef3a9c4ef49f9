package org.prompttoprompt.command;

import ij.ImagePlus;
import java.awt.Window;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.ij.Recipe;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/** Enlarges small results that a script has made, once its host shows them, as {@link ShowOutputs} does those of commands. */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.LAST)
public final class ScriptOutputs extends AbstractPostprocessorPlugin {
    @Override
    public void process(Module module) {
        if (module.getDelegateObject() instanceof MenuCommand) return;
        List<ImagePlus> made = new ArrayList<>();
        for (ModuleItem<?> output : module.getInfo().outputs()) {
            if (!(module.getOutput(output.getName()) instanceof ImagePlus image)) continue;
            if (Recipe.in(image).isPresent()) made.add(image);
        }
        List<Window> windows = FreePlaces.windows(made);
        if (!windows.isEmpty()) FreePlaces.lay(windows);
    }
}
