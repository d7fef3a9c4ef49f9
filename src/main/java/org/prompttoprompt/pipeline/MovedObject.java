package org.prompttoprompt.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.Displacement;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.MoveValues;
import org.prompttoprompt.request.MoveValues.Place;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;

/**
 * Finds the object that a request moves: the largest connected part of where its words act in the picture, spread by self-attention; the
 * one at a point; or what of it lies in a box.
 *
 * @param move what is asked for
 * @param picture that the object is in
 */
record MovedObject(MoveValues move, SourceImage picture) {
    /** Pixels of the latents around the object that are filled as well. */
    private static final int RIM = 1;

    /** Share of the words' strongest attention above which a pixel is the object's. */
    private static final double THRESHOLD = 0.5;

    /** Returns where it is and where it goes to. */
    Displacement in(Settings settings, StableDiffusion model, Progress progress) {
        int factor = model.vae.factor();
        int width = picture.width() / factor;
        int height = picture.height() / factor;
        boolean[] inside = new boolean[width * height];
        if (move.object().isEmpty()) java.util.Arrays.fill(inside, true);
        else {
            ImageMask words = new ImageAttention(
                            new Probe(model, progress),
                            picture,
                            settings.request().get(Option.PROMPT))
                    .words(move.object(), THRESHOLD, true, settings.request(), Option.OBJECT);
            for (int i = 0; i < inside.length; i++) inside[i] = words.share(i / width, i % width) > 0;
        }
        boolean[] object = object(inside, width, factor);
        int n = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < object.length; i++) {
            if (!object[i]) continue;
            n++;
            x += i % width + 0.5;
            y += i / width + 0.5;
        }
        if (n == 0 || n == object.length) throw nowhere(settings.request(), n > 0);
        move.requireTarget(x / n * factor, y / n * factor, picture.width(), picture.height());
        return new Displacement(
                ImageMask.of(object, width),
                move.dx() / picture.width(),
                move.dy() / picture.height(),
                move.zoom(),
                RIM);
    }

    private Refusal nowhere(EditRequest request, boolean everywhere) {
        String words = "object=" + request.get(Option.OBJECT);
        if (everywhere)
            return new Refusal(words + " is all of the picture: give the box around the object, as place=10,50,32,28.");
        return new Refusal(words + ": these words act nowhere"
                + (request.get(Option.PLACE).isEmpty() ? "" : " at place=" + request.get(Option.PLACE))
                + ". Name others, or give the box around the object alone, as place=10,50,32,28.");
    }

    /** Returns the part of a region that is the object. */
    private boolean[] object(boolean[] inside, int width, int factor) {
        List<List<Integer>> parts = parts(inside, width);
        boolean[] object = new boolean[inside.length];
        if (move.place().isPresent() && !move.place().get().isPoint()) {
            Place box = move.place().get();
            for (int i = 0; i < object.length; i++) {
                double x = (i % width + 0.5) * factor;
                double y = (i / width + 0.5) * factor;
                boolean there = x >= box.x() && y >= box.y() && x < box.x() + box.width() && y < box.y() + box.height();
                object[i] = inside[i] && there;
            }
            return object;
        }
        List<Integer> best = List.of();
        double least = Double.MAX_VALUE;
        for (List<Integer> part : parts) {
            double off = -part.size();
            if (move.place().isPresent()) {
                Place point = move.place().get();
                off = Double.MAX_VALUE;
                for (int i : part)
                    off = Math.min(
                            off,
                            Math.hypot((i % width + 0.5) * factor - point.x(), (i / width + 0.5) * factor - point.y()));
            }
            if (off < least) best = part;
            least = Math.min(least, off);
        }
        for (int i : best) object[i] = true;
        return object;
    }

    private static List<List<Integer>> parts(boolean[] inside, int width) {
        boolean[] seen = new boolean[inside.length];
        List<List<Integer>> parts = new ArrayList<>();
        for (int start = 0; start < inside.length; start++) {
            if (!inside[start] || seen[start]) continue;
            List<Integer> part = new ArrayList<>();
            ArrayDeque<Integer> next = new ArrayDeque<>(List.of(start));
            seen[start] = true;
            while (!next.isEmpty()) {
                int i = next.remove();
                part.add(i);
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        int x = i % width + dx;
                        int other = i + dy * width + dx;
                        if (x < 0 || x >= width || other < 0 || other >= inside.length) continue;
                        if (!inside[other] || seen[other]) continue;
                        seen[other] = true;
                        next.add(other);
                    }
                }
            }
            parts.add(part);
        }
        return parts;
    }
}
