package org.prompttoprompt.dialog;

import java.awt.Color;
import java.awt.Cursor;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.swing.JLabel;
import javax.swing.text.JTextComponent;
import org.prompttoprompt.text.Vocabulary;

/** Tells below a prompt which of its words the model does not know; a click takes the nearest one instead. */
final class WordNote {
    private static final Color COLOUR = new Color(0xB04000);

    private final JTextComponent field;
    private final JLabel label = new JLabel(" ");
    private Vocabulary vocabulary;
    private String unknown = "";
    private String nearest = "";

    WordNote(JTextComponent field, Vocabulary vocabulary) {
        this.field = field;
        this.vocabulary = vocabulary;
        label.setForeground(COLOUR);
        label.setVisible(false);
        label.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent event) {
                take();
            }
        });
    }

    JLabel label() {
        return label;
    }

    void setVocabulary(Vocabulary words) {
        vocabulary = words;
        look();
    }

    /** Looks at the prompt again; the word that is being written is not judged yet. */
    void look() {
        String text = field.getText();
        Map<String, Optional<String>> all =
                vocabulary.unknown(Arrays.asList(text.strip().split("\\s+")));
        boolean writing = field.isFocusOwner()
                && field.getCaretPosition() == text.length()
                && !text.isEmpty()
                && !Character.isWhitespace(text.charAt(text.length() - 1));
        String last = text.substring(text.lastIndexOf(' ') + 1);
        if (writing && !vocabulary.beginningWith(last).isEmpty()) all.remove(last.toLowerCase(java.util.Locale.ROOT));
        if (all.isEmpty()) {
            label.setVisible(false);
            return;
        }
        Map.Entry<String, Optional<String>> first = all.entrySet().iterator().next();
        unknown = first.getKey();
        nearest = first.getValue().orElse("");
        label.setText("The model does not know '" + unknown + "'"
                + (nearest.isEmpty() ? ": see Words..." : ": click here for '" + nearest + "'"));
        label.setCursor(Cursor.getPredefinedCursor(nearest.isEmpty() ? Cursor.DEFAULT_CURSOR : Cursor.HAND_CURSOR));
        label.setVisible(true);
    }

    private void take() {
        if (nearest.isEmpty()) return;
        Matcher word = Pattern.compile("(?iU)(?<!\\w)" + Pattern.quote(unknown) + "(?!\\w)")
                .matcher(field.getText());
        field.setText(word.replaceFirst(Matcher.quoteReplacement(nearest)));
        look();
    }
}
