package org.prompttoprompt.command;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import org.scijava.Context;
import org.scijava.log.LogLevel;
import org.scijava.log.LogService;

/**
 * Ends the macro that called a command which came to nothing, in every host, and says why. {@code Macro.abort()} alone does not: on
 * SciJava's threads ImageJ does not look at it. A process without a window that does what its command line says ends with
 * status 1.
 */
public final class MacroEnd {
    private static final int REFUSED = 1;

    private MacroEnd() {}

    /**
     * Ends the macro since its command was refused or failed. The reason is written to the log, unless there was no macro and somebody sees
     * windows.
     *
     * @param reason one readable sentence
     */
    public static void because(String reason, Context context) {
        Interpreter macro = calling(context);
        if (macro != null || !isSeen()) {
            String line = macro == null ? "" : "Line " + macro.getLineNumber() + " of the macro: ";
            // Where windows are seen a message box says it, and a warning would have Fiji open its console besides.
            context.service(LogService.class).log(isSeen() ? LogLevel.INFO : LogLevel.WARN, line + reason);
        }
        if (exits(macro, context)) System.exit(REFUSED);
        if (macro != null) {
            // In this order it neither waits for the macro's thread, which waits for us, nor stops it by force.
            macro.setIgnoreErrors(true);
            macro.abort(reason);
        } else if (IJ.isMacro()) {
            Macro.abort(); // IJ.run of another plugin or script
        }
    }

    /** Returns the macro that called, or null. One that runs at the same time is another's. */
    private static Interpreter calling(Context context) {
        return Callers.now(context).areIn("ij.macro.Interpreter") ? Interpreter.getInstance() : null;
    }

    private static boolean exits(Interpreter macro, Context context) {
        Callers callers = Callers.now(context);
        return !isSeen() && (callers.areRunOfCommandLine() || macro != null && callers.areOfCommandLine());
    }

    /** Returns whether there is somebody who sees windows. */
    public static boolean isSeen() {
        return !GraphicsEnvironment.isHeadless()
                && IJ.getInstance() != null
                && IJ.getInstance().isShowing();
    }
}
