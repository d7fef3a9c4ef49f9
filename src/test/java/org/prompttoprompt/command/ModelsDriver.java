package org.prompttoprompt.command;

import ij.IJ;
import java.awt.AWTEvent;
import java.awt.Toolkit;
import java.awt.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JTabbedPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.MenuElement;
import javax.swing.MenuSelectionManager;
import javax.swing.SwingUtilities;
import org.prompttoprompt.command.Gui.Drive;

/** Goes through the window of models as a newcomer does, up to a word swap by the model that came. A process of its own. */
public final class ModelsDriver {
    private static final List<String> SEEN = new ArrayList<>();

    private ModelsDriver() {}

    /** Arguments: a folder for what was seen, the address of a server of models, a folder to install them in, a LoRA, a VAE. */
    public static void main(String[] args) {
        System.setProperty("HF_ENDPOINT", args[1]);
        System.setProperty("prompttoprompt.models", args[2]);
        System.setProperty("prompttoprompt.precision", ""); // what is set for tests
        Drive drive = folder -> drive(folder, args[3], args[4]);
        Gui.run(args, drive);
    }

    private static void drive(Path folder, String lora, String vae) throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Models...");
        Gui.await(() -> Gui.frame("Models"), "the window");
        JFrame window = window();
        JTable table = (JTable) Gui.input(window, "models");
        Gui.await(() -> table.getRowCount() == 2, "the embedded models");
        SEEN.add("at first: " + row(table, 0) + "; " + row(table, 1));
        SwingUtilities.invokeAndWait(() -> table.setRowSelectionInterval(0, 0));
        Gui.shoot(folder.resolve("models-installed.png"));
        SEEN.add("removable: " + Gui.input(window, "Remove...").isEnabled());

        JTabbedPane tabs = (JTabbedPane) Gui.input(window, "tabs");
        SwingUtilities.invokeAndWait(() -> tabs.setSelectedIndex(1));
        Gui.shoot(folder.resolve("models-more.png"));
        SEEN.add("recommended: "
                + ((JTextArea) Gui.input(window, "description"))
                        .getText()
                        .lines()
                        .findFirst()
                        .orElse(""));
        ask(window, "somebody/missing");
        JDialog refused = dialog("Models");
        Gui.shoot(folder.resolve("models-refused.png"));
        Gui.press(refused, "OK");
        Gui.await(() -> !refused.isShowing(), "the end of the refusal");

        ask(window, "somebody/small");
        JDialog licence = dialog("Download small");
        SEEN.add("before consent: " + Gui.input(licence, "download").isEnabled());
        SwingUtilities.invokeAndWait(((JCheckBox) Gui.input(licence, "accept"))::doClick);
        Gui.shoot(folder.resolve("models-licence.png"));
        SwingUtilities.invokeLater(((JButton) Gui.input(licence, "download"))::doClick);
        JDialog done = dialog("Models");
        Gui.shoot(folder.resolve("models-done.png"));
        Gui.press(done, "OK");
        Gui.await(() -> table.getRowCount() == 3 && table.getSelectedRow() == 2, "the new model");
        SEEN.add("installed: " + row(table, 2).replaceAll("\\d{4}-\\d\\d-\\d\\d", "today"));
        SEEN.add("removable: " + Gui.input(window, "Remove...").isEnabled());
        Gui.shoot(folder.resolve("models-after.png"));
        SwingUtilities.invokeAndWait(() -> tabs.setSelectedIndex(2));
        SwingUtilities.invokeLater(((JButton) Gui.input(window, "Start and Look"))::doClick);
        JTextArea engine = (JTextArea) Gui.input(window, "engine");
        Gui.await(() -> engine.getText().contains("Now: PyTorch 2.7.1 computes on "), "the engine");
        Gui.shoot(folder.resolve("models-engine.png"));
        SEEN.add("engine: " + engine.getText().contains("Chosen: CPU."));
        SEEN.add("chosen: " + precision(window, 2, "Half precision (bfloat16"));
        Gui.await(() -> Gui.input(window, "Measure Again").isEnabled(), "the end of what was done before");
        SwingUtilities.invokeLater(((JButton) Gui.input(window, "Measure Again"))::doClick);
        JDialog measured = dialog("Models");
        Gui.shoot(folder.resolve("models-measured.png"));
        Gui.press(measured, "OK");
        Gui.await(() -> engine.getText().contains("\nKept from a measurement on cpu, "), "what was measured");
        SwingUtilities.invokeAndWait(window::dispose);
        Toolkit.getDefaultToolkit().addAWTEventListener(ModelsDriver::shows, AWTEvent.HIERARCHY_EVENT_MASK);
        IJ.doCommand("Models...");
        Gui.await(() -> Gui.frame("Models"), "the window again");
        JFrame again = window();
        Gui.await(() -> Gui.input(again, "Download...").isEnabled(), "the list of models");
        SEEN.add("opened again: " + ((JComboBox<?>) Gui.input(again, "precision")).getSelectedItem());
        SEEN.add("chosen: " + precision(again, 1, "All is computed in single"));
        SEEN.add("chosen: " + precision(again, 0, "Models of your own compute in half"));
        SwingUtilities.invokeAndWait(again::dispose);

        IJ.runMacro("run('Models...', 'action=add model=[" + lora + "] name=ink');");
        IJ.runMacro("run('Models...', 'action=add model=[" + vae + "] name=tiny-vae');");
        IJ.doCommand("Word Swap...");
        Gui.await(() -> Gui.dialog().isPresent(), "the dialog");
        JDialog dialog = Gui.dialog().orElseThrow();
        pick(dialog, "model", 2, folder);
        SwingUtilities.invokeAndWait(() -> advanced(dialog).doClick());
        pick(dialog, "vae", 0, folder);
        pick(dialog, "embeddings", 0, folder);
        pick(dialog, "lora", 0, folder);
        SwingUtilities.invokeAndWait(() -> field(dialog, "lora").setText("ink 0.5;"));
        pick(dialog, "lora", 0, folder);
        Gui.shoot(folder.resolve("models-picked.png"));
        SwingUtilities.invokeAndWait(dialog::dispose);
        IJ.runMacro("run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] tau=0.5 steps=2 model=small');");
        SEEN.add("drawn: " + ij.WindowManager.getCurrentImage().getStackSize() + " slices");
        Files.write(folder.resolve("models-seen.txt"), SEEN);
    }

    /** Hears of a component that shows: what could be pressed in the window before it looks for models would get lost. */
    private static void shows(AWTEvent event) {
        boolean opens =
                event.getSource() instanceof JFrame frame && "models".equals(frame.getName()) && frame.isShowing();
        if (opens)
            SEEN.add("shows usable: "
                    + Gui.input((JFrame) event.getSource(), "Download...").isEnabled());
    }

    private static JFrame window() {
        return Arrays.stream(Window.getWindows())
                .filter(w -> w.isShowing() && "models".equals(w.getName()))
                .map(JFrame.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Chooses one, waits until the tab says so, and returns what is kept for the next start. */
    private static String precision(JFrame window, int place, String said) throws Exception {
        JComboBox<?> box = (JComboBox<?>) Gui.input(window, "precision");
        boolean[] chosen = {false};
        // At once, as a click is: what cannot be used takes no choice.
        Gui.await(
                () -> Gui.onEvents(() -> {
                    if (chosen[0] || !box.isEnabled()) return chosen[0];
                    box.setSelectedIndex(place);
                    return chosen[0] = true;
                }),
                "the end of what was done before");
        JDialog told = dialog("Models");
        Gui.press(told, "OK");
        Gui.await(() -> !told.isShowing(), "the end of what is told");
        JTextArea engine = (JTextArea) Gui.input(window, "engine");
        Gui.await(() -> engine.getText().contains("Chosen: CPU. " + said), said);
        return Files.readString(Path.of(System.getProperty("user.home"), ".prompt-to-prompt/precision.txt"));
    }

    /** Picks what stands at a place of the menu beside a field. */
    private static void pick(JDialog dialog, String key, int place, Path folder) throws Exception {
        javax.swing.JComponent input = Gui.input(dialog, key);
        SwingUtilities.invokeAndWait(() -> input.scrollRectToVisible(input.getBounds()));
        SwingUtilities.invokeAndWait(((JButton) Gui.input(dialog, "choose " + key))::doClick);
        Gui.shoot(folder.resolve("models-choose-" + key + ".png"));
        JPopupMenu menu = menu();
        SEEN.add("offered as " + key + ": "
                + Arrays.stream(menu.getSubElements()).map(ModelsDriver::text).toList());
        SwingUtilities.invokeAndWait(() -> {
            ((JMenuItem) menu.getSubElements()[place]).doClick();
            MenuSelectionManager.defaultManager().clearSelectedPath();
        });
        SEEN.add("chosen: " + field(dialog, key).getText());
    }

    private static javax.swing.JToggleButton advanced(JDialog dialog) {
        return (javax.swing.JToggleButton) Gui.input(dialog, "advanced");
    }

    private static void ask(JFrame window, String model) throws Exception {
        JTextField what = (JTextField) Gui.input(window, "what");
        Gui.await(() -> Gui.input(window, "Download...").isEnabled(), "the end of what was done before");
        SwingUtilities.invokeAndWait(() -> what.setText(model));
        SwingUtilities.invokeLater(((JButton) Gui.input(window, "Download..."))::doClick);
    }

    private static JDialog dialog(String title) throws Exception {
        JDialog[] found = new JDialog[1];
        Gui.await(
                () -> Arrays.stream(Window.getWindows())
                        .filter(w -> w instanceof JDialog d && d.isShowing() && title.equals(d.getTitle()))
                        .map(JDialog.class::cast)
                        .peek(d -> found[0] = d)
                        .findFirst()
                        .isPresent(),
                title);
        return found[0];
    }

    private static JPopupMenu menu() {
        return (JPopupMenu) MenuSelectionManager.defaultManager().getSelectedPath()[0];
    }

    private static String text(MenuElement item) {
        return item instanceof JMenuItem entry ? entry.getText() : "";
    }

    private static JTextField field(JDialog dialog, String key) {
        return Gui.find(Gui.input(dialog, key), JTextField.class, field -> true).orElseThrow();
    }

    private static String row(JTable table, int row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < table.getColumnCount(); i++) texts.add("" + table.getValueAt(row, i));
        return String.join(", ", texts);
    }
}
