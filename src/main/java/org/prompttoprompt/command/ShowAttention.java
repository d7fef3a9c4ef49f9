package org.prompttoprompt.command;

import ij.ImagePlus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.MapStacks;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.service.RunningTask;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Where each word of a prompt acts: cross-attention as a hyperstack (Hertz et al. 2022, figure 4). */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Attention Maps...", weight = 6)
        })
public final class ShowAttention extends GivenPromptCommand {
    private static final String MONTAGE = "montage";

    @Parameter(
            label = "Words",
            columns = 40,
            persist = false,
            description =
                    "Words to show, separated by commas (empty: all, small ones last, of which the montage shows none)")
    private String words = "";

    @Parameter(
            label = "Maps",
            choices = {"average", "steps"},
            persist = false,
            description = "One map per word, or one per step")
    private String view = "average";

    @Parameter(
            label = "Detail",
            choices = {"coarse", "fine"},
            persist = false,
            description =
                    "coarse: as the network has the maps; fine: their average, spread by self-attention and drawn along the"
                            + " image's edges")
    private String detail = "coarse";

    @Parameter(
            label = "Over the image",
            choices = {MONTAGE, "yes", "no"},
            persist = false,
            description =
                    "Each word's map over the image besides: in one picture, or as a stack (yes); of steps, the last one's")
    private String overlay = MONTAGE;

    @Parameter(
            label = "Self-attention components",
            columns = 8,
            attrs = @Attr(name = SECTION, value = "More"),
            persist = false,
            description = "Main patterns of the self-attention as a stack (0: none)")
    private String components = "0";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus maps;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus over;

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus patterns;

    /** Last, as it is what one wants to see. */
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus montage;

    @Override
    public Map<String, String> choices(String key) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (key.equals("view")) {
            choices.put("average", "one for each word");
            choices.put("steps", "one for each word and step");
        } else if (key.equals("overlay")) {
            choices.put(MONTAGE, "in one picture");
            choices.put("yes", "as a stack");
            choices.put("no", "no");
        }
        return choices;
    }

    @Override
    protected void work() {
        int patternsWanted = Values.whole("components", components, 0, PromptToPrompt.MOST_COMPONENTS);
        requireOfFine();
        EditRequest request = request();
        NamedWords.require(p2p, request, words);
        AttentionMaps found;
        try (RunningTask running = running("Attention Maps")) {
            found = detail.equals("fine")
                    ? p2p.fineAttention(request, patternsWanted, running)
                    : p2p.attention(request, view.equals("steps"), patternsWanted, running);
        }
        List<Integer> chosen = words.isBlank() ? PromptWords.smallLast(found) : PromptWords.named(words, found);
        maps = MapStacks.hyperstack(found, chosen);
        if (overlay.equals("yes")) over = MapStacks.overlay(found, chosen);
        if (overlay.equals(MONTAGE))
            montage = MapStacks.montage(found, words.isBlank() ? telling(found, chosen) : chosen);
        if (patternsWanted > 0) patterns = MapStacks.components(found);
    }

    /** Where no word names something, all are shown. */
    private static List<Integer> telling(AttentionMaps found, List<Integer> all) {
        List<Integer> content = PromptWords.content(found);
        return content.isEmpty() ? all : content;
    }

    /** The edges are those of the finished image. */
    private void requireOfFine() {
        if (detail.equals("fine") && view.equals("steps"))
            throw new Refusal(
                    "view=steps detail=fine: maps of single steps are coarse. Choose view=average or detail=coarse.");
    }
}
