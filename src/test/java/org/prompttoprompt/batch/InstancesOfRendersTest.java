package org.prompttoprompt.batch;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.ij.ObjectInstances;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.metrics.InstanceScore;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * Instances against the renderer's exact ones: the first 24 pictures of objects to count that cells.py draws in fluorescence from
 * seed 1000 on, none left out.
 */
@Tag("slow")
class InstancesOfRendersTest {
    private static final Path FOLDER = Path.of("src/test/resources/instances");
    private static final PromptToPrompt P2P = new PromptToPrompt();

    @AfterAll
    static void close() {
        P2P.close();
    }

    record Render(String number, String object, String prompt) {
        ImageProcessor image() {
            return IJ.openImage(FOLDER.resolve(number + ".png").toString()).getProcessor();
        }

        int[] instances() {
            return values(IJ.openImage(FOLDER.resolve(number + "-instances.png").toString())
                    .getProcessor());
        }
    }

    static List<Render> renders() throws Exception {
        List<Render> renders = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("captions.tsv")).subList(1, 25)) {
            String[] parts = line.split("\t");
            renders.add(new Render(parts[0], parts[1], parts[2]));
        }
        return renders;
    }

    static int[] values(ImageProcessor labels) {
        int[] values = new int[labels.getPixelCount()];
        for (int i = 0; i < values.length; i++) values[i] = labels.get(i);
        return values;
    }

    /** Where the words act in a picture that is there: it is inverted, and nothing is changed. */
    static AttentionMaps maps(Render render) {
        ImageProcessor image = render.image();
        float[] rgb = new float[3 * image.getPixelCount()];
        for (int i = 0; i < image.getPixelCount(); i++)
            for (int c = 0; c < 3; c++) rgb[c * image.getPixelCount() + i] = (image.get(i) >> 16 - 8 * c & 255) / 255f;
        EditRequest request = EditRequest.of(Task.EDIT)
                .with("model", "cells")
                .with("prompt", render.prompt())
                .with("words", render.object())
                .with("weight", "2");
        return P2P.edit(request, EditInput.of(SourceImage.of(128, 128, rgb)), Progress.NONE)
                .attention()
                .get(0);
    }

    /** Those of the renders whose cells have nuclei, told apart from one nucleus in each. */
    @Test
    void nucleiMarkTheirCells() throws Exception {
        InstanceScore all = InstanceScore.NONE;
        for (Render render : renders()) {
            if (render.object().equals("nuclei") || !render.prompt().contains("nuclei")) continue;
            AttentionMaps maps = maps(render);
            NounPhrases.Thing object =
                    NounPhrases.ofWord(PromptWords.named(render.object(), maps).get(0), maps);
            NounPhrases.Thing marker =
                    NounPhrases.ofWord(PromptWords.named("nuclei", maps).get(0), maps);
            ShortProcessor labels = ObjectInstances.of(render.image(), object, Optional.of(marker), maps);
            all = all.plus(InstanceScore.of(values(labels), render.instances()));
        }
        System.out.println(all + " F1 " + all.f1());
        assertTrue(all.f1() >= 0.8, all + " F1 " + all.f1());
    }

    @Test
    void f1AtHalfIouIsAtLeast08() throws Exception {
        Map<String, InstanceScore> byObject = new TreeMap<>();
        InstanceScore all = InstanceScore.NONE;
        for (Render render : renders()) {
            AttentionMaps maps = maps(render);
            NounPhrases.Thing object =
                    NounPhrases.ofWord(PromptWords.named(render.object(), maps).get(0), maps);
            ShortProcessor labels = ObjectInstances.of(render.image(), object, Optional.empty(), maps);
            InstanceScore score = InstanceScore.of(values(labels), render.instances());
            System.out.printf("%s %s %s F1 %.2f%n", render.number(), render.prompt(), score, score.f1());
            byObject.merge(render.object(), score, InstanceScore::plus);
            all = all.plus(score);
        }
        System.out.println(byObject + "\n" + all + " F1 " + all.f1());
        assertTrue(all.f1() >= 0.8, all + " F1 " + all.f1());
    }
}
