package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Insets;
import java.awt.Window;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.text.JTextComponent;
import org.prompttoprompt.text.Vocabulary;

/** All words of a model, by what they say; a click writes one where the caret is. */
public final class WordsWindow {
    private static final int ROW = 620;
    private static final int BUTTON = 26;
    private static final int LETTER = 8;
    private static final int GAP = 14;

    private WordsWindow() {}

    /** Opens the list beside a window, or below it; over it where there is no room. */
    public static void open(Window owner, Vocabulary vocabulary, Consumer<String> chosen) {
        JDialog dialog = new JDialog(owner, "Words of the model");
        dialog.setName("words");
        Escape.closes(dialog);
        FormPanel form = new FormPanel();
        form.setBorder(BorderFactory.createEmptyBorder(8, 10, 8, 10));
        for (Map.Entry<String, List<String>> group : vocabulary.groups().entrySet()) {
            JLabel title = new JLabel(group.getKey());
            title.setFont(title.getFont().deriveFont(Font.BOLD));
            form.addRow(title);
            form.addRow(words(group.getValue(), chosen));
        }
        dialog.add(new JScrollPane(form), BorderLayout.CENTER);
        dialog.pack();
        Screens.fit(dialog);
        dialog.setLocation(owner.getX() + owner.getWidth() + GAP, owner.getY());
        if (!Screens.isWithin(dialog)) dialog.setLocation(owner.getX() - dialog.getWidth() - GAP, owner.getY());
        if (!Screens.isWithin(dialog)) dialog.setLocation(owner.getX() + GAP, owner.getY() + owner.getHeight() + GAP);
        if (!Screens.isWithin(dialog)) {
            dialog.setLocationRelativeTo(owner);
            dialog.setLocation(dialog.getX() + GAP, dialog.getY() + GAP);
        }
        dialog.setVisible(true);
    }

    /** Writes a word at the caret, with spaces around it. */
    public static void insert(JTextComponent field, String word) {
        String text = field.getText();
        int caret = field.getSelectionStart();
        boolean before = caret > 0 && !Character.isWhitespace(text.charAt(caret - 1));
        int end = field.getSelectionEnd();
        boolean after = end < text.length() && !Character.isWhitespace(text.charAt(end));
        field.replaceSelection((before ? " " : "") + word + (after ? " " : ""));
        field.requestFocusInWindow();
    }

    private static JPanel words(List<String> words, Consumer<String> chosen) {
        JPanel all = new JPanel(new java.awt.GridLayout(0, 1, 0, 0));
        all.setOpaque(false);
        JPanel row = null;
        int left = 0;
        for (String word : words) {
            JButton button = new JButton(word);
            button.setMargin(new Insets(0, 4, 0, 4));
            button.setFocusable(false);
            button.addActionListener(event -> chosen.accept(word));
            int width = BUTTON + LETTER * word.length();
            if (row == null || left < width) {
                row = new JPanel(new FlowLayout(FlowLayout.LEFT, 2, 1));
                row.setOpaque(false);
                all.add(row);
                left = ROW;
            }
            row.add(button);
            left -= width;
        }
        return all;
    }
}
