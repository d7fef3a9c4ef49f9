package org.prompttoprompt.bridge;

import ij.IJ;
import net.imagej.patcher.LegacyHooks;
import net.imagej.patcher.LegacyInjector;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;

/** Calls the bridge of plain ImageJ in one that is patched, with and without an ImageJ2's context around it. */
final class HandOverDriver {
    private HandOverDriver() {}

    public static void main(String[] args) throws Exception {
        LegacyInjector.preinit();
        Patched.call();
        System.exit(0);
    }

    /** A class of its own, since its verification loads ImageJ. */
    private static final class Patched {
        private static Context around;

        static void call() throws Exception {
            IJ.class.getDeclaredField("_hooks").set(null, new LegacyHooks() {
                @Override
                public boolean isLegacyMode() {
                    return true;
                }

                @Override
                public Object getContext() {
                    return around;
                }
            });
            System.out.println("nothing around: " + ImageJ2.context());
            around = new Context();
            new CommandBridge().run(Look.class.getName());
        }
    }

    /** Tells where it runs. */
    public static final class Look implements Command {
        @Parameter
        private Context context;

        @Override
        public void run() {
            System.out.println("in the context around: " + (context == Patched.around));
        }
    }
}
