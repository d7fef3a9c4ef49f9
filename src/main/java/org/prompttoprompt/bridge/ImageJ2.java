package org.prompttoprompt.bridge;

import ij.IJ;
import org.scijava.Context;

/** The ImageJ2 around an ImageJ 1.x that imagej-legacy has patched. */
final class ImageJ2 {
    private ImageJ2() {}

    /** Returns its context, null in a plain ImageJ and in one that is patched without an ImageJ2 around. */
    static Context context() {
        try {
            // What ij1-patcher adds; nothing else of it is on our class path.
            var hooks = IJ.class.getDeclaredField("_hooks");
            Object context = hooks.getType().getMethod("getContext").invoke(hooks.get(null));
            return context instanceof Context host ? host : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
