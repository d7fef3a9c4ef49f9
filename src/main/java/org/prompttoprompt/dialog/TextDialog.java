package org.prompttoprompt.dialog;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import javax.swing.JOptionPane;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;

/** Shows a text that may be long, and can be copied. */
final class TextDialog {
    private static final int SHORT = 160;

    private TextDialog() {}

    static void show(Component at, String text) {
        Object shown = text.length() < SHORT && !text.contains("\n") ? wrapped(text) : scrolling(text, 640, 260);
        ModelsBox.tell(at, shown, JOptionPane.INFORMATION_MESSAGE);
    }

    private static Object wrapped(String text) {
        return "<html><p style='width:320px'>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p></html>";
    }

    /** Returns a text in a scrolling area of this size. */
    static JScrollPane scrolling(String text, int width, int height) {
        JTextArea area = new JTextArea(text);
        area.setEditable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, area.getFont().getSize()));
        area.setCaretPosition(0);
        JScrollPane scroll = new JScrollPane(area);
        scroll.setPreferredSize(new Dimension(width, height));
        return scroll;
    }
}
