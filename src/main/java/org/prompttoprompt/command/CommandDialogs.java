package org.prompttoprompt.command;

import java.util.concurrent.ExecutionException;
import org.scijava.module.Module;
import org.scijava.service.Service;

/** Asks for a command's inputs, and records it, in a host where SciJava does not; there is no such service in Fiji. */
public interface CommandDialogs extends Service {
    /** Shows the dialog of a command, filled with its present inputs, and runs it with what is chosen there. */
    void ask(Module module) throws ExecutionException, InterruptedException;

    /** Runs a command with its present inputs, and records it. */
    void run(Module module) throws ExecutionException, InterruptedException;
}
