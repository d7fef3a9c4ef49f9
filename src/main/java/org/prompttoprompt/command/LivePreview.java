package org.prompttoprompt.command;

import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.PreviewSetting;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Sets how often a running command shows its images; it is kept for later sessions. SciJava keeps what was typed last, for
 * its dialog; what counts is kept apart, as it may have been refused.
 */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Live Preview...", weight = 30)
        })
public final class LivePreview extends MenuCommand {
    @Parameter(label = "Every", columns = 8, description = "Steps from one preview to the next (0: no previews)")
    private String every = "5";

    @Override
    public void fillDialog() {
        every = String.valueOf(PreviewSetting.stepsBetween(context()));
    }

    @Override
    protected void work() {
        PreviewSetting.keep(Values.whole("every", every, 0, EditRequest.MAX_STEPS), context());
    }
}
