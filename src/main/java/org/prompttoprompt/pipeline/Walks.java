package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.prompttoprompt.engine.FiniteNumbers;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;

/**
 * The walks of a request on a loaded model: one, but for sweeps over what decides a walk. On the engine's thread.
 *
 * @param input an image or a mask beside the request
 * @param kept the source that was drawn last
 * @param inversions of images that were edited before
 * @param wanted what is kept of each walk
 * @param progress hears of each step
 */
record Walks(
        StableDiffusion model,
        EditRequest request,
        EditInput input,
        KeptSource kept,
        KeptInversions inversions,
        Wanted wanted,
        Progress progress) {

    /** Runs them; all are checked before the first begins. They name the model as they were asked to: results name its hash. */
    EditResult run() {
        try {
            return walked();
        } catch (FiniteNumbers.Lost e) {
            // Weights that are not what was installed are the likely cause, and no report tells them now.
            throw new FiniteNumbers.Lost(String.join(
                    "\n",
                    Stream.concat(Stream.of(e.getMessage()), model.changedContent().stream())
                            .toList()));
        }
    }

    private EditResult walked() {
        List<Job> jobs = jobs(model, request, input);
        if (wanted.maps() == Wanted.Maps.FINE)
            for (Job job : jobs) RunMemory.of(job, model).requireFine();
        EditRequest filled = model.facts.fill(request);
        Optional<AutoMask> found = AutoMask.isWanted(filled, input)
                ? Optional.of(AutoMask.of(filled, input.image().orElseThrow(), model, inversions, progress))
                : Optional.empty();
        Optional<ImageMask> mask = found.flatMap(AutoMask::mask);
        if (mask.isPresent()) jobs = jobs(model, request, input.within(mask.get()));
        Optional<Moving> moving = Moving.of(jobs.get(0), model, kept, inversions, progress);
        if (moving.isPresent())
            jobs = jobs(
                    model,
                    request,
                    mask.map(input::within).orElse(input).moving(moving.get().by()));
        List<EditResult> results = new ArrayList<>();
        Iterator<Progress> told = told(jobs);
        for (Job job : jobs) {
            results.add(new Run(job, model, kept, inversions, wanted, told.next()).result());
            if (results.get(results.size() - 1).cancelled()) break;
        }
        EditResult made = jobs.size() == 1 ? results.get(0) : WalkSweep.joined(filled, results);
        if (moving.isPresent()) made = moving.get().kept(made);
        if (found.isPresent())
            made = made.noting(found.get().note()).plus(found.get().rows(), "to find the mask");
        for (String note : PrecisionNote.of(request, model)) made = made.noting(note);
        if (!PyTorch.deviceNote().isEmpty()) made = made.noting(PyTorch.deviceNote());
        return request.task().takesImage()
                ? PromptFit.noted(made, model, request, input.image().orElseThrow(), inversions, progress)
                : made;
    }

    /** Returns the progress of each walk; of several it is told how far all of them are. */
    private Iterator<Progress> told(List<Job> jobs) {
        if (jobs.size() == 1) return List.of(progress).iterator();
        long[] rows =
                jobs.stream().mapToLong(job -> estimate(model, job).rows()).toArray();
        WholeProgress whole = new WholeProgress(progress, LongStream.of(rows).sum(), rows.length);
        return LongStream.of(rows).mapToObj(whole::next).iterator();
    }

    /**
     * Reads all of them by what the model's configurations tell.
     *
     * @throws org.prompttoprompt.Refusal if one cannot be run
     */
    static List<ReadRequest> read(EditRequest request, EditInput input, ModelOutline model) {
        return WalkSweep.of(model.facts().fill(request)).stream()
                .map(one -> ReadRequest.of(one, input, model))
                .toList();
    }

    /** Returns what they cost if nothing is kept from earlier ones. */
    static Cost estimate(StableDiffusion model, EditRequest request, EditInput input) {
        long rows = (AutoMask.isWanted(model.facts.fill(request), input) ? AutoMask.ROWS : 0)
                + (request.task().takesImage() ? PromptFit.ROWS : 0);
        long oneByOne = rows;
        for (Job job : jobs(model, request, input)) {
            Cost cost = estimate(model, job);
            rows += cost.rows();
            oneByOne += cost.oneByOne();
        }
        return new Cost(rows, oneByOne);
    }

    private static Cost estimate(StableDiffusion model, Job job) {
        boolean once = model.unet.embedsGuidance() || !job.settings().guided();
        return Cost.estimate(job, once ? 1 : 2);
    }

    private static List<Job> jobs(StableDiffusion model, EditRequest request, EditInput input) {
        if (!request.task().takesImage()) return List.of(Job.of(request, input, model));
        return WalkSweep.of(model.facts.fill(request)).stream()
                .map(one -> Job.of(one, input, model))
                .toList();
    }
}
