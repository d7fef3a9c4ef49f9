package org.prompttoprompt.doc;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import java.nio.file.Path;
import org.prompttoprompt.command.ShowAttention;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** Draws the pictures of results that the documentation shows, on the embedded model. */
final class ResultPictures {
    private static final int COLUMNS = 6;
    private static final int WORDS = 8;

    private ResultPictures() {}

    static void draw(Path folder) throws Exception {
        try (Context context = new Context()) {
            P2PService p2p = context.service(P2PService.class);
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
            ImagePlus words = (ImagePlus) context.service(CommandService.class)
                    .run(ShowAttention.class, true, "prompt", "a red ball on the grass at sunset", "overlay", "yes")
                    .get()
                    .getOutput("over");
            save(Montage.of(words, WORDS), folder, "attention");
            ImageStack cells = new ImageStack();
            add(cells, p2p, "green actin fibres with blue nuclei", "green microtubules with blue nuclei");
            add(cells, p2p, "healthy red mitochondria with blue nuclei", "fragmented red mitochondria with blue nuclei");
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

    private static void save(ImagePlus picture, Path folder, String name) {
        String file = folder.resolve(name + ".png").toString();
        if (!new FileSaver(picture).saveAsPng(file)) throw new IllegalStateException("Cannot write " + file);
    }
}
