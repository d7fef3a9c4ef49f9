package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.PointRoi;
import ij.gui.Roi;
import java.util.Optional;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.Grown;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.log.LogService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Draws an object of the image in front anew: a masked generation, which begins with noise inside of the object and with the
 * image's own latents around it at every step. The object is selected, clicked or named.
 */
abstract class SelectionCommand extends SamplingCommand {
    @Parameter(
            label = "Object (word)",
            columns = 40,
            persist = false,
            description =
                    "A word of the prompt whose region is the object (empty: what is selected, or what is connected with"
                            + " a point that is clicked)")
    private String object = "";

    @Parameter(
            label = "Strength (share of steps)",
            columns = 8,
            persist = false,
            description = "1 draws the object from noise alone; less keeps more of what is there")
    private String strength;

    @Parameter(
            label = "Tolerance (levels)",
            columns = 8,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "What the colour of a clicked object may differ from the point's, 0 to 442")
    private String tolerance = "90";

    @Parameter(
            label = "Feather (pixels)",
            columns = 8,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description =
                    "Pixels over which the new object sets in, from the rim inwards; auto: a 32nd of what the model sees")
    private String feather = Option.FEATHER.defaultValue();

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus image;

    @Parameter(type = ItemIO.OUTPUT)
    private String report;

    /** @param strength that the dialog begins with */
    SelectionCommand(String strength) {
        this.strength = strength;
    }

    /** Returns the request with its prompts. */
    abstract EditRequest prompts(EditRequest request);

    @Override
    protected void work() {
        ImagePlus original = withObject();
        EditRequest request = prompts(sampled(EditRequest.of(Task.EDIT))
                        .with(Option.METHOD, "img2img")
                        .with(Option.STRENGTH, strength)
                        .with(Option.TAU, 0)
                        .with(Option.SELFATTENTION, 0)
                        .with(Option.BLENDFROM, 0)
                        .with(Option.BLEND, object)
                        .with(Option.FEATHER, feather))
                .with(Option.ASPECT, "pad");
        Optional<ImagePlus> clicked = clicked(original, tolerance, request, this);
        try (RunningTask running = running(name()).keeping()) {
            if (!request.get(Option.BEGIN).equals(Option.BEGIN.defaultValue()) && !object.isBlank()) {
                clicked = Optional.of(ofWords(original, request, clicked, running));
                request = request.with(Option.BLEND, Option.BLEND.defaultValue());
            }
            Retouch retouch = Retouch.of(original, p2p.resolve(request), clicked);
            IJ.showStatus(retouch.plan());
            Optional<ImagePlus> made = retouch.run((one, input, note) -> asObject(() -> p2p.run(one, input, running)));
            if (made.isEmpty()) {
                cancel("");
                return;
            }
            image = made.get();
            report = retouch.last().report();
            ToldReport.tell(log, report);
        }
    }

    /** What is drawn over from around must be known before: where a word acts, and is selected or clicked if anything is. */
    private ImagePlus ofWords(ImagePlus original, EditRequest request, Optional<ImagePlus> clicked, Progress progress) {
        EditRequest words = p2p.resolve(request.with(Option.BEGIN, Option.BEGIN.defaultValue()));
        return Retouch.of(original, words, clicked)
                .inside(picture -> asObject(() -> p2p.region(words, picture, progress)));
    }

    /** The object is a local blend's word; messages name it as the dialog does. */
    private static <T> T asObject(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (Refusal e) {
            String blend = Option.BLEND.key() + "=";
            if (!e.getMessage().startsWith(blend)) throw e;
            throw new Refusal("object=" + e.getMessage().substring(blend.length()), e);
        }
    }

    private ImagePlus withObject() {
        if (imageInFront().isEmpty()) throw new Refusal("No image is open: open the one with the object.");
        ImagePlus original = activeImage();
        if (original.getRoi() == null && object.isBlank())
            throw new Refusal("No object is chosen on '" + original.getTitle()
                    + "': select it, click on it with the point tool, or name it by a word of the prompt.");
        return original;
    }

    /** Returns the object at the points that are selected, if points are. */
    static Optional<ImagePlus> clicked(ImagePlus original, String tolerance, EditRequest model, EngineCommand asks) {
        double most = Values.number("tolerance", tolerance, 0, 442);
        Roi roi = original.getRoi();
        if (!(roi instanceof PointRoi points)) return Optional.empty();
        // Whatever the prompts: an object is one without words.
        EditRequest request = asks.p2p.resolve(EditRequest.of(Task.EDIT).with(Option.MODEL, model.get(Option.MODEL)));
        try (RunningTask running = asks.running("The object at the point")) {
            return Optional.of(Grown.of(
                    original,
                    points,
                    most,
                    request.whole(Option.WIDTH, 1, EditRequest.MAX_SIDE),
                    request.whole(Option.HEIGHT, 1, EditRequest.MAX_SIDE),
                    (picture, y, x) -> asks.p2p.alike(request, picture, y, x, running)));
        }
    }

    private String name() {
        return getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", " ");
    }
}
