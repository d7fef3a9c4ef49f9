package org.prompttoprompt.command.studio;

import java.awt.BorderLayout;
import java.awt.Color;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;

/** What goes on, how far it is, and a way to stop it. */
final class StatusRow extends JPanel implements StudioEngine.Listener {
    private static final int SCALE = 1000;
    private static final Color FAILED = new Color(0xC0, 0x20, 0x20);

    private final JLabel message = new JLabel(" ");
    private final JProgressBar bar = new JProgressBar(0, SCALE);
    private final JButton stop = new JButton("Stop");

    StatusRow(Runnable whenStopped) {
        super(new BorderLayout(6, 0));
        message.setName("status");
        stop.setName("stop");
        stop.setEnabled(false);
        stop.setToolTipText("Escape");
        stop.addActionListener(event -> whenStopped.run());
        add(message, BorderLayout.CENTER);
        JPanel right = new JPanel(new BorderLayout(6, 0));
        right.add(bar, BorderLayout.CENTER);
        right.add(stop, BorderLayout.EAST);
        add(right, BorderLayout.EAST);
    }

    @Override
    public void running(double share, String text) {
        tell(text, getForeground(), true);
        bar.setValue((int) (SCALE * share));
    }

    @Override
    public void failed(String text) {
        tell(text, FAILED, false);
    }

    void done(String text) {
        tell(text, getForeground(), false);
    }

    private void tell(String text, Color colour, boolean runs) {
        message.setText(text);
        message.setToolTipText(text);
        message.setForeground(colour);
        stop.setEnabled(runs);
        if (!runs) bar.setValue(0);
    }
}
