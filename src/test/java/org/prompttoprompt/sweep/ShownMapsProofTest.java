package org.prompttoprompt.sweep;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.diffusion.Start;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.AttentionStore;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.UNet;

/** Maps that are shown without being those that were used end the run, of a plain generation too. */
class ShownMapsProofTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/models/tiny-sd1");
    private static final int STEPS = 2;
    private static final int SIDE = 16;

    private static String run(boolean edits, UnaryOperator<AttentionControl> cut) {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager();
                    NDScope scope = new NDScope();
                    AttentionStore store = new AttentionStore(manager, Site::cross, true)) {
                UNet unet = UNet.open(MODEL.resolve("unet"), manager);
                ClipTokenizer tokenizer = ClipTokenizer.open(MODEL.resolve("tokenizer"));
                List<Tokens> prompts = Stream.of("", "a red car on the street", "a blue car on the street")
                        .map(tokenizer::encode)
                        .toList();
                NDArray encoded = ClipTextModel.open(MODEL.resolve("text_encoder"), manager)
                        .forward(manager, prompts);
                Contexts contexts = new Contexts(encoded.get("0:1"), encoded.get("1:2"), List.of(encoded.get("2:3")));
                Alignment a = Alignment.swap(prompts.get(1), prompts.get(2), Alignment.Mode.ALIGNED);
                Variant swap = new Variant(
                        0,
                        new During(new Span(0, 1), new Replace(a)),
                        Edit.NONE,
                        64,
                        Optional.empty(),
                        Optional.empty());
                SweepPlan plan = SweepPlan.of(edits ? List.of(swap) : List.of(), STEPS);
                Tally tally = new Tally();
                SweepRun run = new SweepRun(
                        plan,
                        Schedulers.open(MODEL.resolve("scheduler/scheduler_config.json"), "DDIM", STEPS),
                        (latents, t, context, attention, features) ->
                                unet.forward(latents, t, context, cut.apply(attention), features),
                        contexts,
                        7.5,
                        store,
                        tally,
                        SourcePath.unkept(),
                        Integer.MAX_VALUE);
                Shape shape = new Shape(1, unet.inChannels(), SIDE, SIDE);
                run.walk(Start.ofSeed(manager, 5, shape, run.scheduler()), (step, z) -> {
                            tally.demand(plan.leads(step), step, unet.sites(SIDE, SIDE), 2);
                            return true;
                        })
                        .orElseThrow();
                tally.requireComplete();
                return tally.proof().toString();
            }
        });
    }

    private static String messageOf(Runnable run) {
        Throwable fault = assertThrows(RuntimeException.class, run::run);
        while (fault.getCause() != null) fault = fault.getCause();
        return fault.getMessage();
    }

    /** Hands on what the control says, but for the maps. */
    private record Cut(AttentionControl control, boolean lies) implements AttentionControl {
        @Override
        public boolean wants(Site site) {
            return control.wants(site);
        }

        @Override
        public int firstRow() {
            return control.firstRow();
        }

        @Override
        public Optional<Witness> witness(Site site) {
            return control.witness(site);
        }

        /** Half of the maps is used, or half of them is shown. */
        @Override
        public NDArray apply(NDArray maps, Site site) {
            if (!lies) return control.apply(maps, site).mul(0.5);
            NDArray used = control.apply(maps, site).duplicate();
            control.apply(maps.mul(0.5), site);
            return used;
        }
    }

    @Test
    void aWholeHookIsNoFault() {
        assertTrue(run(false, control -> control).contains("left alone"));
        assertTrue(run(true, control -> control).contains("edited"));
    }

    @Test
    void whatAGenerationShowsIsWhatWasUsed() {
        String used = messageOf(() -> run(false, control -> new Cut(control, false)));
        assertTrue(used.contains("is not the row's own"), used);
        String shown = messageOf(() -> run(false, control -> new Cut(control, true)));
        assertTrue(shown.contains("kept to be shown"), shown);
    }

    @Test
    void whatAnEditShowsIsWhatWasUsed() {
        String shown = messageOf(() -> run(true, control -> new Cut(control, true)));
        assertTrue(shown.contains("kept to be shown"), shown);
    }
}
