package org.prompttoprompt.pipeline;

import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Note;
import org.prompttoprompt.request.Axis;
import org.prompttoprompt.request.EditRequest;

/**
 * What a run made and what it did for it.
 *
 * @param request the request with every value that was left to the model filled in; a model of the user's is named by its
 *     {@link org.prompttoprompt.model.ModelReference}, not by its folder
 * @param provenance the model, the programs and the computer
 * @param axes the swept parameters, none to two; the first varies fastest
 * @param frames the images: for each value of the second axis (or once) the source, then one per value of the first axis.
 *     A plain generation has no source frame. Where seeds are swept, each seed has its own source.
 * @param report for people: tokens aligned, maps replaced where, the cost
 * @param cost the rows of the network that were run
 * @param cancelled whether the run was stopped; {@code frames} then holds those that were finished
 * @param maps what the attention maps tell of the images
 * @param attention where the words act in each image, in the order of the frames; empty unless it was wanted
 * @param reconstruction how much of an image that was given its first frame still is; empty where the source was generated
 */
public record EditResult(
        EditRequest request,
        Provenance provenance,
        List<Axis> axes,
        List<Frame> frames,
        String report,
        Cost cost,
        boolean cancelled,
        MapSummary maps,
        List<AttentionMaps> attention,
        Optional<Reconstruction> reconstruction) {
    /** Returns the same with one more line in its report. */
    EditResult noting(String line) {
        return with(line, cost);
    }

    /** Returns the same with so many network rows more, which were run before it. */
    EditResult plus(long rows, String why) {
        return with("Besides: " + rows + " network rows " + why, new Cost(cost.rows() + rows, cost.oneByOne() + rows));
    }

    /** Returns the same as what is left of a run that ended before its end, with why it did in its report. */
    public EditResult stopped(String why) {
        return with(Note.line("Stopped: " + why), cost, true);
    }

    private EditResult with(String line, Cost changed) {
        return with(line, changed, cancelled);
    }

    private EditResult with(String line, Cost changed, boolean stopped) {
        return new EditResult(
                request,
                provenance,
                axes,
                frames,
                report + "\n" + line,
                changed,
                stopped,
                maps,
                attention,
                reconstruction);
    }

    /** Returns the number of frames for one value of the second axis: the source, if any, and the first axis. */
    public int framesPerValueOfSecondAxis() {
        int n = axes.isEmpty() ? 1 : axes.get(0).values().size();
        boolean source = frames.stream().anyMatch(Frame::source);
        return n + (source ? 1 : 0);
    }

    /** Returns this result as that of another request, of which it is a part. */
    public EditResult asked(EditRequest whole) {
        return new EditResult(
                whole, provenance, axes, frames, report, cost, cancelled, maps, attention, reconstruction);
    }

    /** Returns this result with other images of the same edits. */
    EditResult withImages(List<Frame> others) {
        return new EditResult(
                request, provenance, axes, others, report, cost, cancelled, maps, attention, reconstruction);
    }

    /** Returns this result with other images, of another size. */
    public EditResult withFrames(List<Frame> others, String newReport) {
        return new EditResult(
                request,
                provenance,
                axes,
                others,
                newReport,
                cost,
                cancelled,
                MapSummary.NONE,
                attention,
                reconstruction);
    }
}
