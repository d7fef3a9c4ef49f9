package org.prompttoprompt.engine;

import java.util.Optional;

/** What computes in this process, in words. */
public final class ComputingNow {
    private ComputingNow() {}

    /**
     * Starts the engine, if it does not run yet, and returns what it computes on, and why, if that is not what was chosen.
     *
     * @throws org.prompttoprompt.Refusal if it cannot run here, with the reason and the cure
     */
    public static String start() {
        PyTorch.start();
        return inWords();
    }

    /** Returns the same if the engine runs, and why, if it could not be started; empty before anybody has started it. */
    public static Optional<String> known() {
        if (PyTorch.isRunning()) return Optional.of(inWords());
        return PyTorch.failure().map(why -> "Now: nothing computes until ImageJ is restarted. " + why.getMessage());
    }

    private static String inWords() {
        String note = PyTorch.deviceNote();
        int threads = PyTorch.threads();
        return "Now: PyTorch " + PyTorch.version() + " computes on " + PyTorch.deviceName() + ", "
                + ChosenPrecision.inWords() + ", with " + threads + (threads == 1 ? " thread" : " threads")
                + ", libraries in " + PyTorch.natives() + "." + (note.isEmpty() ? "" : " " + note);
    }
}
