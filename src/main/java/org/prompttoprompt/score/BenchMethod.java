package org.prompttoprompt.score;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.Engine;
import org.prompttoprompt.canvas.Retouch;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.ij.ImageFile;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * Where the edited images of a benchmark come from.
 *
 * @param name in the tables
 * @param images folder of the results, which are read, or written where they are made here
 * @param request by which they are made; empty where they are given
 */
record BenchMethod(String name, Path images, Optional<EditRequest> request) {
    private static final String PNG = ".png";

    /** Returns the file of an edited image: of the source's name, or a PNG of it. */
    Path file(BenchCase one) {
        Path file = images.resolve(one.path()).normalize();
        return request.isEmpty() && Files.isRegularFile(file) ? file : images.resolve(png(one.path()));
    }

    /** Refuses where images are to be made and have no place. */
    void requireWritable() {
        if (request.isEmpty()) return;
        OutputFile.problemBelow(images).ifPresent(why -> {
            throw new Refusal("out: the folder " + images + " cannot be written, because " + why
                    + ". Name another path by out=.");
        });
    }

    private static String png(String path) {
        int dot = path.lastIndexOf('.');
        return (dot > path.lastIndexOf('/') ? path.substring(0, dot) : path) + PNG;
    }

    /**
     * Returns the edited image.
     *
     * @throws Refusal if it is not there, or the prompts cannot be drawn
     */
    ImagePlus result(BenchCase one, ImagePlus source, Engine engine, Progress progress) {
        Path file = file(one);
        if (request.isEmpty())
            return open(
                    file,
                    Files.exists(file)
                            ? "the result " + file + " is no image that ImageJ can open"
                            : "there is no result " + file);
        EditRequest edit = request.get().with(Option.PROMPT, one.source()).with(Option.TARGET, one.target());
        Retouch retouch = Retouch.of(source, PromptToPrompt.resolve(edit), Optional.empty());
        ImagePlus edited = retouch.run(
                        (asked, input, note) -> engine.call(asked, progress, p2p -> p2p.run(asked, input, progress)))
                .orElseThrow(() -> new CancellationException("Stopped"));
        edited = new ImagePlus(one.id(), edited.getStack().getProcessor(2));
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new Refusal(
                    "out: the folder " + file.getParent() + " cannot be made, because "
                            + OutputFile.why(file.getParent(), e) + ". Name another path by out=.",
                    e);
        }
        if (!new FileSaver(edited).saveAsPng(file.toString()))
            throw new Refusal("out: " + file
                    + " cannot be written: the disk may be full. Name another path by out=, on a disk with room.");
        return edited;
    }

    /** Returns an image, or refuses by what is said. */
    static ImagePlus open(Path file, String otherwise) {
        return ImageFile.open(file).orElseThrow(() -> new Refusal(otherwise));
    }
}
