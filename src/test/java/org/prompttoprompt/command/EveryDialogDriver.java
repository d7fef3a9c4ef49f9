package org.prompttoprompt.command;

import ij.IJ;
import java.awt.Component;
import java.awt.Container;
import java.awt.Frame;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;

/** Opens the dialog of each command of the menu, folded and unfolded, with a result in front. A process of its own. */
final class EveryDialogDriver {
    private static final int LEAST_PICTURE = 130;
    private static final int MOST_ASIDE = 4;
    private static final List<String> SEEN = new ArrayList<>();

    private EveryDialogDriver() {}

    /** Arguments: a folder for screenshots and for what was seen, a line for each dialog; commands without such a dialog. */
    public static void main(String[] args) {
        Gui.run(args, folder -> {
            try {
                drive(folder, List.of(args));
            } finally {
                Files.write(folder.resolve("every-dialog-seen.txt"), SEEN);
            }
        });
    }

    private static void drive(Path folder, List<String> others) throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.runMacro(
                "run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] steps=2'); makeRectangle(20, 20, 60, 60);");
        Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        for (String entry : Gui.entries(Gui.menu(ij.Menus.getMenuBar()))) {
            String name = entry.substring(entry.indexOf('/') + 1);
            if (!name.endsWith("...") || others.contains(name)) continue;
            IJ.doCommand(name);
            Gui.await(() -> Gui.dialog().isPresent(), "the dialog of " + name);
            JDialog dialog = Gui.dialog().orElseThrow();
            String file = "every-dialog-" + screen.width + "-" + name.replaceAll("[^A-Za-z]+", "-");
            Gui.shoot(folder.resolve(file + "folded.png"));
            String inView = labels(dialog);
            Optional<AbstractButton> fold =
                    Gui.find(dialog, AbstractButton.class, button -> "advanced".equals(button.getName()));
            boolean inside = screen.contains(dialog.getBounds());
            if (fold.isPresent()) {
                SwingUtilities.invokeAndWait(() -> fold.get().doClick());
                Gui.shoot(folder.resolve(file + "unfolded.png"));
                inside &= screen.contains(dialog.getBounds());
            }
            boolean sideways = Gui.find(
                            dialog,
                            JScrollPane.class,
                            pane -> pane.getHorizontalScrollBar().isVisible())
                    .isPresent();
            SEEN.add(
                    name + " " + inView + (inside ? "" : "OUTSIDE ") + (sideways ? "SIDEWAYS " : "") + reached(dialog));
            if (fold.isPresent()) SwingUtilities.invokeAndWait(() -> fold.get().doClick());
            Gui.press(dialog, "Cancel");
            Gui.await(() -> Gui.dialog().isEmpty(), "the end of " + name);
        }
        studio(folder, screen);
    }

    private static void studio(Path folder, Rectangle screen) throws Exception {
        String title = "Prompt Studio";
        IJ.doCommand(title + "...");
        Gui.await(() -> Gui.frame(title), title);
        Gui.shoot(folder.resolve("every-dialog-" + screen.width + "-Studio.png"));
        for (Frame frame : Frame.getFrames())
            if (frame.getTitle().equals(title)) {
                int picture = Gui.find(frame, JComponent.class, part -> "Source".equals(part.getName()))
                        .orElseThrow()
                        .getHeight();
                // A window manager leaves a large window no room beside what is open.
                int aside = Math.abs(screen.width - frame.getWidth() - 2 * frame.getX());
                SEEN.add(title + " " + (screen.contains(frame.getBounds()) ? "" : "OUTSIDE " + frame.getBounds())
                        + (aside > MOST_ASIDE ? "ASIDE " + aside : "")
                        + (picture < LEAST_PICTURE ? "SMALL " + picture : ""));
            }
    }

    private static String labels(Container container) {
        StringBuilder all = new StringBuilder();
        for (Component part : container.getComponents()) {
            boolean label = part instanceof JLabel one && one.isShowing() && one.getLabelFor() != null;
            if (label) all.append(((JLabel) part).getText()).append("; ");
            if (part instanceof Container inner) all.append(labels(inner));
        }
        return all.toString();
    }

    /** Tells which inputs cannot be brought into view, or stand over each other. */
    private static String reached(JDialog dialog) throws Exception {
        List<JComponent> inputs = new ArrayList<>();
        collect(dialog, inputs);
        StringBuilder wrong = new StringBuilder();
        for (JComponent input : inputs) {
            // A text field that is asked itself scrolls its text.
            SwingUtilities.invokeAndWait(() -> ((JComponent) input.getParent()).scrollRectToVisible(input.getBounds()));
            Rectangle visible = input.getVisibleRect();
            if (visible.width < input.getWidth() || visible.height < input.getHeight())
                wrong.append("CUT " + input.getName() + " to " + visible + " of " + input.getSize() + " ");
        }
        return wrong.toString().strip();
    }

    private static void collect(Container container, List<JComponent> inputs) {
        for (Component part : container.getComponents()) {
            if (part instanceof JLabel label && label.getLabelFor() instanceof JComponent input && input.isShowing())
                inputs.add(input);
            if (part instanceof Container inner) collect(inner, inputs);
        }
    }
}
