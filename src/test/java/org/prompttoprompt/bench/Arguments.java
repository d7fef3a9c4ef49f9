package org.prompttoprompt.bench;

import java.io.IOException;
import java.util.List;
import org.prompttoprompt.Refusal;

/** What benchmarks are given on their line; what cannot be read ends the program with one sentence. */
final class Arguments {
    private Arguments() {}

    /** A benchmark that may refuse what it was given. */
    @FunctionalInterface
    interface Program {
        void run() throws IOException;
    }

    /** Returns a whole number above 0, or the usual one where none is given. */
    static int number(String[] args, int at, int usual) {
        if (args.length <= at) return usual;
        if (args[at].matches("[1-9]\\d{0,5}")) return Integer.parseInt(args[at]);
        throw end(args[at] + " is no number above 0, which argument " + (at + 1)
                + " must be: src/doc/benchmarks.md names the arguments of each program.");
    }

    /** Returns one of some words, or nothing where none is given. */
    static String word(String[] args, int at, String... words) {
        if (args.length <= at) return "";
        if (List.of(words).contains(args[at])) return args[at];
        throw end(args[at] + " is none of " + String.join(", ", words) + ", one of which argument " + (at + 1)
                + " must be: src/doc/benchmarks.md names the arguments of each program.");
    }

    /** Ends the program where more is given than it reads. */
    static void requireAtMost(String[] args, int most) {
        if (args.length > most) throw end(args[most] + " is one argument too many: there are " + most + " at most.");
    }

    /** Runs it; a refusal is told as one sentence. */
    static void refusing(Program program) throws IOException {
        try {
            program.run();
        } catch (Refusal e) {
            throw end(e.getMessage());
        }
    }

    /** Ends the program. */
    static RuntimeException end(String why) {
        System.err.println(why);
        System.exit(2);
        return new IllegalStateException(why);
    }
}
