package org.prompttoprompt.pipeline;

import ai.djl.Device;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.request.EditRequest;

/** How a model's weights come into memory, and the refusal of those that do not fit. */
final class Memory {
    /** Bytes of a network that are copied within a blink. */
    private static final long LITTLE = 1 << 28;

    private Memory() {}

    /** Refuses a wrong value, and a wrong setting, before gigabytes are read. */
    static void requireValues(EditRequest request) {
        PromptToPrompt.resolve(request);
        EngineSettings.requireToLoad();
    }

    /**
     * Refuses a model whose weights do not fit where they must be held in memory: those in half precision, and with LoRAs all.
     *
     * @throws Refusal saying how much is needed and free
     */
    static void requireToLoad(ModelSpec spec) {
        if (PyTorch.device().equals(Device.cpu())) requireToLoad(spec.held(), FreeMemory.here());
    }

    /**
     * Returns how a model is opened: what may stay in its files does, as in other programs, unless it is little, or a network's and
     * memory allows a copy. A file that is cut while it is mapped ends Java; those of one's own disk are looked at before each call
     * of the network.
     */
    static Opening opening(ModelSpec spec) {
        boolean copied = !PyTorch.device().equals(Device.cpu())
                || copies(spec.held(), spec.mappable(), spec.onOwnDisk(), FreeMemory.here());
        Opening opening = Opening.PLAIN.in(PyTorch.precision()).held(HeldAs.chosen());
        return copied ? opening : opening.inFiles();
    }

    /** As much again must be left for the run. */
    static boolean copies(long held, long mappable, boolean onOwnDisk, long free) {
        boolean little = held + mappable <= LITTLE;
        return (little || !onOwnDisk) && 2 * (held + mappable) <= free;
    }

    static void requireToLoad(long held, long free) {
        if (held <= free) return;
        throw new Refusal(String.format(
                Locale.ROOT,
                "The model's weights take about %.1f GB of memory, and %.1f GB are free. Close other programs, take a"
                        + " file in single precision (F32), which needs not be held whole, or a smaller model, or set"
                        + " PROMPTTOPROMPT_WEIGHTS=int8.",
                held / 1e9,
                free / 1e9));
    }
}
