package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.command.Command;
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
            @Menu(label = "Preview Mask...", weight = 9)
        })
public final class PreviewMask extends MenuCommand {
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
            label = "Tolerance (levels)",
            columns = 8,
            persist = false,
            description = "What the colour of a clicked object may differ from the point's, 0 to 442")
    private String tolerance = "60";

    @Parameter
    private P2PService p2p;

    @Override
    protected void work() {
        if (imageInFront().isEmpty()) throw new Refusal("No image is open: open the one that is to be edited.");
        ImagePlus image = activeImage();
        Optional<ImagePlus> clicked = mask.isEmpty() ? SelectionCommand.clicked(image, tolerance) : Optional.empty();
        EditRequest request = EditRequest.of(Task.EDIT)
                .with(Option.PROMPT, "a")
                .with(Option.TARGET, "b")
                .with(Option.MASK, mask)
                .with(Option.FEATHER, feather);
        image.setOverlay(Retouch.of(image, p2p.resolve(request), clicked).preview());
        IJ.showStatus("Red: where the image may change. Image > Overlay > Remove Overlay hides it.");
    }
}
