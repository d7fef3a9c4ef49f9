package org.prompttoprompt.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
            @Menu(label = "Tools", weight = 70),
            @Menu(label = "Live Preview...", weight = 71)
        })
public final class LivePreview extends MenuCommand {
    private static final List<Integer> USUAL = List.of(2, 5, 10, 20);

    @Parameter(
            label = "Show a preview",
            columns = 8,
            description = "Steps from one preview to the next (0: no previews)")
    private String every = "5";

    @Override
    public void fillDialog() {
        every = String.valueOf(PreviewSetting.stepsBetween(context()));
    }

    @Override
    public Map<String, String> choices(String key) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("0", "never");
        choices.put("1", "every step");
        Stream.concat(USUAL.stream(), Stream.of(PreviewSetting.stepsBetween(context())))
                .sorted()
                .forEach(steps -> choices.putIfAbsent("" + steps, "every " + steps + " steps"));
        return choices;
    }

    @Override
    protected void work() {
        PreviewSetting.keep(Values.whole("every", every, 0, EditRequest.MAX_STEPS), context());
    }
}
