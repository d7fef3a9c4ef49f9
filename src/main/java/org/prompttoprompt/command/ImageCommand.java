package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.canvas.PictureCount;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.pipeline.Cost;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Numbers;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.plugin.Parameter;

/** The inputs of edits of the image in front. */
abstract class ImageCommand extends PairCommand {
    @Parameter(persist = false, columns = NARROW)
    private String strength = Option.STRENGTH.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String method = Option.METHOD.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String feather = Option.FEATHER.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String channel = Option.CHANNEL.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"one", "each"})
    private String slices = Option.SLICES.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"pad", "crop", "tile"})
    private String aspect = Option.ASPECT.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"image", "surroundings"})
    private String begin = Option.BEGIN.defaultValue();

    @Parameter(
            persist = false,
            columns = NARROW,
            choices = {"model", "local", "yes", "no"})
    private String automatic = Option.AUTOMASK.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String sourcescale = Option.SOURCESCALE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String quantile = Option.QUANTILE.defaultValue();

    @Parameter(persist = false, columns = NARROW)
    private String inner = Option.INNER.defaultValue();

    ImageCommand(String prompt, String target) {
        super(Task.EDIT, prompt, target);
    }

    /** The kind of edit, the way in, and the cost, in images that are drawn: who waits for one knows how long that is. */
    @Override
    public String says(Map<String, String> typed) {
        try {
            EditRequest request = EditRequest.of(Task.EDIT);
            for (Option option : Task.EDIT.options()) request = request.with(option, typed.get(option.key()));
            EditRequest filled = p2p.resolve(request);
            long pictures =
                    imageInFront().map(image -> PictureCount.of(image, filled)).orElse(1L);
            double each = (double) Cost.most(request) / Cost.ofDrawn(filled);
            return where() + Retouch.kind(filled) + ", way in " + filled.get(Option.METHOD)
                    + "; at most as long as drawing " + images(each * pictures)
                    + (pictures == 1
                            ? "."
                            : ", " + images(each) + " for each of " + pictures + " pictures of the model's size.");
        } catch (Refusal e) {
            return "What cannot be run yet is told at OK.";
        }
    }

    /** The image in front, and whether a selection is on it. */
    private String where() {
        return imageInFront()
                .map(image -> "'" + image.getTitle() + "'" + (image.getRoi() == null ? ": " : ", selection: "))
                .orElse("");
    }

    private static String images(double count) {
        return Numbers.text(count < 10 ? Math.ceil(count * 10) / 10 : Math.ceil(count)) + " images";
    }

    @Override
    public void fillDialog() {
        requireOpen();
    }

    private void requireOpen() {
        if (imageInFront().isEmpty())
            throw new Refusal(
                    "No image is open: open the one that is to be edited, such as File > Open Samples > Clown.");
    }

    @Override
    Made make(EditRequest request, P2PService service, Progress progress) {
        requireOpen();
        Retouch retouch = Retouch.of(activeImage(), service.resolve(request), Optional.empty());
        IJ.showStatus(retouch.plan());
        EditResult[] last = new EditResult[1];
        Optional<ImagePlus> image = retouch.run((one, input, note) -> {
            last[0] = service.run(one, input, noted(progress, note));
            return last[0];
        });
        boolean ended = image.isPresent() && retouch.last().cancelled();
        return new Made(ended ? retouch.last() : last[0], image);
    }

    /** Says besides which part of the image is being drawn. */
    private static Progress noted(Progress progress, String note) {
        return note.isEmpty()
                ? progress
                : progress.told((done, total, message) -> progress.goOn(done, total, message + ", " + note));
    }
}
