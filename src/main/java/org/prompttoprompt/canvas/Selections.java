package org.prompttoprompt.canvas;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/** Several selections, each with words of its own: those of the image's overlay, each named by its edited prompt. */
final class Selections {
    /** The mask that stands for them. */
    static final String OVERLAY = "overlay";
    /** How the ROI Manager names what nobody has named. */
    private static final Pattern UNNAMED = Pattern.compile("\\d+(-\\d+)*");

    private Selections() {}

    static boolean areWanted(EditRequest request) {
        return request.get(Option.MASK).equals(OVERLAY);
    }

    /** Returns the selections in an image's overlay. */
    static List<Roi> among(ImagePlus image) {
        Overlay overlay = image.getOverlay();
        return Arrays.stream(overlay == null ? new Roi[0] : overlay.toArray())
                .filter(roi -> !(roi instanceof ImageRoi) && !Preview.isOurs(roi))
                .toList();
    }

    /**
     * Returns a part for each selection; one without a name has the request's edited prompt.
     *
     * @throws Refusal if there is none, or one has no area
     */
    static List<Patch> of(Planes planes, int plane, EditRequest request) {
        ImagePlus image = planes.image();
        List<Patch> parts = new ArrayList<>();
        for (Roi roi : among(image)) {
            String name = roi.getName() == null ? "" : roi.getName().strip();
            boolean named = !name.isEmpty() && !UNNAMED.matcher(name).matches();
            parts.add(new Patch(
                    planes,
                    plane,
                    Optional.of(Region.of(roi, image)),
                    named ? request.with(Option.TARGET, name) : request));
        }
        if (!parts.isEmpty()) return parts;
        throw new Refusal("mask=overlay: '" + image.getTitle()
                + "' has no selections in its overlay: add each by Image > Overlay > Add Selection..., and name it by its"
                + " edited prompt in its properties (Edit > Selection > Properties...).");
    }
}
