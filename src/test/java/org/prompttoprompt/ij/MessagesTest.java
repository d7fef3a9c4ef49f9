package org.prompttoprompt.ij;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.text.Vocabulary;

/** Messages fit a screen, and faults say that they are ours. */
class MessagesTest {
    private static final String LONG = "a red ball and ".repeat(1250).strip();

    @Test
    void aLongValueIsCutAndTheReasonStays() {
        for (String message : new String[] {
            "prompt=" + LONG + ": the embedded model does not know 'kube'.",
            "prompt is too long: the model reads 75 tokens, and would not see '" + LONG + "'. Shorten it.",
            "The word 'cat' does not occur in the prompt '" + LONG + "'. Its words: a, red, ball, and",
            "'cat' is no key=value. Values with spaces stand in brackets: prompt=[a cat].\nWrite:\nrun(\"Word Swap...\","
                    + " \"prompt=[" + LONG + "] tau=0.5\");"
        }) {
            String shown = Messages.shortened(message);
            assertTrue(shown.length() < 1700, shown.length() + ": " + shown);
            assertTrue(Wrap.lines(shown, 100).lines().count() < 25);
            assertEquals(message.substring(0, 40), shown.substring(0, 40));
            String cure = message.substring(message.length() - 12);
            assertTrue(shown.contains(cure + "\n(Shortened;"), shown);
        }
        assertTrue(Messages.shortened("The word 'cat' does not occur in the prompt '" + LONG + "'. Its words: a, red")
                .contains("does not occur in the prompt"));
    }

    @Test
    void aUsualMessageStaysAsItIs() {
        String message = "tau=1.5: '1.5' is no share of the steps.\nGive a value (0.8).";
        assertEquals(message, Messages.shortened(message));
        String cure = " Give a share of the steps, such as 0.5, or that of each word, or a list, or a range of them."
                .repeat(4);
        for (String reason : new String[] {
            "tau=0,5: '5' is no share of the steps." + cure,
            "'kube' is no word of the model." + cure + " The nearest are 'cube' and 'tube'."
        }) assertEquals(reason, Messages.shortened(reason));
    }

    /** The name of a menu entry ends with dots, and a sentence that ends with it needs none more. */
    @Test
    void noSentenceEndsWithFourDots() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(one -> one.toString().endsWith(".java"))
                    .toList()) assertFalse(Files.readString(file).contains("....\""), file.toString());
        }
    }

    @Test
    void aFaultIsToldAsOursOnce() {
        Throwable fault = new IllegalStateException("outer", new NullPointerException("inner"));
        String sentence = Messages.ofFault(fault);
        assertTrue(sentence.contains("fault of Prompt-to-Prompt (java.lang.NullPointerException: inner)"), sentence);
        assertTrue(sentence.endsWith(Fault.REPORT_AT + "."), sentence);
        assertEquals(sentence, Messages.ofFault(new Fault(sentence, fault)), "told twice");
        assertTrue(Messages.ofFault(new OutOfMemoryError("Java heap space")).contains("Memory is used up"));
        assertTrue(Messages.ofFault(new RuntimeException("DefaultCPUAllocator: can't allocate memory"))
                .contains("Memory is used up"));
        assertFalse(Fault.class.isAssignableFrom(Refusal.class) || Refusal.class.isAssignableFrom(Fault.class));
    }

    @Test
    void faultsAreReportedWhereTheBuildSays() throws Exception {
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<url>" + Fault.REPORT_AT + "</url>"));
    }

    @Test
    void aWindowHasAButtonForTheWords() {
        String told = "prompt=a zebra: the embedded model does not know 'zebra'.";
        assertEquals(
                told + "\nWords..., in dialogs and the Studio, lists those that it knows.",
                Messages.withoutWords(told + Vocabulary.LISTED + "a, an, and."));
        assertEquals(told, Messages.withoutWords(told));
    }
}
