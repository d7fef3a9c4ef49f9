package org.prompttoprompt.studio;

import ij.ImagePlus;
import ij.util.Java2;
import java.awt.GraphicsEnvironment;
import java.util.Optional;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import javax.swing.plaf.metal.MetalLookAndFeel;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Opens the Studio, with the active image's recipe if it has one. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Prompt Studio...", weight = 0)
        })
public final class PromptStudio extends MenuCommand {
    private static final String FIRST = "a cat riding on a bicycle";

    @Override
    protected void work() {
        if (GraphicsEnvironment.isHeadless()) {
            throw new Refusal("Prompt Studio is a window and there is no display:"
                    + " use Word Swap..., Add Phrase... and Re-weight Words... instead.");
        }
        OneImage first = first(imageInFront().orElse(null));
        StudioState state = StudioState.of(first.request());
        Optional<OpenedPictures> opened = OpenedPictures.of(imageInFront().orElse(null));
        SwingUtilities.invokeLater(() -> {
            // Fiji brings a look of its own; plain ImageJ leaves Java's.
            if (UIManager.getLookAndFeel() instanceof MetalLookAndFeel) Java2.setSystemLookAndFeel();
            StudioFrame frame = new Studio(context(), state, first.note(), opened).frame();
            frame.fit();
            frame.setLocationByPlatform(true);
            frame.setVisible(true);
        });
    }

    /** The edit of the active image's slice; an example, where it was made by something else. */
    private static OneImage first(ImagePlus active) {
        if (active == null || Recipe.in(active).isEmpty()) {
            return OneImage.of(EditRequest.of(Task.GENERATE).with("prompt", FIRST));
        }
        return OneImage.of(Recipe.of(active), active.getStack().getSliceLabel(active.getCurrentSlice()));
    }
}
