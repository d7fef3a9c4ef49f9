package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.console.ConsoleService;
import org.scijava.script.ScriptService;
import org.scijava.startup.StartupService;

/**
 * Every way in gives the same pixels as {@code P2PService}: command, Groovy, {@code --run}, headless macro. {@link GuiTest}
 * compares the menu and the replayed Recorder line with it too.
 */
class EveryWayTest {
    private static final String PROMPT = "a red ball on the grass";
    private static final String TARGET = "a blue ball on the grass";
    private static Context context;
    private static ImagePlus expected;

    @BeforeAll
    static void start() {
        context = new Context();
        expected = (ImagePlus) context.service(P2PService.class)
                .run(EditRequest.of(Task.SWAP)
                        .with("prompt", PROMPT)
                        .with("target", TARGET)
                        .with("tau", "0.2, 0.8")
                        .with("seed", 7)
                        .with("steps", 4));
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    static void assertSamePixels(ImagePlus expected, ImagePlus image) {
        assertEquals(expected.getStackSize(), image.getStackSize());
        for (int i = 1; i <= expected.getStackSize(); i++) {
            assertArrayEquals((int[]) expected.getStack().getPixels(i), (int[])
                    image.getStack().getPixels(i));
        }
    }

    @Test
    void command() throws Exception {
        Object[] inputs = {"prompt", PROMPT, "target", TARGET, "tau", "0.2, 0.8", "seed", "7", "steps", 4};
        Object image = context.service(CommandService.class)
                .run(WordSwap.class, true, inputs)
                .get()
                .getOutput("image");
        assertSamePixels(expected, (ImagePlus) image);
    }

    @Test
    void groovy() throws Exception {
        String script = "#@ CommandService commands\n#@output Object stack\nstack = commands.run('"
                + WordSwap.class.getName() + "', true, 'prompt', '" + PROMPT + "', 'target', '" + TARGET
                + "', 'tau', '0.2, 0.8', 'seed', '7', 'steps', 4).get().getOutput('image')";
        Object stack = context.service(ScriptService.class)
                .run("swap.groovy", new StringReader(script), true)
                .get()
                .getOutput("stack");
        assertSamePixels(expected, (ImagePlus) stack);
    }

    /** What {@code ImageJ --headless --run} does with its arguments. */
    @Test
    void consoleRun(@TempDir Path folder) throws Exception {
        Path tiff = folder.resolve("swap.tif");
        context.service(ConsoleService.class)
                .processArgs(
                        "--run",
                        WordSwap.class.getName(),
                        "prompt='" + PROMPT + "',target='" + TARGET + "',tau='0.2, 0.8',seed='7',steps=4,save='" + tiff
                                + "'");
        context.service(StartupService.class).executeOperations();
        assertSamePixels(expected, IJ.openImage(tiff.toString()));
        assertTrue(Files.exists(folder.resolve("swap.csv")), "the table of the sweep");
        assertTrue(Files.exists(folder.resolve("swap-plot.tif")), "the plot of the sweep");
    }

    @Test
    void headlessMacro(@TempDir Path folder) throws Exception {
        Path tiff = folder.resolve("swap.tif");
        Path macro = Files.writeString(
                folder.resolve("swap.ijm"),
                "run(\"Word Swap...\", \"prompt=[" + PROMPT + "] target=[" + TARGET
                        + "] tau=[0.2, 0.8] seed=7 steps=4\"); saveAs(\"Tiff\", \"" + tiff + "\");");
        MacroTest.java(folder, List.of(macro));
        assertSamePixels(expected, IJ.openImage(tiff.toString()));
    }

    /**
     * Quotes, brackets, backslashes and the like through a recipe, a copied Groovy script and a copied macro line, with a model
     * that knows them.
     */
    @Test
    void awkwardPrompts(@TempDir Path folder) throws Exception {
        String awkward = "a \"red\" ball\n& [on] = \\ the 'grass'";
        ImagePlus first = (ImagePlus) context.service(P2PService.class)
                .run(EditRequest.of(Task.SWAP)
                        .with("prompt", awkward)
                        .with("target", awkward.replace("red", "blue"))
                        .with("negative", "\"cube\" \\ [= &]")
                        .with(
                                "model",
                                Path.of("src/test/resources/golden/models/tiny-sd1")
                                        .toAbsolutePath())
                        .with("steps", 3));
        Recipe recipe = Recipe.of(first);
        assertSamePixels(first, (ImagePlus) context.service(P2PService.class).run(recipe.request()));
        Object again = context.service(ScriptService.class)
                .run("again.groovy", new StringReader(recipe.groovy()), true)
                .get()
                .getOutput("image");
        assertSamePixels(first, (ImagePlus) again);
        Path tiff = folder.resolve("awkward.tif");
        Path macro = Files.writeString(
                folder.resolve("awkward.ijm"),
                MacroLine.of(recipe.request()) + "\nsaveAs(\"Tiff\", \"" + tiff + "\");");
        MacroTest.java(folder, List.of(macro));
        assertSamePixels(first, IJ.openImage(tiff.toString()));
    }
}
