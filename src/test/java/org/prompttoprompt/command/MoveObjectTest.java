package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Arrow;
import ij.gui.Line;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Move Object on the embedded model: a drawn ball, and the same picture as one that is open. */
class MoveObjectTest {
    private static final String PROMPT = "a red ball in the snow";
    private static final double NEAR = 12.8;
    private static Context context;
    private static ImagePlus ball;
    private static double[] middle;

    @BeforeAll
    static void start() {
        context = new Context();
        ball = (ImagePlus) context.service(P2PService.class).generate(PROMPT);
        ball.setTitle("ball");
        middle = middle(ball.getProcessor());
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @AfterEach
    void close() {
        WindowManager.setTempCurrentImage(null);
        ball.deleteRoi();
        ball.setOverlay(null);
    }

    private static CommandModule run(ImagePlus front, Object... inputs) throws Exception {
        WindowManager.setTempCurrentImage(front);
        return context.service(CommandService.class)
                .run(MoveObject.class, true, inputs)
                .get();
    }

    private static String refusal(ImagePlus front, Object... inputs) throws Exception {
        String reason = ((MenuCommand) run(front, inputs).getDelegateObject()).getCancelReason();
        return reason == null ? "it was not refused" : reason.replace('\n', ' ');
    }

    /** Returns the middle of the red pixels and how many there are. */
    private static double[] middle(ImageProcessor pixels) {
        double[] middle = new double[3];
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            int rgb = pixels.get(i);
            if ((rgb >> 16 & 255) < 110 || (rgb >> 8 & 255) > 80 || (rgb & 255) > 80) continue;
            middle[0] += i % pixels.getWidth();
            middle[1] += i / pixels.getWidth();
            middle[2]++;
        }
        middle[0] /= middle[2];
        middle[1] /= middle[2];
        return middle;
    }

    private static void requireMoved(ImagePlus result, double dx, double dy, int size) {
        assertTrue(middle[2] > 100, "the ball is red: " + middle[2]);
        ImageProcessor after = result.getStack().getProcessor(2);
        double[] now = middle(after);
        double off = Math.hypot(now[0] - middle[0] - dx, now[1] - middle[1] - dy);
        assertTrue(off < NEAR, "it is off by " + off + " pixels");
        ImageProcessor before = ball.getProcessor();
        int kept = 0;
        for (int i = 0; i < before.getPixelCount(); i++) if (before.get(i) == after.get(i)) kept++;
        assertTrue(kept > size, "only " + kept + " pixels are as they were");
    }

    @Test
    void anArrowMovesWhatWasDrawn() throws Exception {
        ball.setRoi(new Arrow(middle[0], middle[1], middle[0] + 30, middle[1] + 8));
        ImagePlus moved = (ImagePlus) run(ball).getOutput("image");
        requireMoved(moved, 30, 8, 128 * 128 / 4);
        String recipe = Recipe.of(moved).text();
        assertTrue(recipe.contains("shift=30,8\n") && recipe.contains("object=ball\n"), recipe);
        assertEquals(0, new MoveTarget("30,8", "1", "").place().length());
    }

    /** The picture without its recipe, larger than the model's, with numbers in its own pixels. */
    @Test
    void numbersMoveWhatIsOpen() throws Exception {
        ImagePlus open = new ImagePlus("open", ball.getProcessor().duplicate());
        ImagePlus moved =
                (ImagePlus) run(open, "prompt", PROMPT, "shift", "-24,4").getOutput("image");
        requireMoved(moved, -24, 4, 128 * 128 / 4);
        ImageProcessor wide = new ij.process.ColorProcessor(300, 200);
        wide.setColor(0xf0f0ff);
        wide.fill();
        wide.insert(ball.getProcessor().resize(200), 50, 0);
        ImagePlus large = new ImagePlus("large", wide);
        double scale = 200 / 128.0;
        ImagePlus result = (ImagePlus) run(
                        large,
                        "prompt",
                        PROMPT,
                        "shift",
                        "40,0",
                        "place",
                        Math.round(50 + middle[0] * scale) + "," + Math.round(middle[1] * scale))
                .getOutput("image");
        double[] now = middle(result.getStack().getProcessor(2));
        double[] was = middle(wide);
        assertTrue(Math.hypot(now[0] - was[0] - 40, now[1] - was[1]) < 30, "it came to " + now[0] + "," + now[1]);
        assertTrue(
                Recipe.of(result).text().contains("shift=40,0\n"),
                Recipe.of(result).text());
        for (int y = 0; y < 200; y++)
            assertEquals(wide.get(295, y), result.getStack().getProcessor(2).get(295, y));
    }

    @Test
    void valuesOfTauAreSwept() throws Exception {
        CommandModule swept = run(ball, "shift", "20,0", "tau", "0, 0.5, 1", "steps", "0");
        ImagePlus stack = (ImagePlus) swept.getOutput("image");
        assertEquals(4, stack.getStackSize());
        assertTrue(swept.getOutput("metrics") != null);
        ImagePlus drawn = (ImagePlus) run(ball, "source", "prompt", "prompt", PROMPT, "shift", "20,0", "tau", "1")
                .getOutput("image");
        for (int i = 0; i < 128 * 128; i++)
            assertEquals(
                    drawn.getStack().getProcessor(2).get(i),
                    stack.getStack().getProcessor(4).get(i));
    }

    @Test
    void selectionsSayWhere() {
        ball.setRoi(new Line(10, 20, 50, 15));
        assertEquals(new MoveTarget("40,-5", "1", "10,20"), target("", "", ""));
        assertEquals(new MoveTarget("40,-5", "2", "1,2,3,4"), target("", "2", "1,2,3,4"));
        assertEquals(new MoveTarget("3,4", "1", ""), target("3,4", "", ""));
        ball.setRoi(new Roi(10, 20, 30, 40));
        assertEquals(new MoveTarget("5,6", "1", "10,20,30,40"), target("5,6", "", ""));
        assertEquals(new MoveTarget("0,0", "1.5", "10,20,30,40"), target("", "1.5", ""));
        ball.setOverlay(new Overlay(new Roi(50, 60, 15, 20)));
        // From the middle 57.5, 70 to 25, 40, four times the area.
        assertEquals(new MoveTarget("-32.5,-30", "2", "50,60,15,20"), target("", "", ""));
    }

    private static MoveTarget target(String shift, String zoom, String place) {
        return MoveTarget.of(Optional.of(ball), shift, zoom, place);
    }

    @Test
    void whatCannotBeMovedIsRefusedAtOnce() throws Exception {
        ImagePlus open = IJ.createImage("mine", "RGB white", 128, 128, 1);
        assertTrue(refusal(null).contains("No image is open"));
        assertTrue(refusal(null, "source", "prompt").contains("prompt is empty"));
        assertTrue(refusal(open, "shift", "4,4").contains("'mine' was not made by Prompt-to-Prompt"));
        assertTrue(refusal(ball).contains("nothing is selected"));
        ball.setRoi(new Arrow(30, 30, 30, 30));
        assertTrue(refusal(ball).contains("length of 0"), refusal(ball));
        ball.setRoi(new PointRoi(3, 3));
        assertTrue(refusal(ball).contains("Point"), refusal(ball));
        ball.setRoi(new Roi(3, 3, 20, 20));
        assertTrue(refusal(ball).contains("only where one of both places is"), refusal(ball));
        ball.setOverlay(new Overlay(new Roi(5, 5, 9, 9)));
        ball.getOverlay().add(new Roi(50, 5, 9, 9));
        assertTrue(refusal(ball).contains("has 2 selections"), refusal(ball));
        ball.deleteRoi();
        String[][] wrong = {
            {"object", "cube", "shift", "9,9", "cube"},
            {"object", "", "shift", "9,9", "object is empty"},
            {"object", "", "shift", "9,9", "place", "3,3", "is a point"},
            {"shift", "0,0", "nowhere"},
            {"shift", "9", "not two numbers"},
            {"shift", "9,x", "shift=9,x"},
            {"shift", "9,9", "zoom", "0", "zoom=0"},
            {"shift", "9,9", "zoom", "-1", "zoom=-1"},
            {"shift", "9,9", "place", "3,3,0,5", "the box is empty"},
            {"shift", "9,9", "place", "300,3,9,9", "place=300,3,9,9 is outside of the image"},
            {"shift", "200,0", "place", "30,30", "out of the image"},
            {"shift", "200,0", "out of the image"},
            {"shift", "9,9", "tau", "2", "tau=2"},
            {"shift", "9,9", "carry", "x", "carry=x"},
        };
        for (String[] inputs : wrong) {
            String expected = inputs[inputs.length - 1];
            Object[] given = java.util.Arrays.copyOf(inputs, inputs.length - 1, Object[].class);
            assertTrue(refusal(ball, given).contains(expected), expected + ": " + refusal(ball, given));
        }
        assertTrue(refusal(open, "prompt", PROMPT, "shift", "9,9", "place", "300,3,9,9")
                .contains("outside of the image"));
        assertTrue(refusal(ball, "source", "prompt", "prompt", PROMPT, "shift", "9,9", "seed", "1, 2")
                .contains("one seed"));
    }
}
