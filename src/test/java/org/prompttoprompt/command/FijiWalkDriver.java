package org.prompttoprompt.command;

import java.awt.Component;
import java.awt.Container;
import java.awt.Window;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.swing.AbstractButton;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JList;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

/**
 * Walks through an ImageJ2 as a person does: menu, dialog, refusal, Recorder, replay, batch mode, search bar, script
 * editor, Run Again, and quits while that runs. A process of its own; it writes what it sees, line by line.
 */
final class FijiWalkDriver {
    private static final int RUNS_MILLIS = 3000;
    private static final int LONGEST_QUIT_MILLIS = 240_000;
    private static final List<String> SEEN = new ArrayList<>();

    private FijiWalkDriver() {}

    /** Arguments: a folder for screenshots and for what was seen; the host's main class. */
    public static void main(String[] args) throws Exception {
        // ImageJ 1.x must not be loaded before it is patched.
        Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        Gui.run(args, folder -> {
            try {
                Walk.awaitStart();
                Walk.through(folder);
            } catch (Exception e) {
                Gui.shootNow(folder.resolve("fiji-stuck.png"));
                throw e;
            } finally {
                Files.write(folder.resolve("fiji-walk-seen.txt"), SEEN);
            }
            Walk.quit(folder);
        });
    }

    /** A class of its own, since its verification loads ImageJ. */
    private static final class Walk {
        private static void awaitStart() throws Exception {
            Gui.await(() -> ij.IJ.getInstance() != null && ij.IJ.getInstance().isShowing(), "ImageJ's window");
        }

        private static void through(Path folder) throws Exception {
            Gui.await(() -> ij.Menus.getCommands().get("Word Swap...") != null, "the menu");
            SEEN.add("menu: " + ij.Menus.getCommands().get("Word Swap..."));
            Files.write(folder.resolve("fiji-menu.txt"), Gui.entries(Gui.menu(ij.Menus.getMenuBar())));
            ij.IJ.doCommand("Words to ROIs...");
            Gui.await(() -> message().isPresent() || !dialogs().isEmpty(), "what an image is missed by");
            SEEN.add("without an image: " + (message().isPresent() ? "told at once" : "asked"));
            Gui.press(message().orElseThrow(), "OK");
            ij.IJ.run("Record...");
            Gui.await(() -> ij.plugin.frame.Recorder.getInstance() != null, "the recorder");
            String before = recorder();

            ij.IJ.doCommand("Word Swap...");
            await("the dialog", one -> find(one, part -> "prompt".equals(part.getName())) != null);
            aModuleOfTheHostEnds();
            SEEN.add("in view: " + labels(dialogs().get(0)));
            Gui.shoot(folder.resolve("fiji-dialog.png"));
            press("\u25b8 Advanced");
            Gui.shoot(folder.resolve("fiji-dialog-advanced.png"));
            SEEN.add("steps: "
                    + ((JTextField) find(dialogs().get(0), part -> "steps".equals(part.getName()))).getText());
            press("Words...");
            JDialog words = await("the words", one -> "words".equals(one.getName()));
            Gui.shoot(folder.resolve("fiji-words.png"));
            words.dispose();
            press("Help");
            Gui.await(() -> Gui.frame("Prompt-to-Prompt: Word Swap..."), "the page");
            Gui.shoot(folder.resolve("fiji-help.png"));
            Arrays.stream(java.awt.Frame.getFrames())
                    .filter(frame -> "Prompt-to-Prompt: Word Swap...".equals(frame.getTitle()))
                    .forEach(Window::dispose);
            press("\u25be Advanced");
            type("a cat riding on a bicycle", "an astronaut on the moon");
            type("a cat riding on a car", "an astronaut on the zebra");
            press("OK");
            Gui.await(() -> message().isPresent(), "the refusal");
            Gui.shoot(folder.resolve("fiji-refusal.png"));
            Gui.press(message().orElseThrow(), "OK");
            type("an astronaut on the moon", "a red ball");
            SEEN.add("the dialog came back");
            SEEN.add("recorded of refused: '"
                    + recorder().substring(before.length()).strip() + "'");
            Gui.shoot(folder.resolve("fiji-again.png"));
            press("Cancel");
            Gui.await(() -> dialogs().isEmpty(), "the end of the dialog");
            Thread.sleep(1500);
            SEEN.add("recorded of cancelled: '"
                    + recorder().substring(before.length()).strip() + "'");

            ij.IJ.doCommand("Word Swap...");
            type("a cat riding on a bicycle", "a red ball");
            type("a cat riding on a car", "a blue ball");
            type("42", "7, 8");
            press("OK");
            Gui.await(() -> dialogs().isEmpty(), "the end of the dialog");
            aModuleOfTheHostEnds();
            Gui.await(() -> recorder().contains("run(\"Word Swap...\", \"prompt=[a red ball]"), "the recorded line");
            Gui.await(() -> ij.WindowManager.getImageCount() == 2, "the stack and its plot");
            SEEN.add("active: " + title());
            Thread.sleep(1500);
            SEEN.add("enlarged: "
                    + Math.round(
                            100 * ij.WindowManager.getCurrentImage().getCanvas().getMagnification()));
            SEEN.add("windows over each other: " + hidden());
            Gui.shoot(folder.resolve("fiji-result.png"));
            ij.IJ.doCommand("Metrics");
            Gui.await(() -> recorder().contains("run(\"Metrics\");"), "the recorded Metrics");
            Thread.sleep(1500);
            SEEN.add("active after Metrics: " + title());
            Gui.shoot(folder.resolve("fiji-metrics.png"));
            String recorded = recorder().substring(before.length());
            Files.writeString(folder.resolve("fiji-recorded.txt"), recorded);

            SEEN.add("recorded: " + (recorded.split("Word Swap", -1).length - 1) + " line");

            ij.IJ.runMacro("close('*');");
            String replayed = ij.IJ.runMacro(recorded + "\nreturn getTitle() + ', ' + nSlices;");
            SEEN.add("replayed: " + replayed);
            macro(
                    folder,
                    "batch",
                    "newImage('mine', '8-bit', 8, 8, 1); setBatchMode(true);"
                            + " run('Generate...', 'prompt=[a red ball] steps=2'); told = getTitle(); close(); told += ', ' + getTitle(); close();");
            macro(folder, "refused", "told = 'went on'; run('Generate...', 'prompt=[a red zebra] steps=2');");
            SEEN.add("windows: " + dialogs().size());
            SEEN.add("console opened by the refusal: " + Gui.frame("Console"));
            searchBar(folder);
            scriptEditor(folder);
            ij.IJ.runMacro("close('*');");
            look(folder, "fiji-attention.png", "Attention Maps...", "prompt=[a red ball on the grass at night]");
            look(folder, "fiji-film.png", "Denoising Film...", "prompt=[a red ball on the grass] words=ball steps=4");
            ij.IJ.runMacro("close('*');");
            look(folder, "fiji-ball.png", "Generate...", "prompt=[a red ball on the grass]");
            look(folder, "fiji-rois.png", "Words to ROIs...", "instances=yes");
            look(folder, "fiji-ball.png", "Generate...", "prompt=[a red ball]");
        }

        /** A host has modules of its own, such as the look for updates, which write what the Recorder is at when they end. */
        private static void aModuleOfTheHostEnds() {
            ij.plugin.frame.Recorder.saveCommand();
        }

        /** Types the name of a command and presses Enter. */
        private static void searchBar(Path folder) throws Exception {
            JTextField bar = (JTextField) find(ij.IJ.getInstance(), part -> isA(part, "SwingSearchBar"));
            SwingUtilities.invokeAndWait(() -> {
                bar.requestFocus();
                bar.setText("word swap");
            });
            JDialog found = await("the results", one -> one.getTitle().equals("Quick Search"));
            JList<?> list = (JList<?>) find(found, JList.class::isInstance);
            Gui.await(() -> results(list).contains("Word Swap..."), "the command among the results");
            Gui.shoot(folder.resolve("fiji-search.png"));
            SEEN.add("found by the search bar: "
                    + results(list).stream().filter("Word Swap..."::equals).count());
            SwingUtilities.invokeLater(bar::postActionEvent);
            await("the dialog", one -> "command".equals(one.getName()));
            press("Cancel");
            SwingUtilities.invokeAndWait(found::dispose);
        }

        private static boolean isA(Component part, String name) {
            for (Class<?> type = part.getClass(); type != null; type = type.getSuperclass())
                if (type.getSimpleName().equals(name)) return true;
            return false;
        }

        private static List<String> results(JList<?> list) {
            List<String> names = new ArrayList<>();
            try {
                Method name = Class.forName("org.scijava.search.SearchResult").getMethod("name");
                for (int i = 0; i < list.getModel().getSize(); i++)
                    names.add("" + name.invoke(list.getModel().getElementAt(i)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            return names;
        }

        /** Opens a script in the editor and presses Run. */
        private static void scriptEditor(Path folder) throws Exception {
            Path script = Files.writeString(folder.resolve("fiji-script.groovy"), """
                    #@ P2PService p2p
                    #@output Object image
                    image = p2p.generate("a blue cube")
                    """);
            ij.IJ.open(script.toString());
            Gui.await(() -> editor().isPresent(), "the script editor");
            JFrame editor = editor().orElseThrow();
            Gui.await(() -> find(editor, part -> isRun(part)) != null, "its button Run");
            SwingUtilities.invokeAndWait(() -> ((AbstractButton) find(editor, part -> isRun(part))).doClick());
            Gui.await(
                    () -> ij.WindowManager.getCurrentImage() != null && title().equals("a blue cube"),
                    "the script's image");
            Gui.await(
                    () -> ij.WindowManager.getCurrentImage().getCanvas() != null
                            && ij.WindowManager.getCurrentImage().getCanvas().getMagnification() == 3,
                    "the enlarged image");
            Gui.shoot(folder.resolve("fiji-script.png"));
            SEEN.add("by a script: " + title());
            editor.dispose();
        }

        private static Optional<JFrame> editor() {
            return Arrays.stream(java.awt.Frame.getFrames())
                    .filter(frame -> frame instanceof JFrame && frame.isShowing())
                    .filter(frame -> frame.getTitle().contains("fiji-script.groovy"))
                    .map(JFrame.class::cast)
                    .findFirst();
        }

        private static boolean isRun(Component part) {
            return part instanceof AbstractButton button && "Run".equals(button.getText()) && button.isShowing();
        }

        private static void look(Path folder, String picture, String command, String options) throws Exception {
            ij.IJ.runMacro("run('" + command + "', '" + options + "');");
            SEEN.add(command + " " + title());
            Gui.shoot(folder.resolve(picture));
        }

        /** Returns how many images' windows lie over one another, by more than their frames. */
        private static int hidden() {
            int hidden = 0;
            int[] ids = ij.WindowManager.getIDList();
            for (int i : ids) {
                for (int j : ids) {
                    java.awt.Rectangle common = ij.WindowManager.getImage(i)
                            .getWindow()
                            .getBounds()
                            .intersection(
                                    ij.WindowManager.getImage(j).getWindow().getBounds());
                    if (i < j && common.width > 8 && common.height > 8) hidden++;
                }
            }
            return hidden;
        }

        /** Runs again what the dialog of the active result holds, and quits while it computes. */
        private static void quit(Path folder) throws Exception {
            ij.IJ.doCommand("Run Again...");
            type("10", "999");
            press("OK");
            Gui.await(() -> dialogs().isEmpty(), "the end of the dialog");
            Thread.sleep(RUNS_MILLIS);
            ij.IJ.runMacro("close('*');");
            Gui.shootNow(folder.resolve("fiji-quit.png"));
            Files.writeString(folder.resolve("fiji-walk-quit.txt"), "" + System.currentTimeMillis());
            ij.IJ.doCommand("Quit");
            Thread.sleep(LONGEST_QUIT_MILLIS);
            throw new IllegalStateException("It did not quit");
        }

        private static String labels(Container parts) {
            StringBuilder all = new StringBuilder();
            for (Component part : parts.getComponents()) {
                if (part instanceof javax.swing.JLabel label && label.isShowing())
                    all.append(label.getText()).append("; ");
                if (part instanceof Container inner) all.append(labels(inner));
            }
            return all.toString();
        }

        private static String recorder() {
            return ij.plugin.frame.Recorder.getInstance().getText();
        }

        private static String title() {
            return ij.WindowManager.getCurrentImage().getTitle();
        }

        /** Runs a macro as its editor does, and tells what it told. */
        private static void macro(Path folder, String name, String text) throws Exception {
            Path file = folder.resolve("fiji-walk-" + name + ".txt");
            Files.deleteIfExists(file);
            Thread runs = new Thread(() -> ij.IJ.runMacro(text + " File.saveString(told, '" + file + "');"), "Macro$");
            runs.start();
            for (int i = 0; i < 1200 && runs.isAlive(); i++) {
                Thread.sleep(100);
                if (message().isPresent()) {
                    Gui.shoot(folder.resolve("fiji-" + name + ".png"));
                    Gui.press(message().orElseThrow(), "OK");
                }
            }
            SEEN.add(name + ": " + (Files.exists(file) ? Files.readString(file).strip() : "ended"));
        }

        private static Optional<ij.gui.MessageDialog> message() {
            return Gui.showing(ij.gui.MessageDialog.class);
        }

        private static List<JDialog> dialogs() {
            return Arrays.stream(Window.getWindows())
                    .filter(window -> window instanceof JDialog && window.isShowing())
                    .map(JDialog.class::cast)
                    .toList();
        }

        private static JDialog await(String name, Predicate<JDialog> wanted) throws InterruptedException {
            Gui.await(() -> dialogs().stream().anyMatch(wanted), name);
            return dialogs().stream().filter(wanted).findFirst().orElseThrow();
        }

        private static void type(String old, String text) throws Exception {
            JDialog dialog = await("the field that holds " + old, one -> field(one, old) != null);
            SwingUtilities.invokeAndWait(() -> field(dialog, old).setText(text));
        }

        private static JTextField field(Container parts, String text) {
            return (JTextField) find(
                    parts,
                    part -> part instanceof JTextField field && field.getText().equals(text));
        }

        private static void press(String label) throws Exception {
            Predicate<Component> button =
                    part -> part instanceof AbstractButton one && label.equals(one.getText()) && one.isShowing();
            JDialog dialog = await("the button " + label, one -> find(one, button) != null);
            SwingUtilities.invokeLater(() -> ((AbstractButton) find(dialog, button)).doClick());
            Thread.sleep(500);
        }

        private static Component find(Container parts, Predicate<Component> wanted) {
            for (Component part : parts.getComponents()) {
                if (wanted.test(part)) return part;
                Component inside = part instanceof Container inner ? find(inner, wanted) : null;
                if (inside != null) return inside;
            }
            return null;
        }
    }
}
