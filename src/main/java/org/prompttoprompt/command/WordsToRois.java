package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.NounPhrases;
import org.prompttoprompt.ij.NounPhrases.Thing;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.WholeImage;
import org.prompttoprompt.ij.WordLabels;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

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
            @Menu(label = "Words to ROIs...", weight = 7)
        })
public final class WordsToRois extends EngineCommand {
    /** At 1 only a word's strongest pixel is left. */
    private static final double MOST_THRESHOLD = 0.99;

    @Parameter(
            label = "Words",
            columns = 40,
            persist = false,
            description =
                    "Words of the source prompt, separated by commas, each for itself (empty: what it names, with its"
                            + " adjectives)")
    private String words = "";

    @Parameter(
            label = "Threshold",
            columns = 8,
            persist = false,
            description =
                    "Share of the word's strongest attention above which a pixel belongs to it, from 0 to below 1, or"
                            + " as the model asks")
    private String threshold = Option.OF_THE_MODEL;

    @Parameter(
            label = "Maps",
            choices = {"fine", "coarse"},
            persist = false,
            description =
                    "fine: spread by self-attention and drawn along the image's edges; coarse: as the network has them,"
                            + " enlarged")
    private String detail = "fine";

    @Parameter(
            label = "Tell instances apart",
            choices = {"no", "yes"},
            persist = false,
            description = "A label for each part of a word's region, cut where parts touch, by ImageJ's watershed")
    private String instances = "no";

    @Parameter
    private LogService log;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus labels;

    @Override
    public void fillDialog() {
        Recipe.of(requireImage());
    }

    private List<Window> opened = List.of();

    @Override
    protected void work() {
        WholeImage.require(activeImage());
        Recipe recipe = Recipe.ofSliceInFront(activeImage());
        double share = threshold.equals(Option.OF_THE_MODEL)
                ? p2p.defaults(recipe.request()).roiThreshold()
                : Values.number("threshold", threshold, 0, MOST_THRESHOLD);
        NamedWords.require(p2p, recipe.request(), words);
        AttentionMaps maps;
        try (RunningTask running = running("Words to ROIs")) {
            maps = detail.equals("fine")
                    ? p2p.fineAttention(recipe.request(), 0, running)
                    : p2p.attention(recipe.request(), false, 0, running);
        }
        labels = WordLabels.of(maps, things(maps), share, instances.equals("yes"))
                .orElseThrow(() -> new Refusal("The words hold no attention in this image."));
        if (GraphicsEnvironment.isHeadless()) return;
        boolean opens = RoiManager.getInstance() == null;
        RoiManager manager = RoiManager.getRoiManager();
        if (opens && manager.isShowing()) opened = List.of(manager);
        list(labels.getOverlay(), manager);
    }

    private List<Thing> things(AttentionMaps maps) {
        if (!words.isBlank())
            return PromptWords.named(words, maps).stream()
                    .map(word -> NounPhrases.ofWord(word, maps))
                    .toList();
        NounPhrases found = NounPhrases.of(maps);
        String leftOut = String.join(", ", found.leftOut());
        if (!leftOut.isEmpty()) log.info("Words to ROIs: left out: " + leftOut);
        if (!found.things().isEmpty()) return found.things();
        throw new Refusal("The prompt '" + maps.request().get(Option.PROMPT) + "' names nothing to select"
                + (leftOut.isEmpty() ? "" : ": " + leftOut) + ". Name words yourself, such as words="
                + maps.words().get(0) + ".");
    }

    @Override
    List<Window> otherWindows() {
        return opened;
    }

    /** Lists the selections; those of an earlier run for the same source and word give way, more instances than now are deleted. */
    private static void list(Overlay selections, RoiManager manager) {
        for (Roi roi : selections) {
            int earlier = earlier(roi, manager.getRoisAsArray());
            if (earlier < 0) manager.addRoi(roi);
            else manager.setRoi((Roi) roi.clone(), earlier);
        }
        Roi[] listed = manager.getRoisAsArray();
        for (int i = listed.length - 1; i >= 0; i--) if (isOutdated(listed[i], selections)) manager.delete(i);
    }

    /** Returns the index of this word's selection from an earlier run for the same source, or -1. */
    static int earlier(Roi roi, Roi[] listed) {
        for (int i = 0; i < listed.length; i++)
            if (roi.getName().equals(listed[i].getName()) && same(WordLabels.SOURCE, roi, listed[i])) return i;
        return -1;
    }

    /** Returns whether a selection is one of a word's earlier instances, of which there are fewer now. */
    static boolean isOutdated(Roi listed, Overlay selections) {
        boolean ofTheSame = false;
        for (Roi roi : selections) {
            if (roi.getName().equals(listed.getName())) return false;
            ofTheSame |= same(WordLabels.SOURCE, roi, listed) && same(WordLabels.CLASS, roi, listed);
        }
        return ofTheSame;
    }

    private static boolean same(String property, Roi one, Roi other) {
        return one.getProperty(property).equals(other.getProperty(property));
    }
}
