package org.prompttoprompt.command;

import ij.IJ;
import ij.WindowManager;
import ij.gui.MessageDialog;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JEditorPane;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/** Looks at dialogs as a newcomer does: what is in view, what is folded away, words offered, help, saving. A process of its own. */
final class DialogDriver {
    private static final Properties SEEN = new Properties();

    private DialogDriver() {}

    /** Argument: a folder for screenshots and for what was seen. */
    public static void main(String[] args) {
        Gui.run(args, folder -> {
            try {
                drive(folder);
            } finally {
                try (OutputStream out = Files.newOutputStream(folder.resolve("dialog-seen.txt"))) {
                    SEEN.store(out, null);
                }
            }
        });
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        String size = screen.width + "x" + screen.height;

        SEEN.setProperty("menu", String.join("\n", Gui.entries(Gui.menu(ij.Menus.getMenuBar()))));
        SEEN.setProperty("groovy", "" + ij.Menus.getCommands().get("Copy as Groovy"));
        SEEN.setProperty("example", "" + ij.Menus.getCommands().get("Boy to Girl"));
        SEEN.setProperty("documentation", "" + ij.Menus.getCommands().get("Documentation"));
        IJ.doCommand("Save with Recipe...");
        SEEN.setProperty("without.image", message());
        IJ.doCommand("Words to ROIs...");
        SEEN.setProperty("rois.without.image", message());

        IJ.doCommand("Word Swap...");
        JDialog dialog = dialog();
        Gui.shoot(folder.resolve("dialog-" + size + ".png"));
        SEEN.setProperty("in.view", labels(dialog));
        grows(dialog);
        appends(dialog);
        press(dialog, "\u25b8 Advanced");
        Gui.await(
                () -> Gui.find(dialog, JLabel.class, l -> l.getText().startsWith("Steps") && l.isShowing())
                        .isPresent(),
                "steps");
        Gui.shoot(folder.resolve("dialog-advanced-" + size + ".png"));
        SEEN.setProperty("advanced", labels(dialog));
        SEEN.setProperty("steps", ((JTextField) Gui.input(dialog, "steps")).getText());
        SEEN.setProperty("self", ((JTextField) Gui.input(dialog, "selfattention")).getText());
        SEEN.setProperty("sampler", "" + ((JComboBox<?>) Gui.input(dialog, "scheduler")).getSelectedItem());
        SEEN.setProperty(
                "inside", "" + new java.awt.Rectangle(screen).contains(dialog.getBounds()) + " " + dialog.getBounds());
        JScrollPane scroll = Gui.find(dialog, JScrollPane.class, one -> true).orElseThrow();
        SwingUtilities.invokeAndWait(() -> {
            Component panel = scroll.getViewport().getView();
            ((javax.swing.JComponent) panel)
                    .scrollRectToVisible(new java.awt.Rectangle(0, panel.getHeight() - 1, 1, 1));
        });
        Gui.shoot(folder.resolve("dialog-scrolled-" + size + ".png"));
        Component last = Gui.input(dialog, "targetsize");
        SEEN.setProperty(
                "reached",
                "" + !((javax.swing.JComponent) last).getVisibleRect().isEmpty());
        SwingUtilities.invokeAndWait(() -> ((javax.swing.JComponent) Gui.input(dialog, "prompt"))
                .scrollRectToVisible(new java.awt.Rectangle(0, 0, 9, 9)));

        JComboBox<?> sampler = (JComboBox<?>) Gui.input(dialog, "scheduler");
        SwingUtilities.invokeAndWait(() -> sampler.setSelectedItem("LCM"));
        JLabel few = (JLabel) Gui.input(dialog, "stepsnote");
        Gui.await(few::isShowing, "the note of few steps");
        SEEN.setProperty("few", ((JTextField) Gui.input(dialog, "steps")).getText() + " steps: " + few.getText());
        JTextField tau = (JTextField) Gui.input(dialog, "tau");
        String before = tau.getText();
        SwingUtilities.invokeAndWait(() -> tau.setText("0:0.1:1"));
        SEEN.setProperty("few.sweep", few.getText());
        Gui.shoot(folder.resolve("dialog-few-" + size + ".png"));
        SwingUtilities.invokeAndWait(() -> {
            tau.setText(before);
            sampler.setSelectedIndex(0);
        });
        SEEN.setProperty("few.not", few.isVisible() + " " + ((JTextField) Gui.input(dialog, "steps")).getText());

        JTextField prompt = (JTextField) Gui.input(dialog, "prompt");
        SwingUtilities.invokeAndWait(() -> prompt.setText("a red bycicle"));
        Gui.await(() -> note(dialog).isPresent(), "the note of an unknown word");
        SEEN.setProperty("unknown", note(dialog).orElseThrow().getText());
        Gui.shoot(folder.resolve("dialog-unknown-" + size + ".png"));
        SwingUtilities.invokeAndWait(() -> note(dialog)
                .orElseThrow()
                .dispatchEvent(new java.awt.event.MouseEvent(
                        note(dialog).orElseThrow(), java.awt.event.MouseEvent.MOUSE_CLICKED, 0, 0, 2, 2, 1, false)));
        SEEN.setProperty("taken", prompt.getText());

        SwingUtilities.invokeAndWait(() -> {
            prompt.setText("a red ");
            prompt.requestFocus();
        });
        Gui.await(prompt::isFocusOwner, "the focus");
        Robot robot = new Robot();
        robot.setAutoDelay(60);
        for (int key : new int[] {KeyEvent.VK_S, KeyEvent.VK_T}) type(robot, key);
        Gui.await(() -> completion().isPresent(), "the completion");
        Gui.shoot(folder.resolve("dialog-completion-" + size + ".png"));
        SEEN.setProperty("completion", elements(completion().orElseThrow()));
        type(robot, KeyEvent.VK_ENTER);
        Gui.await(() -> prompt.getText().equals("a red star"), "the completed word, not " + prompt.getText());
        SEEN.setProperty("completed", prompt.getText() + ", " + dialog.isShowing());

        press(dialog, "Words...");
        Gui.await(() -> words().isPresent(), "the list of words");
        Gui.shoot(folder.resolve("dialog-words-" + size + ".png"));
        SEEN.setProperty("groups", labels(words().orElseThrow()));
        SwingUtilities.invokeAndWait(() -> prompt.setCaretPosition(5));
        press(words().orElseThrow(), "big");
        Gui.await(() -> prompt.getText().equals("a red big star"), "the word from the list, not " + prompt.getText());
        words().orElseThrow().dispose();

        press(dialog, "Help");
        Gui.await(() -> page().isPresent(), "the page");
        JFrame page = page().orElseThrow();
        Gui.shoot(folder.resolve("dialog-help-" + size + ".png"));
        JEditorPane text = Gui.find(page, JEditorPane.class, one -> true).orElseThrow();
        SEEN.setProperty(
                "help",
                page.getTitle() + ": " + text.getDocument().getText(0, 60).strip());
        SEEN.setProperty("help.pictures", "" + text.getText().contains("<img"));
        page.dispose();
        press(dialog, "Cancel");
        Gui.await(() -> Gui.dialog().isEmpty(), "the end of the dialog");

        IJ.doCommand("Live Preview...");
        SEEN.setProperty("preview", "" + ((JComboBox<?>) Gui.input(dialog(), "every")).getSelectedItem());
        Gui.shoot(folder.resolve("dialog-preview-" + size + ".png"));
        press(dialog(), "Cancel");
        Gui.await(() -> Gui.dialog().isEmpty(), "the end of the dialog");

        IJ.runMacro("run('Generate...', 'prompt=[a red ball] steps=2');");
        IJ.doCommand("Words to ROIs...");
        Gui.shoot(folder.resolve("dialog-rois-" + size + ".png"));
        SEEN.setProperty(
                "instances", Gui.input(dialog(), "instances").getClass().getSimpleName());
        press(dialog(), "Cancel");
        Gui.await(() -> Gui.dialog().isEmpty(), "the end of the dialog");
        ij.io.OpenDialog.setDefaultDirectory(folder + "/");
        Files.deleteIfExists(folder.resolve("saved-here.png"));
        WindowManager.getCurrentImage().setTitle("saved-here");
        IJ.doCommand("Save with Recipe...");
        Gui.await(() -> chooser().isPresent(), "the file chooser");
        Gui.shoot(folder.resolve("dialog-save-" + size + ".png"));
        SEEN.setProperty("save", chooser().orElseThrow().getSelectedFile().toString());
        SwingUtilities.invokeLater(() -> chooser().orElseThrow().approveSelection());
        SEEN.setProperty("saved", message());
        SEEN.setProperty("exists", "" + Files.exists(folder.resolve("saved-here.png")));
    }

    /** A note of an unknown word needs no bar to be read. */
    private static void grows(JDialog dialog) throws Exception {
        JTextField prompt = (JTextField) Gui.input(dialog, "prompt");
        String before = prompt.getText();
        int height = dialog.getHeight();
        SwingUtilities.invokeAndWait(() -> prompt.setText("a red bycicle"));
        Gui.await(() -> note(dialog).isPresent(), "the note");
        JScrollPane scroll = Gui.find(dialog, JScrollPane.class, one -> true).orElseThrow();
        BooleanSupplier fits = () ->
                dialog.getHeight() > height && !scroll.getVerticalScrollBar().isShowing();
        for (int i = 0; i < 500 && !fits.getAsBoolean(); i++) Thread.sleep(20);
        SEEN.setProperty("bar", "" + !fits.getAsBoolean());
        SwingUtilities.invokeAndWait(() -> prompt.setText(before));
        Gui.await(() -> note(dialog).isEmpty(), "the end of the note");
    }

    /** Where nobody has put the caret anywhere, a word of the list goes to the end. */
    private static void appends(JDialog dialog) throws Exception {
        JTextField prompt = (JTextField) Gui.input(dialog, "prompt");
        String before = prompt.getText();
        press(dialog, "Words...");
        Gui.await(() -> words().isPresent(), "the list of words");
        press(words().orElseThrow(), "big");
        Gui.await(() -> prompt.getText().equals(before + " big"), "the word at the end, not " + prompt.getText());
        words().orElseThrow().dispose();
        SwingUtilities.invokeAndWait(() -> prompt.setText(before));
    }

    private static void type(Robot robot, int key) {
        robot.keyPress(key);
        robot.keyRelease(key);
    }

    private static void press(Window window, String label) {
        AbstractButton button = Gui.find(window, AbstractButton.class, b -> label.equals(b.getText()))
                .orElseThrow(() -> new IllegalStateException("There is no button " + label));
        SwingUtilities.invokeLater(button::doClick);
    }

    private static JDialog dialog() throws InterruptedException {
        Gui.await(() -> Gui.dialog().isPresent(), "the dialog");
        return Gui.dialog().orElseThrow();
    }

    private static String message() throws Exception {
        Gui.await(() -> Gui.showing(MessageDialog.class).isPresent(), "the message");
        MessageDialog message = Gui.showing(MessageDialog.class).orElseThrow();
        String text = Gui.find(message, ij.gui.MultiLineLabel.class, one -> true)
                .map(label -> label.toString())
                .orElse("");
        boolean dialog = Gui.dialog().isPresent();
        Gui.press(message, "OK");
        Gui.await(() -> Gui.showing(MessageDialog.class).isEmpty(), "the end of the message");
        return "dialog open: " + dialog;
    }

    private static String labels(Container window) {
        StringBuilder all = new StringBuilder();
        collect(window, all);
        return all.toString();
    }

    private static void collect(Container container, StringBuilder all) {
        for (Component part : container.getComponents()) {
            if (part instanceof JLabel label
                    && label.isShowing()
                    && label.getText() != null
                    && !label.getText().isBlank()) all.append(label.getText()).append(" | ");
            if (part instanceof Container inner) collect(inner, all);
        }
    }

    private static Optional<JLabel> note(JDialog dialog) {
        return Gui.find(
                dialog,
                JLabel.class,
                l -> l.isShowing() && String.valueOf(l.getText()).startsWith("The model does not"));
    }

    private static Optional<JList> completion() {
        return Arrays.stream(Window.getWindows())
                .filter(Window::isShowing)
                .flatMap(window ->
                        Gui.find(window, JList.class, list -> "completion".equals(list.getName()) && list.isShowing())
                                .stream())
                .findFirst();
    }

    private static String elements(JList<?> list) {
        return java.util.stream.IntStream.range(0, list.getModel().getSize())
                .mapToObj(i -> "" + list.getModel().getElementAt(i))
                .collect(Collectors.joining(" "));
    }

    private static Optional<JDialog> words() {
        return Arrays.stream(Window.getWindows())
                .filter(window -> window.isShowing() && "words".equals(window.getName()))
                .map(JDialog.class::cast)
                .findFirst();
    }

    private static Optional<JFrame> page() {
        return Arrays.stream(Window.getWindows())
                .filter(window -> window.isShowing()
                        && window instanceof JFrame frame
                        && frame.getTitle().startsWith("Prompt-to-Prompt:"))
                .map(JFrame.class::cast)
                .findFirst();
    }

    private static Optional<JFileChooser> chooser() {
        return Arrays.stream(Window.getWindows())
                .filter(Window::isShowing)
                .flatMap(window -> Gui.find(window, JFileChooser.class, one -> true).stream())
                .findFirst();
    }
}
