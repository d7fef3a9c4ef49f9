package org.prompttoprompt.pipeline;

import org.prompttoprompt.request.EditRequest;

/** What a request is said to need, for programs of other packages. */
public final class EstimatedMemory {
    private EstimatedMemory() {}

    /** Loads the model of a request and returns the bytes that it and the run take, with as many rows at once as fit. */
    public static long of(PromptToPrompt p2p, EditRequest request) {
        return p2p.onModel(request, Progress.NONE, model -> {
            RunMemory memory = RunMemory.of(Job.of(model.named(request), model), model);
            return model.memory.held() + memory.bytes(memory.rowsAtOnce());
        });
    }
}
