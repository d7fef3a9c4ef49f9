package org.prompttoprompt.command;

import ij.IJ;
import ij.plugin.frame.Recorder;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Takes a command's name out of Fiji's Recorder until {@link ShortRecording} writes the line: imagej-legacy has put it there, and any
 * module of the host that ends while the dialog is open or the command computes would write it as it stands, without its options.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH)
public final class LateRecording extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof MenuCommand)) return;
        boolean ofHost = getContext().getService(CommandDialogs.class) == null;
        if (ofHost && Recorder.record && !IJ.isMacro()) Recorder.disableCommandRecording();
    }
}
