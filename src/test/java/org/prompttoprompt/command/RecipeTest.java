package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ij.PngText;
import org.prompttoprompt.ij.PngTexts;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.event.ModuleFinishedEvent;
import org.scijava.script.ScriptService;

/** The image remembers: its recipe as text, run again, as code, and in files. */
class RecipeTest {
    private static Context context;
    private static ImagePlus result;

    @BeforeAll
    static void start() {
        context = new Context();
        result = (ImagePlus) context.service(P2PService.class)
                .run(EditRequest.of(Task.SWAP)
                        .with("prompt", "a red ball on the grass")
                        .with("target", "a blue ball on the grass")
                        .with("tau", "0.2, 0.8")
                        .with("seed", 7)
                        .with("steps", 2));
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @AfterEach
    void closeImages() {
        while (Interpreter.getBatchModeImageCount() > 0)
            Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
        Interpreter.batchMode = false;
    }

    /** What an open window does, without a display. */
    private static void activate(ImagePlus image) {
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(image);
    }

    private static CommandModule run(Class<? extends Command> command, Object... inputs) throws Exception {
        return context.service(CommandService.class).run(command, true, inputs).get();
    }

    private static void assertSamePixels(ImagePlus a, ImagePlus b) {
        assertEquals(a.getStackSize(), b.getStackSize());
        for (int i = 1; i <= a.getStackSize(); i++) {
            assertArrayEquals(
                    (int[]) a.getStack().getProcessor(i).convertToRGB().getPixels(),
                    (int[]) b.getStack().getProcessor(i).convertToRGB().getPixels(),
                    "slice " + i);
        }
    }

    private static int largestDifference(ImagePlus a, ImagePlus b) {
        int[] x = (int[]) a.getProcessor().convertToRGB().getPixels();
        int[] y = (int[]) b.getProcessor().convertToRGB().getPixels();
        int largest = 0;
        for (int i = 0; i < x.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                largest = Math.max(largest, Math.abs((x[i] >> shift & 255) - (y[i] >> shift & 255)));
            }
        }
        return largest;
    }

    @Test
    void runsAgain() throws Exception {
        activate(result);
        Object[] count = {0};
        Object listener = new Object() {
            @EventHandler
            void onEvent(ModuleFinishedEvent event) {
                if (event.getModule().getOutput("image") != null)
                    count[0] = event.getModule().getOutput("image");
            }
        };
        var subscription = context.service(EventService.class).subscribe(listener);
        CommandModule module = run(RunAgain.class);
        context.service(EventService.class).unsubscribe(subscription);
        assertFalse(module.isCanceled(), module.getCancelReason());
        assertSamePixels(result, (ImagePlus) count[0]);
    }

    @Test
    void showsTheRecipe() throws Exception {
        activate(result);
        String recipe = (String) run(ShowRecipe.class).getOutput("recipe");
        assertTrue(recipe.contains("task=swap\n") && recipe.contains("steps=2\n"), recipe);
    }

    @Test
    void refusesWithoutAnImageOrARecipe() throws Exception {
        for (Class<? extends Command> command :
                List.of(ShowRecipe.class, RunAgain.class, CopyAsMacro.class, CopyAsGroovy.class)) {
            String reason = run(command).getCancelReason();
            assertTrue(reason.startsWith("No image is open"), command + ": " + reason);
        }
        activate(IJ.createImage("blobs", "8-bit", 8, 8, 1));
        assertTrue(run(CopyAsMacro.class).getCancelReason().contains("'blobs' holds no recipe"));
    }

    @Test
    void copiesTheMacroLine() throws Exception {
        activate(result);
        assertEquals(
                "run(\"Word Swap...\", \"prompt=[a red ball on the grass] target=[a blue ball on the grass] tau=[0.2, 0.8] "
                        + "seed=7 steps=2 defaults=1\");",
                run(CopyAsMacro.class).getOutput("macro"));
    }

    @Test
    void aMacroLineHoldsWhatImageJCanRead() {
        EditRequest request = EditRequest.of(Task.GENERATE);
        assertEquals(
                "run(\"Generate...\", \"prompt=[a \\\"red\\\" ball \\\\ 红球] defaults=1\");",
                MacroLine.of(request.with("prompt", "a \"red\" ball \\ 红球")));
        assertThrows(IllegalArgumentException.class, () -> MacroLine.of(request.with("prompt", "a ] ball")));
    }

    @Test
    void theGroovyScriptMakesTheSameImage() throws Exception {
        activate(result);
        String script = (String) run(CopyAsGroovy.class).getOutput("groovy");
        Object again = context.service(ScriptService.class)
                .run("again.groovy", new StringReader(script), true)
                .get()
                .getOutput("image");
        assertSamePixels(result, (ImagePlus) again);
    }

    @Test
    void groovyQuotesItsStrings() throws Exception {
        String prompt = "it's a $red ${ball} \\ \"红\"";
        String script = new Recipe(
                        EditRequest.of(Task.GENERATE).with("prompt", prompt).toText())
                .groovy()
                .replace("image = p2p.run(", "image = (");
        Object request = context.service(ScriptService.class)
                .run("quotes.groovy", new StringReader(script), true)
                .get()
                .getOutput("image");
        assertEquals(prompt, ((EditRequest) request).get(org.prompttoprompt.request.Option.PROMPT));
    }

    /** A model that is changed later must not change what an image says of itself. */
    @Test
    void nothingIsLeftToTheModel() {
        String recipe = Recipe.of(result).text();
        // What the network predicts and how timesteps are spaced is told by the files, which the recipe knows by their
        // hash.
        String told = recipe.replace("\nprediction=model\n", "\n").replace("\nspacing=model\n", "\n");
        assertFalse(told.contains("=model\n"), recipe);
        for (String number : List.of("steps", "guidance", "width", "height", "selfresolution"))
            assertFalse(recipe.contains("\n" + number + "=0\n"), recipe);
    }

    /** Its own recipe has none; a newer version's are told, and what can be read is. */
    @Test
    void linesOfANewerVersionAreTold() throws Exception {
        assertEquals(List.of(), Recipe.of(result).unknownKeys());
        assertEquals(List.of(), Recipe.ofSliceInFront(result).unknownKeys());
        ImagePlus newer = result.duplicate();
        newer.setProperty("Info", result.getInfoProperty() + "sharpness=2\nstarfield=yes\nsharpness=3\n");
        assertEquals(List.of("sharpness", "starfield"), Recipe.of(newer).unknownKeys());
        activate(newer);
        PrintStream before = System.out;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setOut(new PrintStream(log, true));
        try {
            assertTrue(run(CopyAsMacro.class).getOutput("macro").toString().contains("a blue ball"));
        } finally {
            System.setOut(before);
        }
        assertTrue(log.toString().contains("does not know: sharpness, starfield."), log.toString());
    }

    @Test
    void survivesTiff(@TempDir Path folder) {
        String file = folder.resolve("a b é.tif").toString();
        ImagePlus image = result.duplicate();
        image.setProperty("Info", result.getInfoProperty().replace("a red ball", "\"红\" \\ 'ball'"));
        IJ.saveAsTiff(image, file);
        Recipe recipe = Recipe.of(IJ.openImage(file));
        assertEquals("\"红\" \\ 'ball' on the grass", recipe.value("prompt"));
    }

    @Test
    void survivesPng(@TempDir Path folder) throws Exception {
        activate(result);
        CommandModule module =
                run(SaveWithRecipe.class, "path", folder.resolve("a b é.png").toFile());
        assertFalse(module.isCanceled(), module.getCancelReason());
        ImagePlus opened = IJ.openImage(folder.resolve("a b é-3.png").toString());
        Recipe recipe = Recipe.of(opened);
        assertEquals("0.8", recipe.value("tau"));
        ImagePlus again = (ImagePlus) context.service(P2PService.class).run(recipe.request());
        assertArrayEquals((int[]) again.getStack().getPixels(2), (int[])
                opened.getProcessor().convertToRGB().getPixels());
        ImagePlus source = IJ.openImage(folder.resolve("a b é-1.png").toString());
        assertEquals(Task.GENERATE, Recipe.of(source).request().task());
        // The source alone is computed in a batch of another size, which may round a colour the other way.
        assertEquals(
                0,
                largestDifference(
                        (ImagePlus) context.service(P2PService.class)
                                .run(Recipe.of(source).request()),
                        source),
                1);
    }

    @Test
    void pngSpeaksToOtherTools(@TempDir Path folder) throws Exception {
        activate(result);
        run(SaveWithRecipe.class, "path", folder.resolve("swap.png").toFile());
        Map<String, String> texts = PngText.read(folder.resolve("swap-2.png"));
        assertTrue(
                texts.get("parameters")
                        .startsWith(
                                "a blue ball on the grass\nSteps: 2, Sampler: DDIM, CFG scale: 1, Seed: 7, Size: 128x128, Model hash: "),
                texts.get("parameters"));
        assertTrue(texts.get("XML:com.adobe.xmp").contains(PngTexts.SYNTHETIC));
    }

    /** Recipes of earlier versions left the sampler to the model. */
    @Test
    void theSamplerIsAlwaysNamed() {
        String early = result.getInfoProperty().replaceFirst("scheduler=DDIM", "scheduler=model");
        assertTrue(early.contains("scheduler=model"));
        assertTrue(PngTexts.of(new Recipe(early)).get("parameters").contains(", Sampler: DDIM, "));
        String elsewhere = early.replaceFirst("model=\n", "model=/nowhere\n");
        assertTrue(PngTexts.of(new Recipe(elsewhere)).get("parameters").contains(", Sampler: model, "));
        String skipped = early.replaceFirst("clipskip=0", "clipskip=1");
        assertTrue(PngTexts.of(new Recipe(skipped)).get("parameters").contains(", Size: 128x128, Clip skip: 2, Model"));
    }

    @Test
    void refusesAPlaceThatCannotBeWritten(@TempDir Path folder) throws Exception {
        activate(result);
        File nowhere = folder.resolve("none/swap.png").toFile();
        assertTrue(run(SaveWithRecipe.class, "path", nowhere).getCancelReason().contains("is no folder"));
        Files.createDirectories(folder.resolve("swap-1.png"));
        CommandModule taken =
                run(SaveWithRecipe.class, "path", folder.resolve("swap.png").toFile());
        assertTrue(taken.getCancelReason().contains("cannot be written"), taken.getCancelReason());
    }
}
