package org.prompttoprompt.ij;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.prompttoprompt.Fault;
import org.prompttoprompt.text.Vocabulary;

/** What is told of a refusal or a fault: short enough for the screen in a dialog, the rest in ImageJ's log. */
public final class Messages {
    private static final int DIALOG_WIDTH = 100;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST = 1500;

    /**
     * A quoted text, or the value after a key, that is longer than anybody reads in a dialog. It ends at the first sign that can be its end,
     * and begins at a quote that opens one.
     */
    private static final Pattern LONG_VALUE =
            Pattern.compile("(?<=(?:^|[\\s(:=])')" + upTo("'(?:[\\s.,;:)]|$)") + "|(?<=^[a-z]{1,16}=)" + upTo(": |$"));

    private Messages() {}

    private static String upTo(String end) {
        return "(?:(?!" + end + ")[^\\n]){" + LONGEST_VALUE + ",}(?=" + end + ")";
    }

    /**
     * Returns a message as a dialog shows it best. A long value is shortened, and the whole message then logged; without a
     * display it stays as it is.
     */
    public static String forDialog(String message) {
        if (message == null || GraphicsEnvironment.isHeadless()) return message;
        String listed = withoutWords(message);
        String shown = shortened(listed);
        if (!shown.equals(listed)) IJ.log(message);
        return Wrap.lines(shown, DIALOG_WIDTH);
    }

    /** Returns a message without the list of all words that a model knows: a window has a button that shows them, sorted. */
    public static String withoutWords(String message) {
        int list = message.indexOf(Vocabulary.LISTED);
        return list < 0
                ? message
                : message.substring(0, list) + "\nWords..., in dialogs and the Studio, lists those that it knows.";
    }

    /** Returns the message with its long values, and itself, cut in the middle. */
    static String shortened(String message) {
        String values = LONG_VALUE.matcher(message).replaceAll(Messages::ends);
        String all = cut(values, LONGEST);
        return all.equals(message) ? message : all + "\n(Shortened; the log has the whole text.)";
    }

    private static String ends(MatchResult value) {
        return java.util.regex.Matcher.quoteReplacement(cut(value.group(), LONGEST_VALUE));
    }

    private static String cut(String text, int longest) {
        int head = longest * 2 / 3;
        return text.length() <= longest
                ? text
                : text.substring(0, head) + " ... " + text.substring(text.length() - (longest - head));
    }

    /** Logs a fault with its trace, unless it was, and returns the sentence to tell of it. */
    public static String ofFault(Throwable fault) {
        if (fault instanceof Fault) return fault.getMessage();
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        String sentence = Fault.sentence(fault);
        IJ.log(sentence + "\n" + trace);
        return sentence;
    }
}
