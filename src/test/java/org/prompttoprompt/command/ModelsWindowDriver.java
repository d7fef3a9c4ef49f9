package org.prompttoprompt.command;

import ij.IJ;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.datatransfer.DataFlavor;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JProgressBar;
import javax.swing.JTabbedPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.prompttoprompt.command.Gui.Drive;

/** Stops a download in the window of models and goes on with it, and is refused; a process of its own. */
public final class ModelsWindowDriver {
    private static final List<String> SEEN = new ArrayList<>();

    private ModelsWindowDriver() {}

    /** Arguments: a folder for what was seen, the address of a server of models, a folder to install them in. */
    public static void main(String[] args) {
        System.setProperty("HF_ENDPOINT", args[1]);
        System.setProperty("prompttoprompt.models", args[2]);
        Drive drive = ModelsWindowDriver::drive;
        Gui.run(args, drive);
    }

    private static void drive(Path folder) throws Exception {
        ij.ImageJ.main(new String[0]);
        IJ.doCommand("Models...");
        Gui.await(() -> Gui.frame("Models"), "the window");
        JFrame window = (JFrame) Gui.showing(JFrame.class)
                .filter(f -> "models".equals(f.getName()))
                .orElseThrow();
        JTable table = (JTable) Gui.input(window, "models");
        Gui.await(
                () -> table.getRowCount() == 6,
                "the embedded models, one of the cache and three that are not finished");
        clear(window, table, folder);
        Gui.await(() -> table.getRowCount() == 3, "the embedded models and one of the cache");
        int opened = window.getWidth();
        table(window, table, folder);

        SEEN.add("libraries removable: "
                + Gui.input(window, "Remove GPU Libraries").isEnabled());
        JTabbedPane tabs = (JTabbedPane) Gui.input(window, "tabs");
        SwingUtilities.invokeAndWait(() -> tabs.setSelectedIndex(1));
        typed(window, "");
        typed(window, "somebody/private");
        download(window);
        JDialog refused = dialog("Models");
        Gui.shoot(folder.resolve("models-private.png"));
        SEEN.add("private: "
                + text(refused).replaceAll("(?s).*(For a private one.*)", "$1").replaceAll("\\s+", " "));
        escape(refused);

        JTextField token = (JTextField) Gui.input(window, "token");
        SwingUtilities.invokeAndWait(() -> token.setText("hf_my secret"));
        download(window);
        JDialog wrong = dialog("Models");
        SEEN.add("token: " + text(wrong).replaceAll("<[^>]*>", "").replaceAll("\\s+", " "));
        escape(wrong);
        SwingUtilities.invokeAndWait(() -> token.setText(""));
        typed(window, "somebody/huge");
        download(window);
        JDialog huge = dialog("Download huge");
        SEEN.add("huge: " + plan(huge) + ", " + ticks(huge));
        Gui.shoot(folder.resolve("models-no-room.png"));
        escape(huge);

        typed(window, "somebody/small");
        download(window);
        JDialog first = dialog("Download small");
        SEEN.add("offered: " + plan(first) + ", " + ticks(first));
        Gui.shoot(folder.resolve("models-room.png"));
        escapeMenu(first);
        escape(first);
        stop(window, table, folder);
        goOn(window, table, folder);
        typed(window, "sd-turbo");
        SEEN.add("short ones cut at 900: "
                + cut(table).stream()
                        .filter(List.of("Size", "Precision", "From")::contains)
                        .toList());
        Gui.shoot(folder.resolve("models-900-more.png"));
        resize(window, opened);
        SEEN.add("cut with what came: " + cut(table));
        Gui.shoot(folder.resolve("models-wide-more.png"));
        typed(window, "somebody/small");
        download(window);
        JDialog taken = dialog("Download small");
        SEEN.add("installed: " + plan(taken) + ", " + ticks(taken));
        escape(taken);
        SwingUtilities.invokeAndWait(() -> tabs.setSelectedIndex(0));
        add(window, table, "a", "", folder);
        add(window, table, "b", "ink-b", folder);
        forget(window, table, folder);
        Files.write(folder.resolve("models-window-seen.txt"), SEEN);
    }

    /** Adds a file of a folder, by its own name or by another. */
    private static void add(JFrame window, JTable table, String from, String name, Path folder) throws Exception {
        File file = new File(System.getProperty("prompttoprompt.models") + "/../loras/" + from + "/ink.safetensors");
        JButton add = (JButton) Gui.input(window, "Add...");
        Gui.await(add::isEnabled, "the end of what was done before");
        SwingUtilities.invokeLater(add::doClick);
        JDialog choosing = dialog("Add a model: its folder, or one file");
        SwingUtilities.invokeAndWait(() -> {
            JFileChooser chooser =
                    Gui.find(choosing, JFileChooser.class, c -> true).orElseThrow();
            chooser.setSelectedFile(file.getAbsoluteFile());
            chooser.approveSelection();
        });
        JDialog named = dialog("Add a Model");
        JTextField field = (JTextField) Gui.input(named, "name");
        SEEN.add(from + " as " + field.getText() + ": " + ((JTextArea) Gui.input(named, "problem")).getText());
        Gui.shoot(folder.resolve("models-add-" + from + ".png"));
        if (!name.isEmpty()) SwingUtilities.invokeAndWait(() -> field.setText(name));
        Gui.press(named, "Add");
        JDialog told = dialog("Models");
        Gui.press(told, "OK");
        Gui.await(() -> Gui.onEvents(() -> add.isEnabled() && table.getSelectedRow() >= 0), "the list");
        SwingUtilities.invokeAndWait(() -> SEEN.add("selected: " + table.getValueAt(table.getSelectedRow(), 0)));
    }

    /** Looks into a folder, and no more. */
    private static void forget(JFrame window, JTable table, Path folder) throws Exception {
        File loras = new File(System.getProperty("prompttoprompt.models") + "/../loras").getCanonicalFile();
        folders(window, "Find in a Folder...");
        JDialog choosing = dialog("Find models: the folder of another program");
        SwingUtilities.invokeAndWait(() -> {
            JFileChooser chooser =
                    Gui.find(choosing, JFileChooser.class, c -> true).orElseThrow();
            chooser.setSelectedFile(loras);
            chooser.approveSelection();
        });
        Gui.press(dialog("Models"), "OK");
        String file = new File(loras, "a/ink.safetensors").getPath();
        Gui.await(() -> Gui.onEvents(() -> details(window, table, file)), "what was found");
        SEEN.add("found can be removed: " + Gui.input(window, "Remove...").isEnabled());
        folders(window, "Stop Looking in " + loras + "...");
        JDialog question = dialog("Models");
        String asked = text(question).replace(loras.getPath(), "loras").replace("\n", " ");
        SEEN.add("asked: " + asked + " " + buttons(question));
        Gui.shoot(folder.resolve("models-forget.png"));
        Gui.press(question, "Stop Looking");
        Gui.await(() -> !question.isShowing(), "the answer");
        Gui.press(dialog("Models"), "OK");
        JButton last = (JButton) Gui.input(window, "Refresh");
        Gui.await(() -> Gui.onEvents(() -> last.isEnabled() && !details(window, table, file)), "the list without it");
        SEEN.add("its file is there: " + new File(file).exists());
    }

    private static void folders(JFrame window, String item) throws Exception {
        JButton button = (JButton) Gui.input(window, "Folders...");
        Gui.await(button::isEnabled, "the end of what was done before");
        SwingUtilities.invokeLater(() -> {
            button.doClick();
            JPopupMenu menu = button.getComponentPopupMenu();
            menu.setVisible(false);
            Arrays.stream(menu.getComponents())
                    .filter(one -> one instanceof JMenuItem entry && item.equals(entry.getText()))
                    .forEach(one -> ((JMenuItem) one).doClick());
        });
    }

    /** Selects what lies at a place and was found there, and returns whether that is in the list and nothing else goes on. */
    private static boolean details(JFrame window, JTable table, String file) {
        JTextArea details = (JTextArea) Gui.input(window, "details");
        for (int row = 0; row < table.getRowCount(); row++) {
            table.setRowSelectionInterval(row, row);
            if (details.getText().startsWith("Macros: lora=" + file))
                return Gui.input(window, "Refresh").isEnabled();
        }
        return false;
    }

    private static void copy(JFrame window, JTable table, String button) throws Exception {
        SwingUtilities.invokeAndWait(() -> {
            int row = 0;
            while (!"somebody/cached".equals(table.getValueAt(row, 0))) row++;
            table.setRowSelectionInterval(row, row);
            JButton copy = (JButton) Gui.input(window, "Copy...");
            copy.doClick();
            JPopupMenu menu = copy.getComponentPopupMenu();
            SEEN.add("its menu: " + menu.isShowing());
            Arrays.stream(menu.getSubElements())
                    .map(item -> (JMenuItem) item.getComponent())
                    .filter(item -> button.equals(item.getText()))
                    .forEach(JMenuItem::doClick);
            menu.setVisible(false);
        });
        SEEN.add(
                button + ": " + Toolkit.getDefaultToolkit().getSystemClipboard().getData(DataFlavor.stringFlavor));
    }

    private static void table(JFrame window, JTable table, Path folder) throws Exception {
        copy(window, table, "Copy Name");
        copy(window, table, "Copy for Macro");
        SEEN.add("columns: "
                + IntStream.range(0, table.getColumnCount())
                        .mapToObj(table::getColumnName)
                        .toList());
        Gui.shoot(folder.resolve("models-wide.png"));
        SEEN.add("cut when opened: " + cut(table));
        resize(window, 900);
        Gui.shoot(folder.resolve("models-900.png"));
        JButton last = (JButton) Gui.input(window, "Refresh");
        SEEN.add("the last button in sight: "
                + (last.getX() + last.getWidth() <= last.getParent().getWidth()
                        && last.getY() + last.getHeight() <= last.getParent().getHeight()));
        Rectangle cell = table.getCellRect(0, 1, false);
        Point at = new Point((int) cell.getCenterX(), (int) cell.getCenterY());
        SEEN.add("tip: "
                + table.getToolTipText(new MouseEvent(table, MouseEvent.MOUSE_MOVED, 0, 0, at.x, at.y, 0, false)));
    }

    private static void resize(JFrame window, int width) throws Exception {
        SwingUtilities.invokeAndWait(() -> {
            window.setSize(width, window.getHeight());
            window.validate();
        });
        Thread.sleep(300);
    }

    /** Returns the columns of which some cell or the title needs more than there is. */
    private static List<String> cut(JTable table) {
        return IntStream.range(0, table.getColumnCount())
                .filter(c -> IntStream.range(0, table.getRowCount())
                        .anyMatch(r -> table.prepareRenderer(table.getCellRenderer(r, c), r, c)
                                        .getPreferredSize()
                                        .width
                                > table.getCellRect(r, c, false).width))
                .mapToObj(table::getColumnName)
                .toList();
    }

    private static void stop(JFrame window, JTable table, Path folder) throws Exception {
        download(window);
        JDialog licence = dialog("Download small");
        box(licence);
        SEEN.add("accepted: " + ticks(licence));
        SwingUtilities.invokeLater(((JButton) Gui.input(licence, "download"))::doClick);
        JProgressBar bar = (JProgressBar) Gui.input(window, "progress");
        Gui.await(() -> bar.getString().contains("/s, "), "the speed");
        Gui.shoot(folder.resolve("models-speed.png"));
        SEEN.add("bar: "
                + bar.getString()
                        .replaceAll("[\\d.]+ [kM]B of", "n of")
                        .replaceAll("[\\d.]+ [kM]B/s", "n/s")
                        .replaceAll("\\d+:\\d\\d left", "m:ss left"));
        SwingUtilities.invokeLater(((JButton) Gui.input(window, "stop"))::doClick);
        Gui.await(() -> stopped(window, bar), "the end");
        SEEN.add("stopped: " + bar.getString().replaceAll("[\\d.]+ [kM]B of 22", "n of 22"));
        SEEN.add("listed: "
                + IntStream.range(0, table.getRowCount())
                        .mapToObj(row -> table.getValueAt(row, 0) + ", " + table.getValueAt(row, 1))
                        .toList());
        Gui.shoot(folder.resolve("models-stopped.png"));
    }

    /** Between two jobs of the event thread, that the end of one work and the begin of the next are not taken apart. */
    private static boolean stopped(JFrame window, JProgressBar bar) {
        boolean[] ended = {false};
        try {
            SwingUtilities.invokeAndWait(() -> ended[0] = bar.getString().startsWith("Stopped")
                    && Gui.input(window, "Download...").isEnabled());
        } catch (InterruptedException | java.lang.reflect.InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
        return ended[0];
    }

    private static void goOn(JFrame window, JTable table, Path folder) throws Exception {
        download(window);
        JDialog again = dialog("Download small");
        Gui.shoot(folder.resolve("models-again.png"));
        SEEN.add("asked again: "
                + ((JCheckBox) Gui.input(again, "accept")).getText().replaceAll("\\d{4}-\\d\\d-\\d\\d", "today")
                + ", " + ticks(again) + ", " + plan(again));
        box(again);
        SEEN.add("not accepted: " + ticks(again));
        box(again);
        SwingUtilities.invokeLater(((JButton) Gui.input(again, "download"))::doClick);
        JDialog done = dialog("Models");
        Gui.press(done, "OK");
        Gui.await(
                () -> IntStream.range(0, table.getRowCount())
                        .anyMatch(row -> "small".equals(table.getValueAt(row, 0))
                                && "installed".equals(table.getValueAt(row, table.getColumnCount() - 1))),
                "the new model");
    }

    /** Returns whether the licence can be accepted, whether it is, and whether the download can begin. */
    private static String ticks(JDialog dialog) {
        JCheckBox accept = (JCheckBox) Gui.input(dialog, "accept");
        return (accept.isEnabled() ? "box " : "no box ") + (accept.isSelected() ? "ticked" : "empty") + ", download "
                + (Gui.input(dialog, "download").isEnabled() ? "on" : "off");
    }

    private static void box(JDialog dialog) throws Exception {
        SwingUtilities.invokeAndWait(((JCheckBox) Gui.input(dialog, "accept"))::doClick);
    }

    /** Three downloads were begun before the window opened. */
    private static void clear(JFrame window, JTable table, Path folder) throws Exception {
        for (String answer : List.of("Cancel", "Only this", "All 2")) {
            SwingUtilities.invokeAndWait(() -> {
                int row = 0;
                while (!"unfinished".equals(table.getValueAt(row, 1))) row++;
                table.setRowSelectionInterval(row, row);
            });
            JButton remove = (JButton) Gui.input(window, "Remove...");
            Gui.await(remove::isEnabled, "the end of what was done before");
            SwingUtilities.invokeLater(remove::doClick);
            JDialog question = dialog("Models");
            Gui.shoot(folder.resolve("models-clear.png"));
            SEEN.add("asked: " + text(question) + " " + buttons(question));
            Gui.press(question, answer);
            Gui.await(() -> !question.isShowing(), "the answer");
            if (!answer.equals("Cancel")) {
                JDialog told = dialog("Models");
                SEEN.add("told: " + text(told).replaceAll("\\d+ kB", "n kB").replaceAll("<[^>]*>", ""));
                Gui.press(told, "OK");
                Gui.await(() -> !told.isShowing(), "the end of what is told");
            }
            Gui.await(remove::isVisible, "the window");
            Thread.sleep(300);
            Gui.await(() -> Gui.input(window, "Refresh").isEnabled(), "the list");
            SEEN.add("after " + answer + ": " + unfinished(table));
        }
    }

    private static List<Object> unfinished(JTable table) throws Exception {
        List<Object> names = new ArrayList<>();
        SwingUtilities.invokeAndWait(() -> {
            for (int row = 0; row < table.getRowCount(); row++)
                if ("unfinished".equals(table.getValueAt(row, 1))) names.add(table.getValueAt(row, 0));
        });
        return names;
    }

    private static List<String> buttons(JDialog dialog) {
        List<String> labels = new ArrayList<>();
        Gui.find(dialog, JButton.class, button -> {
            labels.add(button.getText() + (button.isDefaultButton() ? " (Enter)" : ""));
            return false;
        });
        return labels;
    }

    /** Returns what a dialog tells of the download, without what this computer's disk is. */
    private static String plan(JDialog dialog) {
        return ((JLabel) Gui.input(dialog, "plan"))
                .getText()
                .replaceAll("[\\d.]+ [kM]B of 22", "n of 22")
                .replaceAll("[\\d.]+ [MGT]B free in [^,]*/models", "x free in models");
    }

    private static void typed(JFrame window, String model) throws Exception {
        JTextField what = (JTextField) Gui.input(window, "what");
        JTextArea description = (JTextArea) Gui.input(window, "description");
        if (!model.isEmpty()) SwingUtilities.invokeAndWait(() -> what.setText(model));
        SwingUtilities.invokeAndWait(() -> SEEN.add(what.getText() + " in the field: "
                + ((JList<?>) Gui.input(window, "recommended")).getSelectedIndex() + ", "
                + description.getText().lines().findFirst().orElse("nothing")));
    }

    private static void download(JFrame window) throws Exception {
        JButton button = (JButton) Gui.input(window, "Download...");
        Gui.await(button::isEnabled, "the end of what was done before");
        SwingUtilities.invokeLater(button::doClick);
    }

    /** An open menu alone is closed by the key. */
    private static void escapeMenu(JDialog dialog) throws Exception {
        JPopupMenu menu = new JPopupMenu();
        menu.add("a choice");
        Gui.await(dialog::isFocused, "the focus of " + dialog.getTitle());
        SwingUtilities.invokeAndWait(() -> menu.show(dialog.getContentPane(), 10, 10));
        press();
        for (int i = 0; i < 500 && menu.isShowing(); i++) Thread.sleep(20);
        Thread.sleep(300);
        SEEN.add("its menu is closed by Escape: " + !menu.isShowing() + ", it stays: " + dialog.isShowing());
    }

    private static void press() throws Exception {
        Robot robot = new Robot();
        robot.keyPress(KeyEvent.VK_ESCAPE);
        robot.keyRelease(KeyEvent.VK_ESCAPE);
    }

    private static void escape(JDialog dialog) throws Exception {
        Gui.await(dialog::isFocused, "the focus of " + dialog.getTitle());
        press();
        for (int i = 0; i < 500 && dialog.isShowing(); i++) Thread.sleep(20);
        SEEN.add("closed by Escape: " + !dialog.isShowing());
        if (dialog.isShowing()) SwingUtilities.invokeAndWait(dialog::dispose);
    }

    private static String text(JDialog dialog) {
        return Gui.find(dialog, javax.swing.JOptionPane.class, pane -> true)
                .map(pane -> String.valueOf(pane.getMessage()))
                .orElse("");
    }

    private static JDialog dialog(String title) throws Exception {
        JDialog[] found = new JDialog[1];
        Gui.await(
                () -> {
                    Optional<Window> one = Arrays.stream(Window.getWindows())
                            .filter(w -> w instanceof JDialog d && d.isShowing() && title.equals(d.getTitle()))
                            .findFirst();
                    one.ifPresent(w -> found[0] = (JDialog) w);
                    return one.isPresent();
                },
                title);
        return found[0];
    }
}
