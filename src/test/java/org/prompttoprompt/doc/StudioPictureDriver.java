package org.prompttoprompt.doc;

import static org.prompttoprompt.studio.StudioHands.*;

import ij.IJ;
import java.util.List;
import org.prompttoprompt.studio.StudioHands;

/** Takes the picture of Prompt Studio after two edits, a word's attention over both images. A process of its own. */
final class StudioPictureDriver {
    private StudioPictureDriver() {}

    /** Argument: a folder for the result. */
    public static void main(String[] args) {
        StudioHands.run(args, () -> {
            Gui.whiteScreen();
            ij.ImageJ.main(new String[0]);
            IJ.doCommand("Prompt Studio...");
            open(900, 820);
            type("prompt", "a red ball on the grass");
            click("generate");
            settled(1);
            type("word 1", "blue");
            settled(2);
            slide("tau", 5);
            settled(3);
            look(2);
            for (String picture : List.of("Source", "Edited")) {
                await(() -> shows(picture) ? true : null, "the attention over " + picture);
            }
            Gui.save(Gui.picture(studio), folder.resolve("studio.png"));
        });
    }
}
