package org.prompttoprompt.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scijava.Context;
import org.scijava.thread.ThreadService;

/**
 * The threads that wait for what runs here. SciJava runs a command on a thread of its own, while ImageJ 1.x keeps what belongs to a
 * macro, such as its active image, by the macro's thread.
 *
 * @param threads this one first, then the one that called it, and so on
 */
record Callers(List<Thread> threads) {
    /** Returns who calls at this moment. */
    static Callers now(Context context) {
        ThreadService service = context.service(ThreadService.class);
        List<Thread> threads = new ArrayList<>();
        for (Thread thread = Thread.currentThread();
                thread != null && !threads.contains(thread);
                thread = service.getParent(thread)) threads.add(thread);
        return new Callers(threads);
    }

    /** Returns whether one of them is inside a method of a class whose name begins so. */
    boolean areIn(String className) {
        return threads.stream().anyMatch(thread -> isIn(thread, className));
    }

    /** Returns whether the command line's {@code --run} called this, without a script between. */
    boolean areRunOfCommandLine() {
        return threads.size() > 1
                && (isIn(threads.get(1), "org.scijava.run.console.")
                        || isIn(threads.get(1), "org.scijava.command.console."));
    }

    /** Returns whether ImageJ is doing what its command line says. */
    boolean areOfCommandLine() {
        return areRunOfCommandLine()
                || areIn("org.scijava.run.console.")
                || areIn("net.imagej.legacy.LegacyCommandline")
                || areIn("ij.ImageJ");
    }

    private static boolean isIn(Thread thread, String className) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(className));
    }
}
