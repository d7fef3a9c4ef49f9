package org.prompttoprompt.doc;

import ij.IJ;
import ij.WindowManager;
import java.awt.Component;
import java.awt.Container;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.swing.JTabbedPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;

/** Pictures of what a command makes or asks for, each by a macro that comes before it. In the windows of a plain ImageJ. */
final class CommandPictures {
    /** Draws the selection into the first slice of a result, and puts all slices into one picture. */
    private static final String MONTAGE = "setSlice(1); setForegroundColor(255, 255, 0); run('Draw', 'slice');"
            + " run('Select None'); run('Labelled Montage');";

    /** Macros whose active image is the picture. */
    private static final Map<String, String> IMAGES = new LinkedHashMap<>();

    static {
        IMAGES.put(
                "generate",
                "run('Generate...', 'prompt=[a red ball on the grass] seed=1:1:4'); run('Labelled Montage');");
        // The page's own macro, so that its picture is what its readers get.
        for (String page : new String[] {"replace-in-selection", "remove-in-selection", "fill-in-selection"})
            IMAGES.put(page, macro(page) + MONTAGE);
        IMAGES.put(
                "preview-mask",
                macro("preview-mask") + "run('Select None');"
                        + "run('Flatten'); run('Size...', 'width=256 height=256 interpolation=Bicubic');");
    }

    /** The contact sheet of a small data set, its table as on the page. */
    private static final String DATA_SET = """
            folder = 'SCRATCH/';
            File.saveString('prompt,target,tau,seed,model,labels,things\\n'
                + 'fluorescence image of green cells with nuclei,'
                + '"fluorescence image of green cells with nuclei, noisy",0.3,1:1:4,cells,instances,cells\\n', folder + 'cells.csv');
            run('Make Dataset...', 'table=[' + folder + 'cells.csv] folder=[' + folder + 'cells] layout=stardist');
            open(folder + 'cells/contact-sheet.png');
            """;

    static {
        IMAGES.put("contact-sheet", DATA_SET);
    }

    private CommandPictures() {}

    /** Returns the first macro of a command's page. */
    private static String macro(String page) {
        try {
            String text = Files.readString(Path.of("src/doc/commands", page + ".md"));
            int begin = text.indexOf("```ijm\n") + "```ijm\n".length();
            return text.substring(begin, text.indexOf("```", begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a picture if there is one of this name, which is its file's; returns whether there is. */
    static boolean take(String name, Path folder) throws Exception {
        Path scratch = Files.createTempDirectory("p2p-pictures");
        try {
            return take(name, folder.resolve(name + ".png"), scratch);
        } finally {
            delete(scratch);
        }
    }

    /** The plugin's own classes are ImageJ's to load. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(one);
        }
    }

    /** @param scratch folder for what the commands write, which is deleted afterwards */
    private static boolean take(String name, Path file, Path scratch) throws Exception {
        if (IMAGES.containsKey(name)) {
            IJ.runMacro(IMAGES.get(name).replace("SCRATCH", scratch.toString().replace('\\', '/')));
            Gui.save(WindowManager.getCurrentImage().getBufferedImage(), file);
            return true;
        }
        switch (name) {
            case "token-table" -> Gui.save(tokens(), file);
            case "compare-edits" -> Gui.save(compared(scratch), file);
            case "run-again" -> Gui.save(again(), file);
            case "save-with-recipe" -> Gui.save(saved(), file);
            case "make-dataset" -> Gui.save(dataset(), file);
            case "models" -> Gui.save(window("Models...", "Models"), file);
            case "get-more-models" -> Gui.save(moreModels(), file);
            case "models-engine" -> Gui.save(engine(), file);
            case "verify-model" -> Gui.save(verified(), file);
            case "metrics-with-clip" -> Gui.save(clip(), file);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static BufferedImage window(String command, String title) throws Exception {
        IJ.doCommand(command);
        Window window = Gui.window(title);
        Thread.sleep(1500);
        BufferedImage picture = Gui.picture(window);
        window.dispose();
        return picture;
    }

    private static BufferedImage tokens() throws Exception {
        IJ.runMacro("run('Token Table...', 'prompt=[castle next to a river]"
                + " target=[children drawing of a castle next to a river]');");
        Window table = Gui.window("Tokens");
        table.setBounds(20, 120, 620, 330);
        return Gui.picture(table);
    }

    private static BufferedImage compared(Path scratch) throws Exception {
        String swap = "run('Word Swap...', 'prompt=[a red ball on the grass] target=[a blue cube on the grass] seed=2 ";
        IJ.runMacro(swap + "tau=[0.1, 0.2, 0.3]'); rename('a');" + swap + "tau=[0.6, 0.8, 1]'); rename('b');"
                + "run('Generate...', 'prompt=[a red ball on the grass] seed=2'); rename('source');");
        Path table = scratch.resolve("verdicts.csv");
        String macro = "run('Compare Edits...', 'first=a second=b source=source order=1 table=[" + table + "]');";
        Thread runs = new Thread(() -> IJ.runMacro(macro));
        runs.start();
        Window window = Gui.window("Compare Edits");
        Thread.sleep(1500);
        BufferedImage picture = Gui.picture(window);
        window.dispose();
        runs.join(5000); // its table is written at its end, if at all
        return picture;
    }

    private static BufferedImage again() throws Exception {
        IJ.runMacro("run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] tau=0.2 seed=7');");
        return window("Run Again...", "Word Swap");
    }

    private static BufferedImage saved() throws Exception {
        IJ.runMacro("run('Word Swap...', 'prompt=[a red ball] target=[a blue ball]');");
        return window("Save with Recipe...", "Save");
    }

    private static BufferedImage clip() throws Exception {
        IJ.runMacro("run('Word Swap...', 'prompt=[a red ball] target=[a blue ball] tau=0:0.1:0.2');");
        return window("Metrics with CLIP...", "Metrics with CLIP");
    }

    private static BufferedImage dataset() throws Exception {
        IJ.doCommand("Make Dataset...");
        Window dialog = Gui.window("Make Dataset");
        Gui.press(dialog, "\u25b8 Advanced");
        Thread.sleep(500);
        BufferedImage picture = Gui.picture(dialog);
        Gui.cancel(dialog);
        return picture;
    }

    private static BufferedImage moreModels() throws Exception {
        IJ.doCommand("Models...");
        Window window = Gui.window("Models");
        JTabbedPane tabs = tabs(window);
        SwingUtilities.invokeAndWait(() -> tabs.setSelectedIndex(1));
        Thread.sleep(1500);
        BufferedImage picture = Gui.picture(window);
        window.dispose();
        return picture;
    }

    /** What computes, as somebody sees it who has chosen nothing. */
    private static BufferedImage engine() throws Exception {
        System.setProperty("prompttoprompt.precision", ""); // what is set for tests
        IJ.doCommand("Models...");
        Window window = Gui.window("Models");
        SwingUtilities.invokeAndWait(() -> tabs(window).setSelectedIndex(2));
        JTextArea told = Objects.requireNonNull(engine(window));
        Thread.sleep(1500); // what is pressed while it looks for models gets lost
        Gui.press(window, "Start and Look");
        Gui.await(() -> told.getText().contains("Now: PyTorch ") ? told : null, "the engine");
        Thread.sleep(1500);
        BufferedImage picture = Gui.picture(window);
        window.dispose();
        return picture;
    }

    private static JTextArea engine(Container container) {
        for (Component part : container.getComponents()) {
            if (part instanceof JTextArea text && "engine".equals(text.getName())) return text;
            JTextArea found = part instanceof Container inner ? engine(inner) : null;
            if (found != null) return found;
        }
        return null;
    }

    private static JTabbedPane tabs(Container container) {
        for (Component part : container.getComponents()) {
            if (part instanceof JTabbedPane tabs) return tabs;
            if (!(part instanceof Container inner)) continue;
            JTabbedPane found = tabs(inner);
            if (found != null) return found;
        }
        return null;
    }

    private static BufferedImage verified() throws Exception {
        IJ.runMacro("run('Verify Model...', 'model=mini');");
        Window report = Gui.window("Prompt-to-Prompt: Verify");
        report.setBounds(20, 120, 900, 330);
        return Gui.picture(report);
    }
}
