package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.RunningTask;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows over the image in front where an edit may change it, and what of it the model would see. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Edit in Selection", weight = 10),
            @Menu(label = "Preview Mask...", weight = 15)
        })
public final class PreviewMask extends EngineCommand {
    @Parameter(
            label = "Mask",
            columns = 40,
            persist = false,
            description =
                    "As in Edit Image...: title or file of an image, labels#3, all, or empty for the selection; a point is"
                            + " a click on an object")
    private String mask = Option.MASK.defaultValue();

    @Parameter(label = "Feather (pixels)", columns = 8, persist = false, description = "As in Edit Image...")
    private String feather = Option.FEATHER.defaultValue();

    @Parameter(
            attrs = @Attr(name = SECTION, value = "More"),
            label = "Tolerance (levels)",
            columns = 8,
            persist = false,
            description = "What the colour of a clicked object may differ from the point's, 0 to 442")
    private String tolerance = "90";

    @Parameter(
            label = "Prompt",
            columns = 40,
            persist = false,
            description = "What the image shows: for words and the automatic mask")
    private String prompt = "";

    @Parameter(
            label = "Change only at (words)",
            columns = 40,
            persist = false,
            description = "As in Edit Image...: words of the prompt whose region may change (empty: everywhere)")
    private String blend = Option.BLEND.defaultValue();

    @Parameter(label = "Region threshold (0 to 1)", columns = 8, persist = false, description = "As in Edit Image...")
    private String threshold = Option.THRESHOLD.defaultValue();

    @Parameter(
            attrs = @Attr(name = SECTION, value = "More"),
            label = "Region detail",
            persist = false,
            choices = {"coarse", "fine"},
            description = "As in Edit Image...: fine spreads the words' maps by self-attention")
    private String detail = Option.DETAIL.defaultValue();

    @Parameter(
            attrs = @Attr(name = SECTION, value = "More"),
            label = "Selection with words",
            persist = false,
            choices = {"and", "or"},
            description = "As in Edit Image...")
    private String combine = Option.COMBINE.defaultValue();

    @Parameter(
            attrs = @Attr(name = SECTION, value = "More"),
            label = "Automatic mask",
            persist = false,
            choices = {"no", "yes", "local"},
            description = "As in Edit Image...: where the model's predictions under the two prompts differ")
    private String automatic = "no";

    @Parameter(
            label = "Edited prompt",
            columns = 40,
            persist = false,
            description = "What it is to show: for the automatic mask")
    private String target = "";

    @Override
    protected void work() {
        if (imageInFront().isEmpty()) throw new Refusal("No image is open: open the one that is to be edited.");
        ImagePlus image = activeImage();
        boolean found = !automatic.equals("no");
        boolean asked = found || !blend.isBlank();
        if (asked && prompt.isBlank())
            throw new Refusal("prompt is empty: say what the image shows, for words and the automatic mask.");
        if (found && target.isBlank())
            throw new Refusal("target is empty: say what the image is to show, for the automatic mask.");
        EditRequest request = EditRequest.of(Task.EDIT)
                .with(Option.PROMPT, asked ? prompt : "a")
                .with(Option.TARGET, target.isBlank() ? "b" : target)
                .with(Option.BLEND, blend)
                .with(Option.THRESHOLD, threshold)
                .with(Option.DETAIL, detail)
                .with(Option.COMBINE, combine)
                .with(Option.AUTOMASK, automatic)
                .with(Option.MASK, mask)
                .with(Option.FEATHER, feather);
        EditRequest filled = p2p.resolve(request);
        Optional<ImagePlus> clicked =
                mask.isEmpty() ? SelectionCommand.clicked(image, tolerance, filled, this) : Optional.empty();
        Retouch retouch = Retouch.of(image, filled, clicked);
        if (asked) {
            try (RunningTask running = running("Preview Mask")) {
                image.setOverlay(retouch.preview(picture -> p2p.region(filled, picture, running)));
            }
        } else image.setOverlay(retouch.preview(picture -> Optional.empty()));
        IJ.showStatus("Red: where the image may change. Image > Overlay > Remove Overlay hides it.");
    }
}
