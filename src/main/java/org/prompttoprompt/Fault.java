package org.prompttoprompt;

import java.util.Locale;

/**
 * A fault of ours that was logged: the message is one sentence that says so and where to report it, the cause is what
 * happened. What the user can mend is a {@link Refusal} instead.
 */
public final class Fault extends RuntimeException {
    /** Where faults are reported; the build's issue tracker. */
    public static final String REPORT_AT = "https://github.com/prompt-to-prompt/prompt-to-prompt-fiji/issues";

    private static final long serialVersionUID = 1L;

    /** Tells of a fault whose sentence was made by {@link #sentence}, wrapped for a dialog or not. */
    public Fault(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** Returns what to tell of a fault; the trace belongs into a log. */
    public static String sentence(Throwable fault) {
        if (fault instanceof Fault) return fault.getMessage();
        Throwable root = root(fault);
        return (isMemory(root)
                        ? "Memory is used up (" + root
                                + "). Close images and other programs, or ask for fewer images or a"
                                + " smaller width and height. If that does not help, please report it"
                        : "This is a fault of Prompt-to-Prompt (" + root + "). Please report it")
                + " with the text of the log at " + REPORT_AT + ".";
    }

    /** Returns what a failure began with: the last of its causes, or itself. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }

    private static boolean isMemory(Throwable root) {
        String message = String.valueOf(root.getMessage()).toLowerCase(Locale.ROOT);
        return root instanceof OutOfMemoryError
                || message.contains("out of memory")
                || message.contains("allocate memory");
    }
}
