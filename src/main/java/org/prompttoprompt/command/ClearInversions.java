package org.prompttoprompt.command;

import ij.IJ;
import org.prompttoprompt.service.P2PService;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Forgets the inversions of images that were edited, in memory and on disk. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Tools", weight = 70),
            @Menu(label = "Clear Inversions", weight = 73)
        })
public final class ClearInversions extends MenuCommand {
    @Parameter
    private P2PService p2p;

    @Override
    protected void work() {
        p2p.clearInversions();
        IJ.showStatus("Inversions are forgotten: the next edit of an image inverts it anew");
    }
}
