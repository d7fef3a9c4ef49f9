package org.prompttoprompt.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.concurrent.CancellationException;

/**
 * Ends a process whose engine still computes. Java's own end, {@code Runtime.halt} too, calls C's {@code exit}, which takes
 * PyTorch's tables and threads down while they are in use; what happens then, nobody promises.
 */
final class QuickEnd {
    /** As after the signal TERM, where the status that was asked for cannot be had. */
    private static final int STATUS = 128 + 15;

    private static boolean hooked;

    private QuickEnd() {}

    /**
     * Runs this when the process begins to end; asked again it does nothing.
     *
     * @throws CancellationException with this reason, if it ends already
     */
    static void hook(Runnable end, String reason) {
        if (hooked) return;
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(end, "Prompt-to-Prompt ends"));
            hooked = true;
        } catch (IllegalStateException e) {
            throw new CancellationException(reason); // too late for one
        }
    }

    /** Lets the process end without unloading anything: when Java is done, with its status, or else now. */
    static void prepare() {
        if (Platform.isWindows()) {
            NativeLibrary kernel = NativeLibrary.getInstance("kernel32");
            Pointer self = kernel.getFunction("GetCurrentProcess").invokePointer(new Object[0]);
            kernel.getFunction("TerminateProcess").invokeInt(new Object[] {self, STATUS});
            return;
        }
        NativeLibrary c = NativeLibrary.getInstance("c");
        Function end = c.getFunction("_exit");
        try {
            // What is registered last is called first, with the status: _exit(status) ends the process there.
            c.getFunction("on_exit").invokeInt(new Object[] {end, null});
        } catch (UnsatisfiedLinkError e) {
            end.invokeVoid(new Object[] {STATUS}); // no such function on macOS
        }
    }
}
