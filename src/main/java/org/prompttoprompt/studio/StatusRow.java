package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.Color;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;
import javax.swing.UIManager;
import org.prompttoprompt.ij.Messages;

/** What goes on, how far it is, and a way to stop it. A long message wraps, a very long one scrolls. */
final class StatusRow extends JPanel implements StudioJobs.Listener {
    private static final int LINES = 2;
    private static final int SCALE = 1000;
    private static final Color FAILED = new Color(0xC0, 0x20, 0x20);

    private final JTextArea message = new JTextArea(" ");
    private final JProgressBar bar = new JProgressBar(0, SCALE);
    /** Stands where nothing can cover it. */
    final JButton stop = new JButton("Stop");

    StatusRow(Runnable whenStopped) {
        super(new BorderLayout(6, 0));
        message.setName("status");
        stop.setName("stop");
        stop.setEnabled(false);
        stop.setToolTipText("Escape");
        stop.addActionListener(event -> whenStopped.run());
        message.setEditable(false);
        message.setOpaque(false);
        message.setLineWrap(true);
        message.setWrapStyleWord(true);
        message.setColumns(1);
        message.setBorder(null);
        message.setFont(UIManager.getFont("Label.font"));
        int line = message.getFontMetrics(message.getFont()).getHeight();
        ShortScroll scroll = new ShortScroll(message, () -> LINES * line);
        scroll.setOpaque(false);
        scroll.getViewport().setOpaque(false);
        add(scroll, BorderLayout.CENTER);
        JPanel right = new JPanel(new BorderLayout(6, 0));
        right.add(bar, BorderLayout.CENTER);
        JPanel above = new JPanel(new BorderLayout());
        above.add(right, BorderLayout.NORTH);
        add(above, BorderLayout.EAST);
    }

    @Override
    public void running(double share, String text) {
        display(text, getForeground(), true);
        bar.setValue((int) (SCALE * share));
    }

    @Override
    public void failed(String text) {
        display(Messages.withoutWords(text), FAILED, false);
    }

    void done(String text) {
        display(text, getForeground(), false);
    }

    private void display(String text, Color colour, boolean runs) {
        if (!message.getText().equals(text)) {
            message.setText(text);
            message.setCaretPosition(0);
            revalidate();
        }
        message.setForeground(colour);
        stop.setEnabled(runs);
        if (!runs) bar.setValue(0);
    }
}
