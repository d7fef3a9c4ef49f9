package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.process.ImageProcessor;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ij.Origin;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.script.ScriptService;

/** Edit Image... on the embedded model: by command, Groovy, service and macro alike, and what it refuses. */
class EditImageTest {
    private static final String PROMPT = "a red ball on the grass";
    private static final String TARGET = "a blue ball on the grass";
    private static final int STEPS = 4;
    private static Context context;
    private static ImagePlus ball;

    @BeforeAll
    static void start() {
        context = new Context();
        ball = (ImagePlus) context.service(P2PService.class).generate(PROMPT);
        ball.setTitle("ball");
        ball.setRoi(new OvalRoi(30, 40, 70, 70));
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @AfterEach
    void close() {
        WindowManager.setTempCurrentImage(null);
    }

    private static EditRequest request() {
        return EditRequest.of(Task.EDIT)
                .with("prompt", PROMPT)
                .with("target", TARGET)
                .with("steps", STEPS)
                .with("strength", 1);
    }

    private static CommandModule run(ImagePlus image, Object... inputs) throws Exception {
        WindowManager.setTempCurrentImage(image);
        return context.service(CommandService.class)
                .run(EditImage.class, true, inputs)
                .get();
    }

    private static String refusal(ImagePlus image, Object... inputs) throws Exception {
        EditImage command = (EditImage) run(image, inputs).getDelegateObject();
        assertTrue(command.isCanceled());
        assertTrue(
                command.fault().isEmpty(), () -> "a fault: " + command.fault().get());
        return command.getCancelReason().replace('\n', ' ');
    }

    @Test
    void theCommandEditsInsideOfTheSelection() throws Exception {
        CommandModule module = run(ball, "prompt", PROMPT, "target", TARGET, "steps", "4", "strength", "1");
        ImagePlus result = (ImagePlus) module.getOutput("image");
        assertEquals(2, result.getStackSize());
        assertEquals("source", result.getStack().getSliceLabel(1));
        ImageProcessor before = ball.getProcessor();
        ImageProcessor after = result.getStack().getProcessor(2);
        int changed = 0;
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                if (!ball.getRoi().contains(x, y)) assertEquals(before.get(x, y), after.get(x, y));
                else if (before.get(x, y) != after.get(x, y)) changed++;
            }
        }
        assertTrue(changed > 500, changed + " pixels");
        String report = (String) module.getOutput("report");
        assertTrue(report.contains("Reconstruction"), report);
        Recipe recipe = Recipe.of(result);
        assertEquals("compositeWithTrainedAlgorithmicMedia", recipe.value("media"));
        assertTrue(Origin.in(recipe).orElseThrow().is(ball));
        EveryWayTest.assertSamePixels(
                (ImagePlus) context.service(P2PService.class).editImage(ball, request()), result);
    }

    /** The dialog shows the numbers of the kind of edit that its prompts make. */
    @Test
    void theDialogShowsTheModelsOwnTau() throws Exception {
        EditImage swap = (EditImage) run(ball, "prompt", PROMPT, "target", TARGET, "steps", "1", "strength", "1")
                .getDelegateObject();
        EditRequest filled = context.service(P2PService.class).resolve(request());
        assertEquals(filled.get(Option.TAU), swap.standsFor().get("tau"));
        assertNotEquals("0.8", swap.standsFor().get("tau"));
    }

    @Test
    void groovy() throws Exception {
        ImagePlus expected = (ImagePlus) context.service(P2PService.class).editImage(ball, request());
        String script = "#@ P2PService p2p\n#@ Object image\n#@output Object result\n"
                + "import org.prompttoprompt.request.*\n"
                + "result = p2p.editImage(image, EditRequest.of(Task.EDIT).with('prompt', '" + PROMPT
                + "').with('target', '" + TARGET + "').with('steps', 4).with('strength', 1))";
        Object result = context.service(ScriptService.class)
                .run("edit.groovy", new StringReader(script), true, "image", ball)
                .get()
                .getOutput("result");
        EveryWayTest.assertSamePixels(expected, (ImagePlus) result);
    }

    /** A stack is edited slice by slice, and Process > Batch > Macro... saves what is in front after each image. */
    @Test
    void macrosAndBatch(@TempDir Path folder) throws Exception {
        Path in = Files.createDirectories(folder.resolve("in"));
        Path out = Files.createDirectories(folder.resolve("out"));
        ImagePlus plain = ball.crop();
        plain.deleteRoi();
        IJ.saveAsTiff(plain, in.resolve("a.tif").toString());
        IJ.saveAsTiff(plain, in.resolve("b.tif").toString());
        IJ.saveAsTiff(ball, folder.resolve("ball.tif").toString());
        String edit = "run(\"Edit Image...\", \"prompt=[" + PROMPT + "] target=[" + TARGET + "] steps=4 strength=1\");";
        Path macro = Files.writeString(
                folder.resolve("edit.ijm"),
                "open(\"" + folder.resolve("ball.tif") + "\");\n" + edit + "\nsaveAs(\"Tiff\", \""
                        + folder.resolve("edited.tif") + "\");");
        Path batch = Files.writeString(
                folder.resolve("batch.ijm"),
                "files = getFileList(\"" + in + "\");\nsetBatchMode(true);\n"
                        + "for (i = 0; i < files.length; i++) { open(\"" + in + "/\" + files[i]);\n"
                        + edit.replace("steps=4", "steps=4 slices=each") + "\nsaveAs(\"Tiff\", \"" + out
                        + "/\" + files[i]); close(); close(); }");
        MacroTest.java(folder, List.of(macro, batch));
        ImagePlus expected = (ImagePlus) context.service(P2PService.class).editImage(ball, request());
        assertAlike(expected, IJ.openImage(folder.resolve("edited.tif").toString()));
        ImagePlus first = IJ.openImage(out.resolve("a.tif").toString());
        assertEquals(1, first.getStackSize(), "the edit alone, as large as the original");
        assertAlike(first, IJ.openImage(out.resolve("b.tif").toString()));
    }

    /** What was kept of an earlier edit is not drawn beside the next one, whose sums may round by a level then. */
    private static void assertAlike(ImagePlus expected, ImagePlus actual) {
        assertEquals(expected.getStackSize(), actual.getStackSize());
        for (int slice = 1; slice <= expected.getStackSize(); slice++) {
            int[] a = (int[]) expected.getStack().getPixels(slice);
            int[] b = (int[]) actual.getStack().getPixels(slice);
            for (int i = 0; i < a.length; i++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int levels = Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
                    assertTrue(levels <= 1, levels + " levels apart at pixel " + i);
                }
            }
        }
    }

    @Test
    void whatCannotBeEditedIsRefusedByName() throws Exception {
        assertTrue(refusal(null, "prompt", PROMPT, "target", TARGET).contains("No image is open"));
        assertTrue(refusal(ball, "prompt", PROMPT, "target", PROMPT).contains("nothing is to change"));
        assertTrue(refusal(ball, "prompt", PROMPT, "target", "a blue mammoth on the grass")
                .contains("'mammoth'"));
        assertTrue(refusal(ball, "prompt", PROMPT, "target", TARGET, "mask", "nobody")
                .contains("mask=nobody"));
        ImagePlus closed = ball.duplicate();
        closed.flush();
        assertTrue(refusal(closed, "prompt", PROMPT, "target", TARGET).contains("was closed"));
    }
}
