package org.prompttoprompt.batch;

import java.util.function.Function;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;

/** Who lends the facade, for one call at a time: in ImageJ others may draw between two calls. */
public interface Engine {
    /**
     * Runs a job in its turn.
     *
     * @param request for which the facade is wanted
     * @param progress hears of waiting, and may end it
     */
    <T> T call(EditRequest request, Progress progress, Function<PromptToPrompt, T> job);

    /** Returns the engine of a facade that nobody else uses. */
    static Engine of(PromptToPrompt facade) {
        return new Engine() {
            @Override
            public <T> T call(EditRequest request, Progress progress, Function<PromptToPrompt, T> job) {
                return job.apply(facade);
            }
        };
    }
}
