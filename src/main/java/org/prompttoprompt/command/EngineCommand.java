package org.prompttoprompt.command;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.service.RunningTask;
import org.scijava.app.StatusService;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

/** A command that asks the engine, which takes time: it shows how far it is, and can be stopped. */
abstract class EngineCommand extends MenuCommand {
    @Parameter
    P2PService p2p;

    @Parameter
    StatusService status;

    @Parameter
    private TaskService tasks;

    /** Returns the numbers of a model that inputs leave to it, by their keys; none where it is refused, which the command tells. */
    Map<String, String> numbersOf(File model, Option... left) {
        Map<String, String> numbers = new LinkedHashMap<>();
        try {
            EditRequest filled = p2p.resolve(EditRequest.of(Task.GENERATE).with(Option.MODEL, model));
            for (Option option : left) numbers.put(option.key(), filled.get(option));
        } catch (Refusal e) {
            status.showStatus(e.getMessage().lines().findFirst().orElse(""));
        }
        return numbers;
    }

    /** Returns the engine of the service, for what makes many images. */
    Engine engine() {
        return new Engine() {
            @Override
            public <T> T call(EditRequest asked, Progress progress, Function<PromptToPrompt, T> job) {
                return p2p.lend(asked, progress, job);
            }
        };
    }

    /** Begins what takes time, under a name that people know; it ends when it is closed. */
    RunningTask running(String name) {
        return new RunningTask(name, status, tasks, this);
    }
}
