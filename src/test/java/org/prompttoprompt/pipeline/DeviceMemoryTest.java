package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.prompttoprompt.Note;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.DeviceMemory;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Task;

/** A GPU whose memory ends in the middle, played by the exception that PyTorch throws then. */
class DeviceMemoryTest {
    private static final String CUDA =
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB";

    private static EditResult run(String seeds, int seed, RuntimeException thrown) {
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with("prompt", "a red ball")
                .with("steps", 2)
                .with("seed", seeds);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            return p2p.run(request, (done, total, message) -> {
                if (message.contains("Step") && message.contains("seed " + seed)) throw thrown;
                return true;
            });
        }
    }

    @Test
    void imagesOfSeedsBeforeAreKept() {
        RuntimeException thrown = new IllegalStateException("the step failed", new ai.djl.engine.EngineException(CUDA));
        EditResult result = run("1,2,3", 2, thrown);
        assertEquals(1, result.frames().size());
        assertTrue(result.cancelled());
        String noted = String.join("\n", Note.in(result.report()));
        assertTrue(noted.contains("Stopped: The memory of the GPU is used up."), result.report());
        Refusal refused = assertThrows(Refusal.class, () -> run("1,2,3", 1, thrown));
        assertTrue(refused.getMessage().contains("Models... > Engine"), refused.getMessage());
    }

    /** Of a film's first round, which a later one would have made evener. */
    @Test
    void imagesOfAFilmBeforeAreKept() {
        InterpolationRequest film = new InterpolationRequest()
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue cube on the beach")
                .with("steps", 1)
                .with("frames", 4);
        RuntimeException thrown = new IllegalStateException("the step failed", new ai.djl.engine.EngineException(CUDA));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Interpolation kept = Interpolation.of(p2p, film, (done, total, message) -> {
                if (message.contains("images drawn")) throw thrown;
                return true;
            });
            assertEquals(4, kept.result().frames().size());
            assertTrue(kept.result().cancelled());
            assertTrue(
                    kept.told().startsWith("Stopped: 4 images were drawn. The memory of the GPU is used up."),
                    kept.told());
            assertThrows(
                    Refusal.class,
                    () -> Interpolation.of(p2p, film, (done, total, message) -> {
                        throw thrown;
                    }));
        }
    }

    /** As where a model is loaded, or the words are read, before there is a seed. */
    @Test
    void aJobThatEndsForItIsRefused() {
        RuntimeException thrown = new ai.djl.engine.EngineException(CUDA);
        Refusal refused = assertThrows(
                Refusal.class,
                () -> PyTorch.call(() -> {
                    throw thrown;
                }));
        assertTrue(refused.getMessage().contains("Models... > Engine"), refused.getMessage());
        assertSame(thrown, refused.getCause());
        Refusal told = new Refusal("told already", thrown);
        assertSame(
                told,
                assertThrows(
                        Refusal.class,
                        () -> PyTorch.call(() -> {
                            throw told;
                        })));
    }

    @Test
    void anotherFaultStaysOne() {
        RuntimeException thrown = new IllegalStateException("a fault");
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> run("1,2", 2, thrown)));
        assertTrue(DeviceMemory.isUsedUp(new RuntimeException("MPS backend out of memory (MPS allocated: 5 GB)")));
        assertTrue(DeviceMemory.isUsedUp(new RuntimeException("RuntimeError:\nCUDA error: out of memory\nCompile")));
        assertTrue(DeviceMemory.isUsedUp(new RuntimeException("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling")));
        assertTrue(DeviceMemory.isUsedUp(
                new RuntimeException("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED")));
        assertTrue(DeviceMemory.isUsedUp(
                new RuntimeException("CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`")));
        assertFalse(DeviceMemory.isUsedUp(new RuntimeException("CUBLAS_STATUS_NOT_INITIALIZED when calling x")));
        assertFalse(DeviceMemory.isUsedUp(new RuntimeException("[enforce fail] not enough memory")));
        assertFalse(DeviceMemory.isUsedUp(new RuntimeException()));
    }
}
