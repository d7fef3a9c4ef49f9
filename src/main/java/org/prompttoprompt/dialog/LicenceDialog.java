package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.Window;
import java.util.Optional;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.prompttoprompt.store.Offer;
import org.prompttoprompt.store.ToCome;

/** Tells what a download is, how large and under which licence, and asks for consent. */
final class LicenceDialog {
    private final JDialog dialog;
    private final JTextField name;
    private final JLabel room = new JLabel();
    private final JCheckBox read = new JCheckBox("I have read the licence and accept it");
    private final JButton download = new JButton("Download");
    private boolean accepted;

    private LicenceDialog(
            Component at,
            String called,
            String source,
            boolean named,
            String licence,
            Function<String, ToCome> plan,
            Function<String, Optional<String>> taken,
            Optional<String> before) {
        Window owner = SwingUtilities.getWindowAncestor(at);
        dialog = new JDialog(owner, "Download " + called, ModelsBox.MODALITY);
        dialog.setName("licence");
        Escape.closes(dialog);
        name = new JTextField(called, 24);
        name.setName("name");
        JPanel top = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        top.add(new JLabel(source + (named ? ", to be called" : "")));
        if (named) top.add(name);
        room.setName("plan");
        // What has come already has come under a name.
        Runnable show = () -> {
            String typed = name.getText().strip();
            show(plan.apply(typed), taken.apply(typed.isEmpty() ? called : typed));
        };
        TextInput.onChange(name, show);
        JPanel what = new JPanel(new BorderLayout(0, 6));
        what.add(top, BorderLayout.NORTH);
        room.setBorder(BorderFactory.createEmptyBorder(0, 6, 0, 6));
        what.add(room, BorderLayout.SOUTH);
        read.setName("accept");
        before.ifPresent(day -> read.setText("The licence was accepted on " + day));
        read.setSelected(before.isPresent());
        read.addActionListener(event -> show.run());
        download.setName("download");
        show.run();
        download.addActionListener(event -> {
            accepted = true;
            dialog.dispose();
        });
        JButton cancel = new JButton("Cancel");
        cancel.addActionListener(event -> dialog.dispose());
        JPanel right = new JPanel(new FlowLayout(FlowLayout.RIGHT, 6, 0));
        right.add(cancel);
        right.add(download);
        JPanel bottom = new JPanel(new BorderLayout());
        bottom.add(read, BorderLayout.WEST);
        bottom.add(right, BorderLayout.EAST);
        JPanel all = new JPanel(new BorderLayout(6, 8));
        all.setBorder(BorderFactory.createEmptyBorder(10, 10, 10, 10));
        all.add(what, BorderLayout.NORTH);
        all.add(TextDialog.scrolling(licence, 640, 300), BorderLayout.CENTER);
        all.add(bottom, BorderLayout.SOUTH);
        dialog.setContentPane(all);
        dialog.pack();
        dialog.setLocationRelativeTo(owner);
    }

    /** Nobody is asked to accept the licence of what has no room, or may not be written; and nothing comes under a name that is taken. */
    private void show(ToCome plan, Optional<String> taken) {
        room.setText(taken.orElse(plan.text()));
        room.setToolTipText(room.getText());
        read.setEnabled(plan.canCome());
        download.setEnabled(plan.canCome() && taken.isEmpty() && read.isSelected());
        String why = plan.canCome() ? null : plan.cure();
        read.setToolTipText(why);
        download.setToolTipText(taken.orElse(why));
    }

    /**
     * Asks, and returns the name that the model is to have, if the licence was accepted.
     *
     * @param plan tells how much is to come under a name, and the room for it
     * @param taken tells why it cannot have a name
     * @param before the day on which it was accepted, if it was
     */
    static Optional<String> ask(
            Component at,
            Offer offer,
            String licence,
            Function<String, ToCome> plan,
            Function<String, Optional<String>> taken,
            Optional<String> before) {
        LicenceDialog dialog =
                new LicenceDialog(at, offer.name(), "From " + offer.source(), true, licence, plan, taken, before);
        if (!offer.isLicenceTold() && before.isEmpty())
            dialog.read.setText("I have looked up its licence and accept it");
        dialog.dialog.setVisible(true);
        return dialog.accepted ? Optional.of(dialog.name.getText().strip()) : Optional.empty();
    }

    /** Asks for libraries likewise, and returns whether their licences were accepted. */
    static boolean ask(Component at, String called, String text, ToCome room, Optional<String> before) {
        LicenceDialog dialog = new LicenceDialog(
                at,
                called,
                "Nothing is downloaded before you accept:",
                false,
                text,
                name -> room,
                name -> Optional.empty(),
                before);
        dialog.dialog.setVisible(true);
        return dialog.accepted;
    }
}
