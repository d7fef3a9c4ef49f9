package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ij.ImagePlus;
import java.io.StringReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.script.ScriptService;

/** The commands on the embedded model, as SciJava, Groovy and the service run them. */
class CommandTest {
    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    private static CommandModule run(Class<? extends EditCommand> command, Object... inputs) throws Exception {
        return context.service(CommandService.class).run(command, true, inputs).get();
    }

    private static ImagePlus image(CommandModule module) {
        assertFalse(module.isCanceled(), module.getCancelReason());
        return (ImagePlus) module.getOutput("image");
    }

    @Test
    void generates() throws Exception {
        ImagePlus image = image(run(Generate.class, "prompt", "a red ball", "steps", 2));
        assertEquals(1, image.getStackSize());
        assertEquals("a red ball", image.getTitle());
        assertEquals("2", image.getProp("p2p.steps"));
        assertEquals(64, image.getProp("p2p.modelhash").length());
    }

    /** Whichever way a number comes, by text or typed, one parser reads it; SciJava read "4.0" as 0, which is the model's. */
    @Test
    void numbersMeanWhatTheySayHoweverTheyCome() throws Exception {
        ImagePlus written = image(run(Generate.class, "prompt", "a red ball", "steps", "2.0", "width", "6.4e1"));
        ImagePlus typed = image(run(Generate.class, "prompt", "a red ball", "steps", 2.0, "width", 64L));
        assertEquals(64, written.getWidth());
        assertArrayEquals((int[]) typed.getProcessor().getPixels(), (int[])
                written.getProcessor().getPixels());
        CommandModule half = run(Generate.class, "prompt", "a red ball", "steps", 2.5);
        assertEquals("steps=2.5: it is no whole number. Give a whole number from 0 to 1000.", half.getCancelReason());
        CommandModule word = run(Generate.class, "prompt", "a red ball", "steps", "two");
        assertTrue(word.getCancelReason().startsWith("steps=two: 'two' is no number."), word.getCancelReason());
    }

    @Test
    void aRandomSeedIsDrawnAndRemembered() throws Exception {
        CommandModule module = run(Generate.class, "prompt", "a red ball", "steps", 1, "seed", "random");
        ImagePlus image = image(module);
        String seed = image.getProp("p2p.seed");
        assertTrue(seed.matches("[0-9]+"), seed);
        assertEquals(seed, module.getInput("seed"), "a Recorder would write another");
        ImagePlus again = image(run(Generate.class, "prompt", "a red ball", "steps", 1, "seed", seed));
        assertArrayEquals((int[]) image.getProcessor().getPixels(), (int[])
                again.getProcessor().getPixels());
        assertNotEquals(
                seed,
                image(run(Generate.class, "prompt", "a red ball", "steps", 1, "seed", "-1"))
                        .getProp("p2p.seed"));
        EditResult scripted = context.service(P2PService.class)
                .run(EditRequest.parse(image.getInfoProperty()).with("seed", "-1"), Progress.NONE);
        assertTrue(scripted.request().get(Option.SEED).matches("[0-9]+"));
        assertTrue(scripted.report().contains("seed=-1 asks for a random seed"), scripted.report());
    }

    @Test
    void swapsWordsOverTau() throws Exception {
        CommandModule module =
                run(WordSwap.class, "prompt", "a red ball", "target", "a blue ball", "tau", "0:0.5:1", "steps", 4);
        ImagePlus image = image(module);
        assertEquals(4, image.getStackSize());
        assertEquals("source", image.getStack().getSliceLabel(1));
        assertEquals("tau=0.5 (2 of 4 steps)", image.getStack().getSliceLabel(3));
        assertEquals(0.5, image.getCalibration().getZ(2), 1e-9);
        assertFalse(((String) module.getOutput("report")).isBlank());
    }

    @Test
    void addsAPhraseForTwoSeeds() throws Exception {
        ImagePlus image = image(run(
                AddPhrase.class,
                "prompt",
                "castle next to a river",
                "target",
                "children drawing of a castle next to a river",
                "tau",
                "0.2, 0.8",
                "seed",
                "1, 2",
                "steps",
                4));
        assertArrayEquals(new int[] {3, 2}, new int[] {image.getNSlices(), image.getNFrames()});
    }

    @Test
    void reweightsWords() throws Exception {
        ImagePlus image = image(run(
                ReweightWords.class, "prompt", "a blossom tree", "words", "blossom", "weight", "-2, 2", "steps", 4));
        assertEquals("weight=-2", image.getStack().getSliceLabel(2));
        assertEquals(4, image.getCalibration().pixelDepth);
    }

    @Test
    void aRecipeFromAnImageMakesTheSameImage() throws Exception {
        ImagePlus image =
                image(run(WordSwap.class, "prompt", "a red ball", "target", "a blue ball", "tau", "0.5", "steps", 2));
        ImagePlus again = (ImagePlus) context.service(P2PService.class).run(EditRequest.parse(image.getInfoProperty()));
        for (int i = 1; i <= 2; i++) {
            assertArrayEquals((int[]) image.getStack().getPixels(i), (int[])
                    again.getStack().getPixels(i));
        }
    }

    @Test
    void refusesWithOneReadableReason() throws Exception {
        CommandModule module = run(ReweightWords.class, "prompt", "a blossom tree", "words", "fluffy", "steps", 2);
        assertTrue(module.isCanceled());
        assertTrue(module.getCancelReason().contains("fluffy"), module.getCancelReason());
        assertNull(module.getOutput("image"));
    }

    @Test
    void groovyFindsTheService() throws Exception {
        String script = "#@ P2PService p2p\n#@output Object stack\n"
                + "stack = p2p.run(org.prompttoprompt.request.EditRequest.of(org.prompttoprompt.request.Task.SWAP)"
                + ".with('prompt', 'a red ball').with('target', 'a blue ball').with('tau', '0:0.5:1').with('steps', 2))";
        Object stack = context.service(ScriptService.class)
                .run("sweep.groovy", new StringReader(script), true)
                .get()
                .getOutput("stack");
        assertEquals(4, ((ImagePlus) stack).getStackSize());
    }

    @Test
    void theServiceThrowsTheReason() {
        P2PService p2p = context.service(P2PService.class);
        EditRequest request = EditRequest.of(Task.SWAP).with("prompt", "a ball").with("target", "a very blue ball");
        String message = assertThrows(IllegalArgumentException.class, () -> p2p.run(request))
                .getMessage();
        assertTrue(message.contains("Add Phrase"), message);
    }
}
