package org.prompttoprompt.doc;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.command.ShowAttention;
import org.prompttoprompt.ij.FilmStack;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.NegativePrompt;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** Draws the pictures of results that the documentation shows, on the embedded model. */
final class ResultPictures {
    private static final int COLUMNS = 6;
    private static final int WORDS = 8;
    private static final int[] STEPS = {1, 4, 7, 10};

    private ResultPictures() {}

    static void draw(Path folder) throws Exception {
        try (Context context = new Context()) {
            P2PService p2p = context.service(P2PService.class);
            EditedPictures.draw(p2p, folder);
            EditRequest bicycle = EditRequest.of(Task.SWAP)
                    .with("prompt", "a cat riding on a bicycle")
                    .with("target", "a cat riding on a car")
                    .with("tau", "0:0.1:0.5");
            save(Montage.of((ImagePlus) p2p.run(bicycle), COLUMNS), folder, "word-swap");
            EditRequest castle = EditRequest.of(Task.PHRASE)
                    .with("prompt", "castle next to a river")
                    .with("target", "children drawing of a castle next to a river")
                    .with("tau", "0.1:0.1:0.5");
            save(Montage.of((ImagePlus) p2p.run(castle), COLUMNS), folder, "add-phrase");
            EditRequest blossom = EditRequest.of(Task.REWEIGHT)
                    .with("prompt", "a blossom tree")
                    .with("words", "blossom")
                    .with("weight", "-2:1:2");
            save(Montage.of((ImagePlus) p2p.run(blossom), COLUMNS), folder, "re-weight");
            save(Montage.enlarged((ImagePlus) p2p.run(bicycle)), folder, "labelled-montage");
            EditRequest ball = EditRequest.of(Task.GENERATE).with("prompt", "a red ball on the grass");
            List<Film> films = List.of(
                    p2p.films(ball.with("guidance", NegativePrompt.GUIDANCE), Progress.NONE)
                            .get(0),
                    p2p.films(ball, Progress.NONE).get(0));
            save(film(FilmStack.of(films, List.of(2, 5))), folder, "denoising-film");
            ImagePlus words = (ImagePlus) context.service(CommandService.class)
                    .run(ShowAttention.class, true, "prompt", "a red ball on the grass at sunset", "overlay", "yes")
                    .get()
                    .getOutput("over");
            save(Montage.of(words, WORDS), folder, "attention");
            ImageStack cells = new ImageStack();
            add(cells, p2p, "green actin fibres with blue nuclei", "green microtubules with blue nuclei");
            add(
                    cells,
                    p2p,
                    "healthy red mitochondria with blue nuclei",
                    "fragmented red mitochondria with blue nuclei");
            add(cells, p2p, "magenta mitochondria, in focus", "magenta mitochondria, out of focus");
            String[] labels = {"actin fibres", "microtubules", "healthy", "fragmented", "in focus", "out of focus"};
            for (int i = 0; i < labels.length; i++) cells.setSliceLabel(labels[i], i + 1);
            save(Montage.of(new ImagePlus("cells", cells), COLUMNS), folder, "cells");
        }
    }

    /** Adds source and edit, as the model of microscope images draws them by its own values. */
    private static void add(ImageStack stack, P2PService p2p, String prompt, String target) {
        boolean swap = prompt.split(" ").length == target.split(" ").length;
        EditRequest edit = EditRequest.of(swap ? Task.SWAP : Task.PHRASE)
                .with("model", "cells")
                .with("seed", 11)
                .with("prompt", prompt)
                .with("target", target);
        ImageStack drawn = ((ImagePlus) p2p.run(edit)).getStack();
        for (int i = 1; i <= drawn.size(); i++) stack.addSlice(drawn.getProcessor(i));
    }

    /** Four steps with guidance on the left and without on the right, at half their size. */
    private static ImagePlus film(ImagePlus film) {
        ImageStack chosen = new ImageStack(film.getWidth() / 2, film.getHeight() / 2);
        for (int step : STEPS) {
            for (int slice = 1; slice <= 2; slice++) {
                int n = film.getStackIndex(1, slice, step);
                ImageProcessor picture = film.getStack().getProcessor(n);
                picture.setInterpolationMethod(ImageProcessor.BILINEAR);
                chosen.addSlice(
                        film.getStack().getSliceLabel(n), picture.resize(chosen.getWidth(), chosen.getHeight(), true));
            }
        }
        return Montage.of(new ImagePlus("", chosen), 2);
    }

    private static void save(ImagePlus picture, Path folder, String name) {
        String file = folder.resolve(name + ".png").toString();
        if (!new FileSaver(picture).saveAsPng(file)) throw new IllegalStateException("Cannot write " + file);
    }
}
