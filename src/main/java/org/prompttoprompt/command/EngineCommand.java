package org.prompttoprompt.command;

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

    /** Begins what takes time, under a name that people know; it ends when it is closed. */
    RunningTask running(String name) {
        return new RunningTask(name, status, tasks, this);
    }
}
