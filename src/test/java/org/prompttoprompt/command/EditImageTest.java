package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        assertEquals(2, result.getSlice(), "the edit is the one to look at: the source is in front already");
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

    /** Of eight rows each: two walk, 2.5 ask where the edit belongs, and two whether the prompt fits; a seed is two more. */
    @Test
    void theDialogTellsHowLongItTakesInDrawnImages() {
        WindowManager.setTempCurrentImage(ball);
        EditImage command = new EditImage();
        context.inject(command);
        Map<String, String> typed = new HashMap<>();
        Task.EDIT.options().forEach(option -> typed.put(option.key(), option.defaultValue()));
        typed.put("prompt", PROMPT);
        typed.put("target", TARGET);
        typed.put("steps", "8");
        typed.put("strength", "1");
        assertEquals(
                "'ball', selection: Words swapped, way in virtual; at most as long as drawing 6.5 images.",
                command.says(typed));
        typed.put("seed", "1, 2");
        assertEquals(
                "'ball', selection: Words swapped, way in virtual; at most as long as drawing 8.5 images.",
                command.says(typed));
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
        P2PService p2p = context.service(P2PService.class);
        p2p.editImage(
                ball, request()); // later edits of an image find what the first one asked, in rows that were added up
        // otherwise
        ImagePlus expected = (ImagePlus) p2p.editImage(ball, request());
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

    /** Selections, masks and images of which nothing can be made: each is told by its name, with what to do. */
    @Test
    void everyRefusalNamesTheImageAndTheCure(@TempDir Path folder) throws Exception {
        ImagePlus plain = new ImagePlus("ball", ball.getProcessor().duplicate());
        plain.setRoi(new PolygonRoi(new int[] {5, 40, 5}, new int[] {5, 6, 5}, 3, Roi.POLYGON));
        told(plain, "", "'ball' is empty");
        plain.setRoi(new Roi(300, 300, 20, 20));
        if (plain.getRoi() != null) told(plain, "", "'ball' lies outside of the image");
        plain.setRoi(new PointRoi(20, 20));
        told(plain, "", "has no area");
        plain.deleteRoi();

        String black = mask(folder, "black", "8-bit black", 128, 1);
        told(plain, black, "'black.tif' is all black");
        told(plain, mask(folder, "small", "8-bit white", 64, 1), "'small.tif' is 64 x 128 pixels and 'ball' 128 x 128");
        told(plain, mask(folder, "three", "8-bit white", 128, 3), "'three.tif' has 3 slices and 'ball' 1");
        told(plain, black + "#7", "has no pixel of the value 7");
        byte[] mixed = new byte[256];
        for (int i = 0; i < 256; i++) mixed[i] = (byte) (i * 97);
        ByteProcessor indexed = new ByteProcessor(128, 128);
        indexed.setLut(new LUT(mixed, mixed.clone(), new byte[256]));
        told(new ImagePlus("palette", indexed), "", "indexed colours");
        FloatProcessor nothing = new FloatProcessor(128, 128);
        for (int i = 0; i < nothing.getPixelCount(); i++) nothing.setf(i, Float.NaN);
        told(new ImagePlus("nan", nothing), "", "'nan'");
        told(plain, "", "channel=2", "channel", "2");
    }

    private static String mask(Path folder, String name, String type, int width, int slices) {
        Path file = folder.resolve(name + ".tif");
        IJ.saveAsTiff(IJ.createImage(name, type, width, 128, slices), file.toString());
        return file.toString();
    }

    private static void told(ImagePlus image, String mask, String what, Object... more) throws Exception {
        List<Object> inputs = new ArrayList<>(List.of("prompt", PROMPT, "target", TARGET, "mask", mask));
        inputs.addAll(List.of(more));
        String message = refusal(image, inputs.toArray());
        assertTrue(message.contains(what), what + " in: " + message);
    }
}
