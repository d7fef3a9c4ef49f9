package org.prompttoprompt.doc;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.prompttoprompt.ij.Montage;
import org.prompttoprompt.ij.Movie;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.ij.WordLabels;
import org.prompttoprompt.pipeline.AdaptiveSweep;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.Interpolation;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;

/** Draws the pictures of what goes beyond the paper, on the embedded model. */
final class BeyondPictures {
    private static final int SCALE = 3;

    private BeyondPictures() {}

    static void draw(Path folder) throws Exception {
        try (Context context = new Context()) {
            fine(context.service(P2PService.class), folder);
            kept(context.service(P2PService.class), folder);
            moved(context.service(P2PService.class), folder);
            adaptive(context.service(P2PService.class), folder);
            interpolated(context.service(P2PService.class), folder);
        }
    }

    /** The outline of a word's region by coarse and by fine maps. */
    private static void fine(P2PService p2p, Path folder) {
        ImageStack stack = new ImageStack();
        for (String prompt : List.of("a fluffy yellow dog on the beach", "a castle next to a lake at sunset")) {
            EditRequest request = EditRequest.of(Task.GENERATE).with("prompt", prompt);
            outlined(stack, p2p.attention(request, false, 0, Progress.NONE), "coarse");
            outlined(stack, p2p.fineAttention(request, 0, Progress.NONE), "fine");
        }
        save(Montage.of(new ImagePlus("", stack), 4), folder, "fine-regions");
    }

    /** What of the source each way of keeping something of it keeps, alone, over its window. */
    private static void kept(P2PService p2p, Path folder) {
        ImageStack stack = new ImageStack(128, 128);
        EditRequest swap = EditRequest.of(Task.SWAP)
                .with("prompt", "a fluffy red cat on the beach")
                .with("target", "a smooth blue dog on the grass")
                .with("tau", "0")
                .with("selfattention", "0");
        String[][] ways = {
            {"tau", "0.2, 0.5, 1"},
            {"injection", "0.2, 0.5, 1"},
            {"queries", "0.2, 0.5, 1"},
            {"keys", "0.5-1, 0.2-1, 0-1"},
            {"style", "0.2, 0.5, 1"}
        };
        for (String[] way : ways) {
            ImageStack drawn = ((ImagePlus) p2p.run(swap.with(way[0], "0"))).getStack();
            stack.addSlice("source", drawn.getProcessor(1));
            stack.addSlice("free", drawn.getProcessor(2));
            drawn = ((ImagePlus) p2p.run(swap.with(way[0], way[1]))).getStack();
            for (int i = 2; i <= drawn.size(); i++)
                stack.addSlice(way[0] + "=" + way[1].split(", ")[i - 2], drawn.getProcessor(i));
        }
        save(Montage.of(new ImagePlus("", stack), 5), folder, "kept");
    }

    /** A sweep over even values above one over as many that were chosen. */
    static void adaptive(P2PService p2p, Path folder) {
        ImageStack stack = new ImageStack(128, 128);
        EditRequest even = EditRequest.of(Task.SWAP)
                .with("prompt", "a cat riding on a bicycle")
                .with("target", "a cat riding on a car")
                .with("tau", "0, 0.2, 0.4, 0.6, 0.8, 1");
        AdaptiveSweep chosen =
                p2p.lend(even, Progress.NONE, facade -> AdaptiveSweep.of(facade, even, 0, Progress.NONE));
        for (EditRequest request : List.of(even, chosen.request())) {
            ImageStack drawn = ((ImagePlus) p2p.run(request)).getStack();
            for (int i = 2; i <= drawn.size(); i++) stack.addSlice(drawn.getSliceLabel(i), drawn.getProcessor(i));
        }
        save(Montage.of(new ImagePlus("", stack), 6), folder, "adaptive-sweep");
        IJ.log("widest " + chosen.after().widest() + ", of even values "
                + chosen.before().widest());
    }

    /** Three films, each with even values above and in equal steps below. */
    static void interpolated(P2PService p2p, Path folder) {
        ImageStack stack = new ImageStack(128, 128);
        InterpolationRequest film = new InterpolationRequest().with("frames", 8);
        for (InterpolationRequest asked : List.of(
                film.with("prompt", "a red ball on the grass").with("target", "a blue cube on the beach"),
                film.with("by", "tau")
                        .with("prompt", "a cat riding on a bicycle")
                        .with("target", "a cat riding on a car"),
                film.with("by", "weight").with("prompt", "a blossom tree").with("words", "blossom"))) {
            for (String even : List.of("no", "yes")) {
                Interpolation made = p2p.lend(
                        asked.edit(),
                        Progress.NONE,
                        facade -> Interpolation.of(facade, asked.with("even", even), Progress.NONE));
                ImageStack drawn = Movie.of(made, asked.rate()).getStack();
                for (int i = 1; i <= drawn.size(); i++) stack.addSlice(drawn.getSliceLabel(i), drawn.getProcessor(i));
                IJ.log(made.told());
            }
        }
        save(Montage.of(new ImagePlus("", stack), 8), folder, "interpolate");
    }

    /** Sources with arrows above what was moved; the last two fail. */
    static void moved(P2PService p2p, Path folder) {
        Object[][] moves = {
            {"a red ball in the snow", "7016", "ball", 33, -6, "1", "drawn"},
            {"a purple star on the grass", "7009", "star", -28, -5, "1.3", "larger"},
            {"a blue ball in the snow", "7018", "ball", -28, -14, "1", "open"},
            {"a cat riding on a bicycle", "42", "cat", 30, 0, "1", "fails"},
            {"a castle next to a lake at sunset", "42", "castle", 30, 10, "1", "fails"}
        };
        ImageStack above = new ImageStack(128 * 2, 128 * 2);
        ImageStack below = new ImageStack(128 * 2, 128 * 2);
        for (Object[] move : moves) {
            EditRequest request = EditRequest.of(Task.REWEIGHT)
                    .with("prompt", move[0])
                    .with("seed", move[1])
                    .with("weight", 1)
                    .with("object", move[2])
                    .with("shift", move[3] + "," + move[4])
                    .with("zoom", move[5])
                    .with("tau", 1)
                    .with("selfattention", "0.4");
            ImageStack drawn = ((ImagePlus) p2p.run(request)).getStack();
            if (move[6].equals("open")) drawn = open(p2p, request, drawn.getProcessor(1));
            ImagePlus source = new ImagePlus("", drawn.getProcessor(1).resize(256));
            ij.gui.Arrow arrow = new ij.gui.Arrow(128, 140, 128 + 2 * (int) move[3], 140 + 2 * (int) move[4]);
            arrow.setStrokeColor(Color.WHITE);
            arrow.setStrokeWidth(3);
            source.setOverlay(new Overlay(arrow));
            above.addSlice((String) move[2], source.flatten().getProcessor());
            below.addSlice((String) move[6], drawn.getProcessor(2).resize(256));
        }
        for (int i = 1; i <= moves.length; i++) above.addSlice(below.getSliceLabel(i), below.getProcessor(i));
        save(Montage.of(new ImagePlus("", above), moves.length), folder, "move-object");
    }

    private static ImageStack open(P2PService p2p, EditRequest drawn, ImageProcessor picture) {
        EditRequest request = EditRequest.of(Task.EDIT).with("method", "direct").with("mask", "all");
        for (String key : List.of("prompt", "seed", "object", "shift", "zoom", "tau", "selfattention"))
            request = request.with(key, drawn.get(org.prompttoprompt.request.Option.of(key)));
        EditRequest asked = p2p.resolve(request);
        return org.prompttoprompt.canvas.Retouch.of(new ImagePlus("open", picture), asked, java.util.Optional.empty())
                .run((one, input, note) -> p2p.run(one, input, Progress.NONE))
                .orElseThrow()
                .getStack();
    }

    private static void outlined(ImageStack stack, AttentionMaps maps, String label) {
        NounPhrases.Thing thing = NounPhrases.of(maps).things().get(0);
        Roi roi = WordLabels.of(maps, List.of(thing), .6, false)
                .orElseThrow()
                .getOverlay()
                .get(0);
        int[] argb = maps.image().image().update(null).getCurrentStorageArray();
        ImageProcessor picture = new ColorProcessor(128, 128, argb.clone()).resize(128 * SCALE);
        ImagePlus image = new ImagePlus("", picture);
        Roi enlarged = ij.plugin.RoiScaler.scale(roi, SCALE, SCALE, false);
        enlarged.setStrokeColor(Color.WHITE);
        enlarged.setStrokeWidth(2);
        image.setOverlay(new Overlay(enlarged));
        ImagePlus flat = image.flatten();
        stack.addSlice(label, flat.getProcessor());
    }

    static void save(ImagePlus picture, Path folder, String name) {
        String file = folder.resolve(name + ".png").toString();
        if (!new FileSaver(picture).saveAsPng(file)) throw new IllegalStateException("Cannot write " + file);
        IJ.log("wrote " + file);
    }
}
