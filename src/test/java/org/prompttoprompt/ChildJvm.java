package org.prompttoprompt;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How tests start a Java of their own: the one that runs them, and with the same agents, so that coverage is seen there too. */
public final class ChildJvm {
    /** They end before the second compiler's work has paid: a window needs half of the processor's time without it. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private ChildJvm() {}

    /** Returns the beginning of a command line, which can be added to: the program and its agents. */
    public static List<String> command() {
        return command(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** Returns the beginning of a command line as a user has it, with both of Java's compilers. */
    public static List<String> ofUsers() {
        List<String> command = command();
        command.remove(QUICK);
        return command;
    }

    /** Returns the beginning of the command line of another Java. */
    public static List<String> command(Path program) {
        Stream<String> agents = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:"));
        return new ArrayList<>(
                Stream.concat(Stream.of(program.toString(), QUICK), agents).toList());
    }
}
