package org.prompttoprompt.studio;

import ij.util.Java2;
import java.awt.GraphicsEnvironment;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import javax.swing.plaf.metal.MetalLookAndFeel;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.dialog.Screens;
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
    @Override
    protected void work() {
        if (GraphicsEnvironment.isHeadless()) {
            throw new Refusal("Prompt Studio is a window and there is no display:"
                    + " use Word Swap..., Add Phrase... and Re-weight Words... instead.");
        }
        Beginning beginning = Beginning.of(imageInFront());
        SwingUtilities.invokeLater(() -> {
            // Fiji brings a look of its own; plain ImageJ leaves Java's.
            if (UIManager.getLookAndFeel() instanceof MetalLookAndFeel) Java2.setSystemLookAndFeel();
            StudioFrame frame = new Studio(context(), beginning).frame();
            frame.fit();
            // Where the platform puts it a large window may stand over a small screen's edge.
            Screens.fit(frame);
            frame.setLocationRelativeTo(null);
            frame.setVisible(true);
        });
    }
}
