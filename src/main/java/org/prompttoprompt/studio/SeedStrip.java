package org.prompttoprompt.studio;

import java.awt.GridLayout;
import java.awt.Image;
import java.awt.Insets;
import java.util.List;
import java.util.function.LongConsumer;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import org.prompttoprompt.dialog.Escape;
import org.prompttoprompt.pipeline.Frame;

/** The same prompt from several seeds as small pictures; a click takes a seed. */
final class SeedStrip {
    private static final int SIDE = 112;
    private static final int COLUMNS = 4;
    private static final int GAP = 4;

    private SeedStrip() {}

    static void open(StudioFrame owner, List<Frame> images, List<Long> seeds, LongConsumer taken) {
        JDialog dialog = new JDialog(owner, "Click a picture to take its seed");
        dialog.setName("seeds");
        Escape.closes(dialog);
        JPanel pictures = new JPanel(new GridLayout(0, COLUMNS, GAP, GAP));
        pictures.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
        for (int i = 0; i < seeds.size(); i++) {
            long seed = seeds.get(i);
            Image small = PicturePanel.picture(images.get(i)).getScaledInstance(SIDE, -1, Image.SCALE_SMOOTH);
            JButton button = new JButton("seed " + seed, new ImageIcon(small));
            button.setName("seed " + seed);
            button.setHorizontalTextPosition(SwingConstants.CENTER);
            button.setVerticalTextPosition(SwingConstants.BOTTOM);
            button.setMargin(new Insets(2, 2, 2, 2));
            button.addActionListener(event -> {
                dialog.dispose();
                taken.accept(seed);
            });
            pictures.add(button);
        }
        dialog.add(pictures);
        dialog.pack();
        dialog.setLocationRelativeTo(owner);
        dialog.setVisible(true);
    }
}
