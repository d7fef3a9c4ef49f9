package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.plugin.frame.RoiManager;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.GraphicsEnvironment;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.MapStacks;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.WholeImage;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/**
 * Turns the words of the active result into selections, where their attention is strong, in the ROI Manager, and into a
 * label image, in which each pixel has the number of its strongest word.
 */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Words to ROIs...", weight = 12)
        })
public final class WordsToRois extends MenuCommand {
    /** Property of a selection that names the image that it was made from. */
    /** At 1 only a word's strongest pixel is left. */
    private static final double MOST_THRESHOLD = 0.99;

    private static final String SOURCE = "p2p.source";

    @Parameter(
            label = "Words",
            columns = 40,
            persist = false,
            description = "Words of the source prompt, separated by commas (empty: all that may name something to see)")
    private String words = "";

    @Parameter(
            label = "Threshold",
            columns = 8,
            persist = false,
            description =
                    "Share of the word's strongest attention above which a pixel belongs to it, from 0 to below 1, or"
                            + " as the model asks")
    private String threshold = Option.OF_THE_MODEL;

    @Parameter
    private P2PService p2p;

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus labels;

    @Override
    public void fillDialog() {
        Recipe.of(requireImage());
    }

    @Override
    protected void work() {
        WholeImage.require(activeImage());
        Recipe recipe = Recipe.ofSliceInFront(activeImage());
        double share = threshold.equals(Option.OF_THE_MODEL)
                ? p2p.defaults(recipe.request()).roiThreshold()
                : Values.number("threshold", threshold, 0, MOST_THRESHOLD);
        AttentionMaps maps;
        try (RunningTask running = new RunningTask("Words to ROIs", status, tasks, this)) {
            maps = p2p.attention(recipe.request(), false, 0, running);
        }
        List<Integer> chosen = words.isBlank() ? PromptWords.content(maps) : PromptWords.named(words, maps);
        List<String> pointless = words.isBlank() ? PromptWords.pointless(maps) : List.of();
        if (!pointless.isEmpty()) {
            log.info("Words to ROIs: left out, for their attention points at nothing: " + String.join(", ", pointless));
        }
        ShortProcessor strongest = null;
        float[] strength = null;
        Overlay selections = new Overlay();
        String source = MapStacks.title(maps) + ", seed " + maps.request().get(Option.SEED);
        for (int n = 0; n < chosen.size(); n++) {
            FloatProcessor map = MapStacks.enlarged(maps.heat(0, chosen.get(n)), maps);
            map.resetMinAndMax();
            double limit = share * map.getMax();
            map.setThreshold(limit, Float.MAX_VALUE, ImageProcessor.NO_LUT_UPDATE);
            Roi selection = ThresholdToSelection.run(new ImagePlus("", map));
            if (selection == null) continue;
            selection.setName(maps.words().get(chosen.get(n)));
            selection.setProperty(SOURCE, source);
            selections.add(selection);
            if (strongest == null) {
                strongest = new ShortProcessor(map.getWidth(), map.getHeight());
                strength = new float[map.getPixelCount()];
            }
            for (int i = 0; i < strength.length; i++) {
                float strengthHere = (float) (map.getf(i) / map.getMax());
                if (map.getf(i) < limit || strengthHere <= strength[i]) continue;
                strength[i] = strengthHere;
                strongest.set(i, n + 1);
            }
        }
        if (strongest == null) throw new Refusal("The words hold no attention in this image.");
        labels = new ImagePlus("Words of " + MapStacks.title(maps), strongest);
        labels.setLut(MapStacks.labels());
        labels.setDisplayRange(0, 255);
        labels.setOverlay(selections);
        MapStacks.remember(labels, maps);
        if (!GraphicsEnvironment.isHeadless()) list(selections, RoiManager.getRoiManager());
    }

    /** Lists the selections; those of an earlier run for the same source and word give way. */
    private static void list(Overlay selections, RoiManager manager) {
        for (Roi roi : selections) {
            int earlier = earlier(roi, manager.getRoisAsArray());
            if (earlier < 0) manager.addRoi(roi);
            else manager.setRoi((Roi) roi.clone(), earlier);
        }
    }

    /** Returns the index of this word's selection from an earlier run for the same source, or -1. */
    static int earlier(Roi roi, Roi[] listed) {
        for (int i = 0; i < listed.length; i++) {
            if (roi.getName().equals(listed[i].getName())
                    && roi.getProperty(SOURCE).equals(listed[i].getProperty(SOURCE))) return i;
        }
        return -1;
    }
}
