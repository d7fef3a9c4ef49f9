package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.process.ImageProcessor;
import java.awt.Color;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.canvas.Grown;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Replace, Remove, Fill in Selection and Preview Mask on the embedded model. */
class SelectionCommandTest {
    private static final String PROMPT = "a red ball on the grass";
    private static Context context;
    private static ImagePlus ball;

    @BeforeAll
    static void start() {
        context = new Context();
        ball = (ImagePlus) context.service(P2PService.class).generate(PROMPT);
        ball.setTitle("ball");
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @AfterEach
    void close() {
        WindowManager.setTempCurrentImage(null);
        ball.deleteRoi();
    }

    private static CommandModule run(Class<? extends Command> command, Object... inputs) throws Exception {
        WindowManager.setTempCurrentImage(ball);
        return context.service(CommandService.class).run(command, true, inputs).get();
    }

    private static String refusal(Class<? extends Command> command, Object... inputs) throws Exception {
        return ((MenuCommand) run(command, inputs).getDelegateObject()).getCancelReason();
    }

    /** How many pixels are red. */
    private static int red(ImageProcessor pixels) {
        int n = 0;
        for (int i = 0; i < pixels.getPixelCount(); i++) {
            int rgb = pixels.get(i);
            if ((rgb >> 16 & 255) > 120 && (rgb >> 8 & 255) < 80 && (rgb & 255) < 80) n++;
        }
        return n;
    }

    @Test
    void theClickedBallIsRemovedAndNothingElse() throws Exception {
        ImageProcessor before = ball.getProcessor();
        int x = 0;
        int y = 0;
        int n = 0;
        for (int i = 0; i < before.getPixelCount(); i++) {
            int rgb = before.get(i);
            if ((rgb >> 16 & 255) < 150 || (rgb >> 8 & 255) > 60) continue;
            x += i % 128;
            y += i / 128;
            n++;
        }
        assertTrue(n > 100, "the ball is red");
        PointRoi click = new PointRoi(x / n, y / n);
        ImagePlus object = Grown.of(
                ball,
                click,
                150,
                128,
                128,
                (picture, row, column) -> context.service(P2PService.class)
                        .alike(
                                EditRequest.of(Task.EDIT).with("width", 128).with("height", 128),
                                picture,
                                row,
                                column,
                                Progress.NONE));
        int inside = object.getProcessor().getHistogram()[255];
        assertTrue(inside > n / 2 && inside < 128 * 128 / 2, inside + " pixels of the ball's " + n);
        ball.setRoi(click);
        ImagePlus result =
                (ImagePlus) run(RemoveInSelection.class, "prompt", PROMPT, "target", "grass", "tolerance", "150")
                        .getOutput("image");
        ImageProcessor after = result.getStack().getProcessor(2);
        assertTrue(red(after) < red(before) / 20, red(before) + " red pixels, then " + red(after));
        int like = 0;
        for (int i = 0; i < before.getPixelCount(); i++)
            if (object.getProcessor().get(i) != 0 && surrounds(after.get(i), before, object.getProcessor())) like++;
        assertTrue(like > 0.9 * inside, like + " of " + inside + " pixels have a colour of the surroundings");
        for (int i = 0; i < before.getPixelCount(); i++)
            if (object.getProcessor().get(i) == 0) assertEquals(before.get(i), after.get(i));
        assertTrue(
                Recipe.of(result).text().contains("begin=surroundings"),
                Recipe.of(result).text());
    }

    /** Returns whether some pixel around an object has about this colour. */
    private static boolean surrounds(int rgb, ImageProcessor image, ImageProcessor object) {
        for (int i = 0; i < image.getPixelCount(); i++) {
            int apart = 0;
            for (int shift = 0; shift <= 16; shift += 8)
                apart = Math.max(apart, Math.abs((rgb >> shift & 255) - (image.get(i) >> shift & 255)));
            if (object.get(i) == 0 && apart < 24) return true;
        }
        return false;
    }

    /** A word says where as well, before anything is drawn. */
    @Test
    void theNamedBallIsRemoved() throws Exception {
        ImagePlus result =
                (ImagePlus) run(RemoveInSelection.class, "prompt", PROMPT, "target", "grass", "object", "ball")
                        .getOutput("image");
        int before = red(ball.getProcessor());
        int after = red(result.getStack().getProcessor(2));
        assertTrue(after < before / 4, before + " red pixels, then " + after);
        assertTrue(refusal(RemoveInSelection.class, "prompt", PROMPT, "object", "cat")
                .startsWith("object=cat"));
    }

    @Test
    void aSelectionIsReplacedAndFilled() throws Exception {
        ball.setRoi(new OvalRoi(20, 30, 90, 90));
        ImagePlus replaced = (ImagePlus)
                run(ReplaceInSelection.class, "prompt", PROMPT, "target", "a blue ball on the grass", "seed", "1, 2")
                        .getOutput("image");
        assertEquals(4, replaced.getStackSize(), "two proposals, each with its source");
        ImagePlus filled = (ImagePlus) run(FillInSelection.class, "target", "a yellow star on the grass")
                .getOutput("image");
        assertEquals(2, filled.getStackSize());
        int corner = ball.getProcessor().get(5, 5);
        assertEquals(corner, filled.getStack().getProcessor(2).get(5, 5));
        assertNotEquals(
                ball.getProcessor().get(64, 75),
                filled.getStack().getProcessor(2).get(64, 75));
    }

    @Test
    void theMaskIsShown() throws Exception {
        ball.setRoi(new OvalRoi(20, 30, 90, 90));
        run(PreviewMask.class);
        Overlay overlay = ball.getOverlay();
        assertEquals(2, overlay.size());
        ball.setOverlay(null);
    }

    /** Where a word acts, and where two prompts disagree, is shown before anything is run. */
    @Test
    void theRegionOfAWordIsShown() throws Exception {
        for (String[] inputs : new String[][] {
            {"prompt", PROMPT, "blend", "ball"},
            {"prompt", PROMPT, "target", "a blue ball on the grass", "automatic", "yes"}
        }) {
            run(PreviewMask.class, (Object[]) inputs);
            ImageProcessor shown = ((ImageRoi) ball.getOverlay().get(0)).getProcessor();
            ball.setOverlay(null);
            int inside = 0;
            int hits = 0;
            for (int i = 0; i < shown.getPixelCount(); i++) {
                if (shown.get(i) >>> 24 == 0) continue;
                inside++;
                int rgb = ball.getProcessor().get(i);
                if ((rgb >> 16 & 255) > 120 && (rgb >> 8 & 255) < 80 && (rgb & 255) < 80) hits++;
            }
            int all = red(ball.getProcessor());
            assertTrue(hits > 0.7 * all, inputs[2] + ": " + hits + " of the ball's " + all + " pixels");
            assertTrue(inside < 128 * 128 / 2, inputs[2] + ": " + inside + " pixels");
        }
        assertTrue(refusal(PreviewMask.class, "blend", "ball").contains("prompt is empty"));
        assertTrue(
                refusal(PreviewMask.class, "prompt", PROMPT, "automatic", "yes").contains("target is empty"));
        assertTrue(refusal(PreviewMask.class, "prompt", PROMPT, "blend", "cat").startsWith("blend=cat: "));
    }

    @Test
    void withoutAnObjectTheyRefuse() throws Exception {
        assertTrue(refusal(RemoveInSelection.class).contains("No object is chosen"), refusal(RemoveInSelection.class));
        ball.setRoi(new PointRoi(400, 10));
        assertTrue(refusal(FillInSelection.class).replace('\n', ' ').contains("outside of the image"));
        ball.setRoi(new PointRoi(64, 64));
        assertTrue(refusal(FillInSelection.class, "tolerance", "500").contains("tolerance"));
        ImageProcessor drawn = ball.getProcessor().duplicate();
        ball.getProcessor().setColor(Color.GRAY);
        ball.getProcessor().fill();
        assertTrue(refusal(FillInSelection.class, "tolerance", "442").contains("whole image"));
        ball.setProcessor(drawn);
    }
}
