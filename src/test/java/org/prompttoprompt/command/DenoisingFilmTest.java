package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** The film of how an image is drawn, on the embedded model. */
class DenoisingFilmTest {
    private static final EditRequest BALL = EditRequest.of(Task.GENERATE)
            .with("prompt", "a red ball on the grass")
            .with("steps", 4);
    private static Context context;
    private static P2PService p2p;

    @BeforeAll
    static void start() {
        context = new Context();
        p2p = context.service(P2PService.class);
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    private static CommandModule run(Object... inputs) throws Exception {
        return context.service(CommandService.class)
                .run(DenoisingFilm.class, true, inputs)
                .get();
    }

    private static int[] pixels(
            net.imglib2.img.array.ArrayImg<
                            net.imglib2.type.numeric.ARGBType, net.imglib2.img.basictypeaccess.array.IntArray>
                    image) {
        return image.update(null).getCurrentStorageArray();
    }

    /** The mean difference of the green levels. */
    private static double difference(int[] one, int[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) sum += Math.abs((one[i] >> 8 & 255) - (other[i] >> 8 & 255));
        return sum / one.length;
    }

    /** How much neighbouring pixels differ, which noise does most. */
    private static double roughness(int[] argb) {
        double sum = 0;
        for (int i = 1; i < argb.length; i++) sum += Math.abs((argb[i] >> 8 & 255) - (argb[i - 1] >> 8 & 255));
        return sum / argb.length;
    }

    @Test
    void theLastExpectedImageIsNearlyTheImageAndNoiseGoesDown() {
        Film film = p2p.films(BALL, Progress.NONE).get(0);
        assertEquals(4, film.steps().size());
        assertEquals(4, film.maps().frames().size());
        int[] drawn = pixels(film.maps().image().image());
        double first = difference(drawn, pixels(film.steps().get(0).predicted()));
        double last = difference(drawn, pixels(film.steps().get(3).predicted()));
        // The last step keeps a little of the noise: its alpha is not quite 1.
        assertTrue(last < 3, "what is expected last is the image, but for " + last + " levels on average");
        assertTrue(first > 5 * last, "at first another is expected, by " + first + " levels");
        assertEquals(film.maps().width(), film.steps().get(0).noisy().dimension(0));
        double noise = roughness(pixels(film.steps().get(0).noisy()));
        double end = roughness(pixels(film.steps().get(3).noisy()));
        assertTrue(noise > 1.25 * end, "the first latents are noise: " + noise + " against " + end + " levels");
        for (int i = 1; i < 4; i++)
            assertTrue(film.steps().get(i).timestep() < film.steps().get(i - 1).timestep());
    }

    /** Whoever looks changes nothing, and a film after an edit of the same source, whose walk is known, is whole. */
    @Test
    void filmingChangesNoMapAndAKnownWalkIsDrawnAnew() {
        AttentionMaps maps = p2p.attention(BALL, true, 0, Progress.NONE);
        p2p.edit(BALL, Progress.NONE);
        Film film = p2p.films(BALL, Progress.NONE).get(0);
        p2p.forgetSource();
        assertEquals(4, film.steps().size());
        assertArrayEquals(
                maps.image().image().update(null).getCurrentStorageArray(),
                pixels(film.maps().image().image()));
        assertArrayEquals(maps.heat(3, 2), film.maps().heat(3, 2));
    }

    @Test
    void aHyperstackWithAndWithoutGuidance() throws Exception {
        CommandModule module = run("prompt", "a red ball on the grass", "words", "ball, grass", "steps", 3);
        assertFalse(module.isCanceled(), module.getCancelReason());
        ImagePlus film = (ImagePlus) module.getOutput("film");
        assertEquals("Film of a red ball on the grass", film.getTitle());
        assertArrayEquals(new int[] {4 * 258, 274, 1, 2, 3}, film.getDimensions());
        assertEquals("step 1 of 3, t=", film.getStack().getSliceLabel(1).substring(0, 15));
        // The model's own guidance is none: the first film has the least that is some.
        assertTrue(film.getStack().getSliceLabel(1).endsWith("guidance 2"));
        assertTrue(film.getStack().getSliceLabel(2).endsWith("guidance off"));
        assertTrue(film.getStack().getSliceLabel(6).startsWith("step 3 of 3"));
        ColorProcessor on = (ColorProcessor) film.getStack().getProcessor(1);
        ColorProcessor off = (ColorProcessor) film.getStack().getProcessor(2);
        assertEquals(on.get(40, 40), off.get(40, 40), "both begin with the same noise");
        assertFalse(
                java.util.Arrays.equals((int[]) film.getStack().getPixels(5), (int[])
                        film.getStack().getPixels(6)),
                "guidance changes what comes of it");
        assertTrue(Recipe.of(film).text().contains("prompt=a red ball on the grass"));
        assertEquals("2", Recipe.of(film).request().get(Option.GUIDANCE));
    }

    /** Both begin with the same noise, and each ends with what the edit's own result shows. */
    @Test
    void anEditBesideItsSource() throws Exception {
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("tau", "0.5")
                .with("steps", 4);
        List<Film> films = p2p.films(swap, Progress.NONE);
        assertEquals(2, films.size());
        assertArrayEquals(
                pixels(films.get(0).steps().get(0).noisy()),
                pixels(films.get(1).steps().get(0).noisy()));
        ImagePlus drawn = (ImagePlus) p2p.run(swap);
        for (int i = 0; i < 2; i++) {
            int[] last = pixels(films.get(i).steps().get(3).predicted());
            int[] own = (int[]) drawn.getStack().getPixels(i + 1);
            int[] other = (int[]) drawn.getStack().getPixels(2 - i);
            assertTrue(difference(last, own) < 3, i + ": " + difference(last, own));
            assertTrue(difference(last, other) > 2 * difference(last, own), i + ": " + difference(last, other));
        }
    }

    @Test
    void theEditInFrontAndWhatIsNone() throws Exception {
        ImagePlus drawn = (ImagePlus) p2p.run(EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("tau", "0, 1")
                .with("steps", 2));
        for (int slice = 1; slice <= 3; slice++) {
            drawn.setSlice(slice);
            ij.WindowManager.setTempCurrentImage(drawn);
            CommandModule module = run("compare", "edit");
            assertFalse(module.isCanceled(), module.getCancelReason());
            ImagePlus film = (ImagePlus) module.getOutput("film");
            assertArrayEquals(new int[] {4 * 258, 274, 1, 1, 2}, film.getDimensions());
            assertEquals("Film of a red ball -> a blue ball", film.getTitle());
            String label = film.getStack().getSliceLabel(1);
            // Of the source slice the first edit.
            assertTrue(label.endsWith(slice < 3 ? ", tau 0" : ", tau 1"), label);
        }
        ij.WindowManager.setTempCurrentImage((ImagePlus) p2p.run(BALL));
        ImagePlus film = (ImagePlus) run().getOutput("film");
        assertTrue(film.getStack().getSliceLabel(1).endsWith("guidance 2"), "of an image that was drawn without");
        assertTrue(
                run("compare", "edit").getCancelReason().startsWith("compare=edit needs an edit"), "of a generation");
        ij.WindowManager.setTempCurrentImage(null);
        assertTrue(run("compare", "edit", "prompt", "a red ball")
                .getCancelReason()
                .startsWith("prompt=a red ball: compare=edit films the edit of the image in front"));
    }

    @Test
    void theClearestWordIsShownUnlessOneIsNamed() throws Exception {
        ImagePlus film = (ImagePlus) run("prompt", "a red ball", "steps", 1).getOutput("film");
        assertEquals(3 * 258, film.getWidth());
    }

    @Test
    void refusesBeforeItComputes() throws Exception {
        for (List<String> wrong : List.of(
                List.of("words", "zebra", "words=zebra: The word 'zebra' does not occur"),
                List.of("guidance", "1", "guidance=1 is no guidance"),
                List.of("steps", "-3", "steps=-3"))) {
            String reason =
                    run("prompt", "a red ball", wrong.get(0), wrong.get(1)).getCancelReason();
            assertTrue(reason != null && reason.startsWith(wrong.get(2)), reason);
        }
        assertTrue(run().getCancelReason().startsWith("No image is open"));
    }
}
