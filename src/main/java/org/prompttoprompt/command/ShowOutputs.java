package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.util.ArrayList;
import java.util.List;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Shows images the ImageJ 1.x way, so that the next line of a macro finds them, headless too, and keeps text outputs from
 * opening windows. Without a macro nothing is shown headless, where ImageJ would fail. A plot never becomes the active image:
 * the next command is meant for what it shows.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.HIGH)
public final class ShowOutputs extends AbstractPostprocessorPlugin {
    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof MenuCommand command)) return;
        boolean visible = !GraphicsEnvironment.isHeadless() || IJ.isMacro();
        boolean plotIsLast = false;
        List<ImagePlus> shown = new ArrayList<>();
        for (ModuleItem<?> output : module.getInfo().outputs()) {
            if (visible && module.getOutput(output.getName()) instanceof ImagePlus image) {
                ActiveImage.show(image, getContext());
                plotIsLast = image.getProperty(Plot.PROPERTY_KEY) != null;
                shown.add(0, image);
            }
            module.resolveOutput(output.getName());
        }
        lay(shown, command);
        if (plotIsLast) command.activateImage();
        command.keep(module);
    }

    /** The image that is shown last is the one to look at. */
    private static void lay(List<ImagePlus> shown, MenuCommand command) {
        List<Window> windows = FreePlaces.windows(shown);
        windows.addAll(command.otherWindows());
        if (!windows.isEmpty()) FreePlaces.lay(windows);
    }
}
