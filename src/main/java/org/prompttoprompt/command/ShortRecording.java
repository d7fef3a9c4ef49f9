package org.prompttoprompt.command;

import ij.IJ;
import ij.plugin.frame.Recorder;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.macro.ShortLine;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Writes a command's line into Fiji's Recorder, before imagej-legacy would write every input: it does so for inputs that are not
 * null when the command has ended, and then closes the line. {@link LateRecording} has kept the command's name back until here,
 * before images are shown: ImageJ writes a selectImage() of windows that come while no command is recorded. In a plain ImageJ the dialog
 * records.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_HIGH)
public final class ShortRecording extends AbstractPostprocessorPlugin {
    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof MenuCommand command) || command.isCanceled()) return;
        boolean ofHost = getContext().getService(CommandDialogs.class) == null;
        if (!ofHost || !Recorder.record || IJ.isMacro()) return;
        Recorder.setCommand(module.getInfo().getMenuPath().getLeaf().getName());
        ShortLine.of(module).forEach((key, value) -> Recorder.recordOption(key, MacroLine.escape(value)));
        for (String key : MacroLine.keys(module.getInfo())) module.setInput(key, null);
    }
}
