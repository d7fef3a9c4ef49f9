package org.prompttoprompt;

import java.io.IOException;

/** Programs of the system that tests call, such as {@code mount}. */
public final class Shell {
    private Shell() {}

    /** Returns whether the program is there and ended well. */
    public static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
