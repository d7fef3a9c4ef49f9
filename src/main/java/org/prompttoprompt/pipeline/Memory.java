package org.prompttoprompt.pipeline;

import ai.djl.Device;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.EngineSettings;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;

/** How a model's weights come into memory, and the refusal of those that do not fit. */
final class Memory {
    /** Bytes of a network that are copied within a blink. */
    static final long LITTLE = 1 << 28;

    private Memory() {}

    /** Refuses a wrong value, and a wrong setting, before gigabytes are read. */
    static void requireValues(EditRequest request) {
        ModelOutline model = ModelOutline.of(ModelSpec.of(request));
        model.requireTakes(model.facts().fill(request));
        EngineSettings.requireToLoad();
    }

    /**
     * Refuses a model whose weights do not fit where they must be held in memory: those of bfloat16, of int8, and what LoRAs change.
     *
     * @throws Refusal saying how much is needed and free
     */
    static void requireToLoad(ModelSpec spec) {
        requireToLoad(spec, Room.here(toLoad(spec)));
    }

    /**
     * Refuses what cannot be run before the engine starts; with a loaded model the run itself does.
     *
     * @param loaded the model that is there, or null
     * @return what refuses, when the engine has started, a run that does not fit beside its model, before that is loaded
     */
    static Runnable requireReadable(EditRequest request, EditInput input, Supplier<StableDiffusion> loaded) {
        ModelSpec spec = ModelSpec.of(request);
        StableDiffusion now = loaded.get();
        if (now != null && now.spec.hasFilesOf(spec)) return () -> {};
        ModelOutline outline = ModelOutline.of(spec);
        List<ReadRequest> run = Walks.read(request, input, outline);
        return () -> {
            StableDiffusion before = loaded.get();
            long held = before == null ? 0 : before.memory.held();
            long need = RunMemory.need(outline, run, opening(spec));
            requireRoom(
                    spec,
                    outline,
                    run,
                    Room.here(Math.max(toLoad(spec), need) - held).and(held));
        };
    }

    /** @param room with that of a model that is forgotten for it */
    static void requireRoom(ModelSpec spec, ModelOutline outline, List<ReadRequest> run, Room room) {
        requireToLoad(spec, room);
        RunMemory.requireRoom(outline, run, opening(spec), opening(spec, Precision.FLOAT32), room);
    }

    /**
     * Returns how a model is opened: what may stay in its files does, as in other programs, unless it is little, or a network's and
     * memory allows a copy. A file that is cut while it is mapped ends Java; those of one's own disk are looked at before each call
     * of the network.
     */
    static Opening opening(ModelSpec spec) {
        return opening(spec, spec.precision());
    }

    private static Opening opening(ModelSpec spec, Precision precision) {
        boolean copied = !PyTorch.device().equals(Device.cpu())
                || copies(spec.copied(precision), spec.onOwnDisk(), FreeMemory.here());
        Opening opening = Opening.PLAIN.in(precision).held(HeldAs.chosen());
        return copied ? opening : opening.inFiles();
    }

    /** As much again must be left for the run. */
    static boolean copies(long copied, boolean onOwnDisk, long free) {
        return (copied <= LITTLE || !onOwnDisk) && 2 * copied <= free;
    }

    /** A GPU computes with weights of its own: none stay in their files. */
    private static long toLoad(ModelSpec spec) {
        return PyTorch.device().equals(Device.cpu()) ? spec.held() : spec.copied();
    }

    static void requireToLoad(ModelSpec spec, Room room) {
        long held = room.ofGpu() ? spec.copied() : spec.held();
        long free = room.free();
        if (held <= free) return;
        Precision precision = spec.precision();
        String cures = cure(spec.held(precision, HeldAs.INT8), held, free, HeldAs.howToTakeEight())
                + (room.ofGpu()
                        ? ""
                        : cure(spec.unmerged().held(precision, HeldAs.chosen()), held, free, "leave out the LoRA"))
                + (room.ofGpu()
                        ? room.cure()
                        : cure(
                                spec.held(Precision.FLOAT32, HeldAs.chosen()),
                                held,
                                free,
                                ChosenPrecision.howToTakeSingle()));
        throw new Refusal(String.format(
                Locale.ROOT,
                "The model's weights take about %.1f GB of memory%s, and %.1f GB are free. Close other programs, or take a"
                        + " smaller model%s.",
                held / 1e9,
                room.of(),
                free / 1e9,
                cures));
    }

    /** What would do. */
    private static String cure(long instead, long held, long free, String how) {
        return instead < held && instead <= free ? ", or " + how : "";
    }
}
