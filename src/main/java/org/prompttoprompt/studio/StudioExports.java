package org.prompttoprompt.studio;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.studio.StudioJobs.Aim;

/**
 * What becomes of the result in view outside of the Studio.
 *
 * @param first what the images are of that stand there before any result, if there are some
 * @param asked what the window is about to show
 * @param whenDone hears in a sentence what was made
 */
record StudioExports(
        StudioOutputs outputs,
        StudioFrame frame,
        StudioJobs jobs,
        StudioHistory history,
        Supplier<Optional<StudioState>> first,
        Supplier<StudioState> asked,
        Consumer<String> whenDone) {
    /** Shows it in ImageJ. */
    void open() {
        refusable(() -> history.entry().ifPresent(entry -> {
            if (entry.shown().isPresent()) run(progress -> outputs.openEdited(entry));
            else outputs.open(entry);
        }));
    }

    /** Makes a stack of what is near it. */
    void toStack(String taus) {
        refusable(() -> soonInView().ifPresent(state -> {
            EditRequest sweep = state.sweep(frame.chips.chosen(), taus);
            run(progress -> outputs.sweep(sweep, state.image(), progress));
        }));
    }

    /** Shows how it is drawn; of an open image there is nothing to show. */
    void film() {
        refusable(() -> soonInView().ifPresent(state -> {
            if (state.image().isPresent())
                throw new Refusal("Film shows how images come out of noise; what stands here is an image that is open."
                        + " To Stack shows its edit from tau to tau.");
            int chosen = frame.chips.chosen();
            boolean one = chosen >= 0 && chosen < state.words().size();
            Optional<WordName> word = one ? state.nameInMaps(chosen) : Optional.empty();
            String name = word.map(WordName::toString).orElse("");
            run(progress -> outputs.film(state.request(), name, progress));
        }));
    }

    /** Writes its line to the Recorder. */
    void record() {
        refusable(() -> inView().ifPresent(state -> whenDone.accept("Recorded: " + outputs.record(state))));
    }

    /** What cannot be made is told in the status row. */
    private void refusable(Runnable what) {
        try {
            what.run();
        } catch (Refusal e) {
            frame.status.failed(e.getMessage());
        }
    }

    private Optional<StudioState> inView() {
        return history.entry().map(StudioEntry::state).or(first);
    }

    /** Of an edit that is being drawn itself: its stack comes after it. */
    private Optional<StudioState> soonInView() {
        return jobs.runs(Aim.RESULT) ? Optional.of(asked.get()) : inView();
    }

    private void run(Function<Progress, String> work) {
        frame.status.running(0, "Waiting");
        jobs.run(Aim.STACK, work, whenDone);
    }
}
