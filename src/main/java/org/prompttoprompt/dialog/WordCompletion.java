package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.Popup;
import javax.swing.PopupFactory;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.BadLocationException;
import javax.swing.text.JTextComponent;
import org.prompttoprompt.text.Vocabulary;

/** Offers, below the caret, how the word that is being written may go on. Tab or Enter takes it, Escape does not. */
public final class WordCompletion {
    private static final int MOST = 8;

    private final JTextComponent field;
    private final Supplier<Vocabulary> vocabulary;
    private final JList<String> list = new JList<>();
    private final JPanel shown = new JPanel(new BorderLayout());
    private Popup popup;
    private boolean taking;

    private WordCompletion(JTextComponent field, Supplier<Vocabulary> vocabulary) {
        this.field = field;
        this.vocabulary = vocabulary;
        list.setFocusable(false);
        list.setName("completion");
        JLabel hint = new JLabel("Tab or Enter takes it");
        hint.setEnabled(false);
        hint.setBorder(BorderFactory.createEmptyBorder(1, 4, 1, 4));
        shown.setBorder(BorderFactory.createLineBorder(Color.GRAY));
        shown.add(list, BorderLayout.CENTER);
        shown.add(hint, BorderLayout.SOUTH);
    }

    /** Lets a field complete the words of a vocabulary, which may change. */
    public static void on(JTextComponent field, Supplier<Vocabulary> vocabulary) {
        WordCompletion completion = new WordCompletion(field, vocabulary);
        field.getDocument().addDocumentListener(completion.new Typing());
        field.addKeyListener(completion.new Keys());
        field.addFocusListener(new FocusAdapter() {
            @Override
            public void focusLost(FocusEvent event) {
                completion.hide();
            }
        });
        // Tab must reach the list while that is open.
        field.setFocusTraversalKeysEnabled(false);
    }

    /** Returns the letters of the word before the caret, none where the caret stands within one. */
    private String begun() {
        String text = field.getText();
        int caret = Math.min(field.getCaretPosition(), text.length());
        if (caret < text.length() && Character.isLetter(text.charAt(caret))) return "";
        int start = caret;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) start--;
        return text.substring(start, caret);
    }

    private void offer() {
        hide();
        String begun = begun();
        List<String> words = begun.isEmpty() ? List.of() : vocabulary.get().beginningWith(begun);
        if (words.isEmpty() || !field.isFocusOwner()) return;
        list.setListData(words.stream().limit(MOST).toArray(String[]::new));
        list.setSelectedIndex(0);
        try {
            Rectangle caret = field.modelToView2D(field.getCaretPosition()).getBounds();
            java.awt.Point corner = field.getLocationOnScreen();
            popup = PopupFactory.getSharedInstance()
                    .getPopup(field, shown, corner.x + caret.x, corner.y + field.getHeight());
            popup.show();
        } catch (BadLocationException e) {
            hide();
        }
    }

    private void hide() {
        if (popup != null) popup.hide();
        popup = null;
    }

    private void take() {
        String word = list.getSelectedValue();
        String rest = word.substring(begun().length());
        taking = true;
        field.replaceSelection(rest);
        taking = false;
        hide();
    }

    /** What is typed, and not what a program writes, is completed. */
    private final class Typing implements DocumentListener {
        @Override
        public void insertUpdate(DocumentEvent event) {
            if (!taking && event.getLength() == 1) java.awt.EventQueue.invokeLater(WordCompletion.this::offer);
            else hide();
        }

        @Override
        public void removeUpdate(DocumentEvent event) {
            hide();
        }

        @Override
        public void changedUpdate(DocumentEvent event) {}
    }

    private final class Keys extends KeyAdapter {
        @Override
        public void keyPressed(KeyEvent event) {
            boolean open = popup != null;
            switch (event.getKeyCode()) {
                case KeyEvent.VK_TAB -> {
                    if (open) take();
                    else if (event.isShiftDown()) field.transferFocusBackward();
                    else field.transferFocus();
                    event.consume();
                }
                case KeyEvent.VK_ENTER -> {
                    if (open) take();
                    if (open) event.consume();
                }
                case KeyEvent.VK_ESCAPE -> {
                    hide();
                    if (open) event.consume();
                }
                case KeyEvent.VK_DOWN, KeyEvent.VK_UP -> {
                    if (open) move(event.getKeyCode() == KeyEvent.VK_DOWN ? 1 : -1);
                    if (open) event.consume();
                }
                default -> {}
            }
        }

        private void move(int by) {
            int rows = list.getModel().getSize();
            list.setSelectedIndex(Math.floorMod(list.getSelectedIndex() + by, rows));
        }
    }
}
