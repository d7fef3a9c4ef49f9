package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.engine.MeasuredHere;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.event.ModuleFinishedEvent;
import org.scijava.script.ScriptService;

/** What is made again of a recipe is computed in the recipe's precision, where nothing is set and this computer would take another. */
class RecipePrecisionTest {
    private static final Path TINY =
            Path.of("src/test/resources/golden/models/tiny-sd1").toAbsolutePath();
    private static final EditRequest OWN = EditRequest.of(Task.GENERATE)
            .with("prompt", "a red ball on the grass")
            .with("steps", 2)
            .with("model", TINY);

    @TempDir
    private Path cache;

    private MeasuredHere fast;
    private Context context;

    @BeforeEach
    void start() {
        fast = new MeasuredHere(cache, 2.5);
        context = new Context();
        Interpreter.batchMode = true;
    }

    @AfterEach
    void stop() {
        while (Interpreter.getBatchModeImageCount() > 0)
            Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
        Interpreter.batchMode = false;
        context.dispose();
        fast.close();
    }

    private CommandModule run(Class<? extends Command> command, EditRequest request, String dtype) throws Exception {
        ImagePlus image = IJ.createImage("made", "RGB", 8, 8, 1);
        image.setProperty("Info", request.toText() + "dtype=" + dtype + "\n");
        Interpreter.addBatchModeImage(image);
        CommandModule module =
                context.service(CommandService.class).run(command, true).get();
        assertFalse(module.isCanceled(), module.getCancelReason());
        return module;
    }

    private String again(String dtype) throws Exception {
        ImagePlus[] made = new ImagePlus[1];
        Object listener = new Object() {
            @EventHandler
            void onEvent(ModuleFinishedEvent event) {
                if (event.getModule().getOutput("image") instanceof ImagePlus image) made[0] = image;
            }
        };
        var subscription = context.service(EventService.class).subscribe(listener);
        run(RunAgain.class, OWN, dtype);
        context.service(EventService.class).unsubscribe(subscription);
        return Recipe.of(made[0]).value("dtype");
    }

    @Test
    void runAgainRepeatsIt() throws Exception {
        assertEquals("float32", again("float32"));
        assertEquals("bfloat16", again("bfloat16"));
        assertEquals("bfloat16", again(""), "what suits this computer");
    }

    /** The same by the copied script; a macro's line cannot hold it, and says so. */
    @Test
    void copiesTellIt() throws Exception {
        String script =
                run(CopyAsGroovy.class, OWN, "float32").getOutput("groovy").toString();
        assertTrue(script.endsWith("\n    .madeIn('float32'))\n"), script);
        ImagePlus image = (ImagePlus) context.service(ScriptService.class)
                .run("again.groovy", new StringReader(script), true)
                .get()
                .getOutput("image");
        assertEquals("float32", Recipe.of(image).value("dtype"));
        String macro =
                run(CopyAsMacro.class, OWN, "bfloat16").getOutput("macro").toString();
        assertTrue(
                macro.startsWith("// Computed in bfloat16; a macro computes in what is faster where it runs"), macro);
        assertTrue(macro.contains("\nrun(\"Generate...\", "), macro);
        EditRequest embedded = OWN.with("model", "mini");
        script =
                run(CopyAsGroovy.class, embedded, "float32").getOutput("groovy").toString();
        assertFalse(script.contains("madeIn"), script);
        macro = run(CopyAsMacro.class, embedded, "float32").getOutput("macro").toString();
        assertTrue(macro.startsWith("run("), macro);
    }
}
