package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Origin;
import org.scijava.Context;

/** Finds the image again that an edit was made of. */
public final class Originals {
    private Originals() {}

    /** Returns the open image that was edited, if it is one still. */
    public static Optional<ImagePlus> find(Origin origin) {
        return open().stream().filter(origin::is).findFirst();
    }

    private static List<ImagePlus> open() {
        int[] ids = WindowManager.getIDList();
        return ids == null
                ? List.of()
                : Arrays.stream(ids)
                        .mapToObj(WindowManager::getImage)
                        .filter(Objects::nonNull)
                        .toList();
    }

    /**
     * Makes the image that was edited the active one, with the selection and the slice that it had.
     *
     * @throws Refusal if it is not open, or is another one by now
     */
    public static void bringToFront(Origin origin, Context context) {
        ImagePlus original = find(origin).orElseThrow(() -> {
            boolean named = open().stream().anyMatch(image -> image.getTitle().equals(origin.title()));
            return new Refusal("The image '" + origin.title() + "' that was edited "
                    + (named
                            ? "is another one by now: its pixels, its size or how it is shown have changed. Open it as it was."
                            : "is not open: open it, and its display as it was."));
        });
        original.setRoi(origin.selection().orElse(null));
        if (origin.plane() > 0) {
            int plane = origin.plane() - 1;
            original.setPosition(original.getC(), plane % original.getNSlices() + 1, plane / original.getNSlices() + 1);
        }
        ActiveImage.make(original, context);
    }
}
