package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.Stacks;
import org.prompttoprompt.ij.SweepTable;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Moves an object of a picture to another place, larger or smaller. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Edit in Selection", weight = 10),
            @Menu(label = "Move Object...", weight = 14)
        })
public final class MoveObject extends SamplingCommand {
    private static final String FRONT = "front";

    @Parameter(
            label = "Object (words)",
            columns = 40,
            persist = false,
            description = "Words of the prompt, such as ball (empty: all of the place)")
    private String object = "ball";

    @Parameter(
            label = "Shift (pixels)",
            columns = 12,
            persist = false,
            description =
                    "To the right and down, as 40,-12 (empty: as the selections say: an arrow or a line from the object to where"
                            + " it goes; or an area where it goes, with the object's in the overlay)")
    private String shift = "";

    @Parameter(
            label = "Zoom (factor)",
            columns = 12,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "How much larger it becomes, 0.1 to 10 (empty: as two areas say, else 1)")
    private String zoom = "";

    @Parameter(
            label = "Place (pixels)",
            columns = 12,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description =
                    "Where the object is: a point on it, as 30,64, or left, top, width and height of a box around it (empty: as"
                            + " the selections say, else where its words act)")
    private String place = "";

    @Parameter(
            label = "Picture",
            persist = false,
            choices = {FRONT, "prompt"},
            description = "The image in front, or a picture that is drawn of the prompt")
    private String source = FRONT;

    @Parameter(
            label = "Prompt",
            columns = 40,
            persist = false,
            description = "What the picture shows (empty: the image in front has a recipe, and is drawn anew by it)")
    private String prompt = "";

    @Parameter(
            label = "Keep layout for tau (share of steps)",
            columns = 12,
            persist = false,
            description = "Share of the steps with the source's moved cross-attention: a value, a list or a range")
    private String tau = MoveInputs.TAU;

    @Parameter(
            label = "Carry along (share of steps)",
            columns = 12,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description =
                    "Share of the steps in which the object's noisy picture is carried along: a value, a list or a range")
    private String carry = Option.CARRY.defaultValue();

    @Parameter(
            label = "Keep shapes (share of steps)",
            columns = 12,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "Share of the steps with the source's moved self-attention")
    private String selfattention = MoveInputs.SELFATTENTION;

    @Parameter(
            label = "Way in",
            columns = 12,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "How an image that is there comes in, as in Edit Image...")
    private String method = MoveInputs.METHOD;

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus image;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable metrics;

    @Override
    public Map<String, String> choices(String key) {
        return key.equals("source") ? Map.of(FRONT, "the image in front", "prompt", "drawn of the prompt") : Map.of();
    }

    @Override
    protected void work() {
        boolean front = source.equals(FRONT);
        if (front && imageInFront().isEmpty())
            throw new Refusal("No image is open: open the one with the object, or take source=prompt and a prompt.");
        if (!front && prompt.isBlank())
            throw new Refusal("prompt is empty: say what the picture that is drawn shows, as a red ball on the grass.");
        EditRequest asked = request(front)
                .with(Option.OBJECT, object)
                .with(Option.TAU, tau)
                .with(Option.SELFATTENTION, selfattention)
                .with(Option.CARRY, carry);
        MoveInputs.require(p2p, asked, shift, zoom, place);
        Optional<ImagePlus> shown = front ? Optional.of(activeImage()) : imageInFront();
        MoveTarget target = MoveTarget.of(shown, shift, zoom, place);
        EditRequest request = asked.with(Option.SHIFT, target.shift())
                .with(Option.ZOOM, target.zoom())
                .with(Option.PLACE, target.place());
        EditResult result;
        try (RunningTask running = running("Move Object").keeping()) {
            result = request.task().takesImage() ? ofImage(request, running) : ofPrompt(request, running);
        }
        if (image == null) {
            cancel("");
            return;
        }
        report = result.report();
        ToldReport.tell(log, report);
        if (!result.axes().isEmpty() && !result.cancelled()) metrics = new SweepTable(image).table();
    }

    /** Returns the request without the move: of a recipe, of a prompt, or of the image. */
    private EditRequest request(boolean front) {
        if (front && prompt.isBlank()) {
            requireNoneGiven();
            NamedWords.requireUnused("method", method, MoveInputs.METHOD);
            Recipe recipe = Recipe.in(activeImage())
                    .map(any -> Recipe.ofSliceInFront(activeImage()))
                    .orElseThrow(
                            () -> new Refusal(
                                    "prompt is empty, and '" + activeImage().getTitle()
                                            + "' was not made by Prompt-to-Prompt: say what it shows, as a red ball on the grass."));
            if (recipe.request().task().takesImage())
                throw new Refusal("'" + activeImage().getTitle()
                        + "' is an edit of an image: give the prompt of what it shows now, and it is moved as it is.");
            EditRequest moved = EditRequest.of(Task.REWEIGHT).with(Option.WEIGHT, 1);
            EditRequest drawn = recipe.request().ofSource();
            for (Option option : Task.GENERATE.options()) moved = moved.with(option, drawn.get(option));
            return moved.madeIn(drawn.dtype());
        }
        EditRequest given = sampled(EditRequest.of(front ? Task.EDIT : Task.REWEIGHT))
                .with(Option.PROMPT, prompt)
                .with(Option.WEIGHT, 1);
        return front ? given.with(Option.METHOD, method).with(Option.MASK, "all") : given;
    }

    private EditResult ofPrompt(EditRequest request, Progress progress) {
        EditResult result = p2p.run(request, progress);
        if (!result.frames().isEmpty()) image = Stacks.of(result);
        return result;
    }

    private EditResult ofImage(EditRequest request, Progress progress) {
        Retouch retouch = Retouch.of(activeImage(), p2p.resolve(request), Optional.empty());
        IJ.showStatus(retouch.plan());
        image = retouch.run((one, input, note) -> p2p.run(one, input, progress)).orElse(null);
        return retouch.last();
    }
}
