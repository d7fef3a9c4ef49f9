package org.prompttoprompt.engine;

import java.util.Map;

/** Lets a test decide that oneDNN is the quicker one in wide linear layers, until it is closed. */
public final class OneDnnHere implements AutoCloseable {
    private final KeptTimes before = QuickerProgram.LINEAR.measured;

    public OneDnnHere() {
        QuickerProgram.LINEAR.measured = new KeptTimes("here", Map.of("mkl", 1.0, "onednn", 0.5), true);
    }

    @Override
    public void close() {
        QuickerProgram.LINEAR.measured = before;
    }
}
