package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Image;
import java.awt.Insets;
import java.awt.event.ActionEvent;
import java.util.function.IntConsumer;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollPane;

/** The results of the session as small pictures; a click goes back to one, its recipe is in the tool tip. */
final class HistoryStrip extends JScrollPane {
    private static final int SIDE = 64;
    private static final int GAP = 2;
    /** For the border, its title and a scroll bar. */
    private static final int ROOM = 46;

    private static final String HELP = "History: click goes back, Shift-click compares";

    private final JPanel pictures = new JPanel(new FlowLayout(FlowLayout.LEFT, 2 * GAP, GAP));
    private final IntConsumer whenChosen;
    private final IntConsumer whenCompared;

    /**
     * The strip.
     *
     * @param whenChosen takes the number of the result that was clicked
     * @param whenCompared takes that of one that was clicked with Shift
     */
    HistoryStrip(IntConsumer whenChosen, IntConsumer whenCompared) {
        super(VERTICAL_SCROLLBAR_NEVER, HORIZONTAL_SCROLLBAR_AS_NEEDED);
        this.whenChosen = whenChosen;
        this.whenCompared = whenCompared;
        setName("history");
        setViewportView(pictures);
        setBorder(BorderFactory.createTitledBorder(HELP));
        setPreferredSize(new Dimension(SIDE, SIDE + ROOM));
    }

    /** Stands beside the pictures where the screen is too low for it to lie below them. */
    void stand() {
        setVerticalScrollBarPolicy(VERTICAL_SCROLLBAR_AS_NEEDED);
        setHorizontalScrollBarPolicy(HORIZONTAL_SCROLLBAR_NEVER);
        pictures.setLayout(new BoxLayout(pictures, BoxLayout.Y_AXIS));
        JPanel top = new JPanel(new BorderLayout());
        top.add(pictures, BorderLayout.NORTH);
        setViewportView(top);
        setBorder(BorderFactory.createTitledBorder("History"));
        setToolTipText(HELP);
        setPreferredSize(new Dimension(SIDE + ROOM, SIDE));
    }

    void show(StudioHistory history) {
        for (int i = pictures.getComponentCount(); i < history.entries().size(); i++) {
            pictures.add(button(history.entries().get(i), i));
        }
        for (int i = 0; i < pictures.getComponentCount(); i++) {
            Color frame = i == history.current() ? new Color(0x20, 0x70, 0xD0) : Color.LIGHT_GRAY;
            ((JButton) pictures.getComponent(i)).setBorder(BorderFactory.createLineBorder(frame, 2));
        }
        revalidate();
        repaint();
    }

    private JButton button(StudioEntry entry, int number) {
        Image small = entry.edited().getScaledInstance(SIDE, -1, Image.SCALE_SMOOTH);
        JButton button = new JButton(new ImageIcon(small));
        button.setName("history " + number);
        button.setMargin(new Insets(0, 0, 0, 0));
        String recipe = entry.result().request().toText();
        button.setToolTipText("<html>Shift-click: side by side with the result in view<br>"
                + escape(recipe).replace("\n", "<br>") + "</html>");
        button.getAccessibleContext().setAccessibleName(entry.state().summary());
        button.addActionListener(event -> {
            boolean shift = (event.getModifiers() & ActionEvent.SHIFT_MASK) != 0;
            (shift ? whenCompared : whenChosen).accept(number);
        });
        return button;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
