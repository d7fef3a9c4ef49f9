package org.prompttoprompt.engine;

import ai.djl.pytorch.jni.JniUtils;

/** What PyTorch keeps for each thread, set before it computes there. */
final class ThreadModes {
    private ThreadModes() {}

    /**
     * Switches off gradients, and the optimiser of kernels for the calling thread: after its first calls it puts other programs in their
     * place, which round differently, so that on a GPU the first image in half precision was not that of the same seed drawn again.
     */
    static void set() {
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
    }
}
