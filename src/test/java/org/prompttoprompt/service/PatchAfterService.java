package org.prompttoprompt.service;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import net.imagej.patcher.LegacyHooks;
import net.imagej.patcher.LegacyInjector;
import org.scijava.Context;

/** Makes all services before ImageJ 1.x is patched, as an ImageJ2 may, and tells which patched methods then work. */
final class PatchAfterService {
    private PatchAfterService() {}

    public static void main(String[] args) throws Exception {
        try (Context context = new Context()) {
            context.service(P2PService.class);
            LegacyInjector.preinit();
            Patched.look();
        }
    }

    /** A class of its own, since its verification loads ImageJ. */
    private static final class Patched {
        static void look() throws Exception {
            IJ.class.getDeclaredField("_hooks").set(null, new LegacyHooks() {
                @Override
                public boolean isLegacyMode() {
                    return true;
                }

                @Override
                public Object getContext() {
                    return null;
                }

                @Override
                public void registerImage(Object image) {
                    System.out.println("registered");
                }

                @Override
                public void unregisterImage(Object image) {
                    System.out.println("unregistered");
                }
            });
            ImagePlus image = new ImagePlus("", new ByteProcessor(1, 1));
            image.updateAndDraw();
            image.close();
        }
    }
}
