package org.prompttoprompt.studio;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.studio.StudioJobs.Aim;

/**
 * What becomes of the result in view outside of the Studio.
 *
 * @param first what the images are of with which the Studio was opened, if it was with some
 * @param whenDone hears in a sentence what was made
 */
record StudioExports(
        StudioOutputs outputs,
        StudioFrame frame,
        StudioJobs jobs,
        StudioHistory history,
        Optional<StudioState> first,
        Consumer<String> whenDone) {
    /**
     * Shows it in ImageJ.
     *
     * @throws org.prompttoprompt.Refusal if the Recorder cannot write its line
     */
    void open() {
        history.entry().ifPresent(outputs::open);
    }

    /** Makes a stack of what is near it. */
    void toStack(String taus) {
        inView().ifPresent(state -> {
            EditRequest sweep = state.sweep(frame.chips.chosen(), taus);
            run(progress -> outputs.sweep(sweep, progress));
        });
    }

    /** Shows how it is drawn. */
    void film() {
        inView().ifPresent(state -> {
            int chosen = frame.chips.chosen();
            boolean one = chosen >= 0 && chosen < state.words().size();
            Optional<WordName> word = one ? state.nameInMaps(chosen) : Optional.empty();
            String name = word.map(WordName::toString).orElse("");
            run(progress -> outputs.film(state.request(), name, progress));
        });
    }

    /**
     * Writes its line to the Recorder.
     *
     * @throws org.prompttoprompt.Refusal if ImageJ's macro language cannot hold a value
     */
    void record() {
        inView().ifPresent(state -> whenDone.accept("Recorded: " + outputs.record(state.request())));
    }

    private Optional<StudioState> inView() {
        return history.entry().map(StudioEntry::state).or(() -> first);
    }

    private void run(Function<Progress, String> work) {
        frame.status.running(0, "Waiting");
        jobs.run(Aim.STACK, work, whenDone);
    }
}
