package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.*;

import java.awt.Component;
import java.awt.Container;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.EngineChoice;
import org.prompttoprompt.engine.HeldAs;

/** What computes, without its window. */
class EngineTabTest {
    private static final String GIVEN_UP =
            "The NVIDIA GPU was chosen, but its libraries do not start. The CPU computes.";

    @TempDir
    private Path folder;

    private String cacheBefore;
    private final AtomicReference<String> known = new AtomicReference<>();

    @BeforeEach
    void open() {
        cacheBefore = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, folder.toString());
    }

    @AfterEach
    void close() {
        if (cacheBefore == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, cacheBefore);
    }

    private EngineTab tab(Supplier<String> start) throws Exception {
        EngineTab[] tab = new EngineTab[1];
        SwingUtilities.invokeAndWait(
                () -> tab[0] = new EngineTab(new StoreWork(), start, () -> Optional.ofNullable(known.get())));
        return tab[0];
    }

    private static <C extends Component> C named(Container in, Class<C> kind, String name) {
        for (Component one : in.getComponents()) {
            if (name.equals(one.getName())) return kind.cast(one);
            C inside = one instanceof Container container ? named(container, kind, name) : null;
            if (inside != null) return inside;
        }
        return null;
    }

    private static String text(EngineTab tab) throws Exception {
        String[] text = new String[1];
        SwingUtilities.invokeAndWait(
                () -> text[0] = named(tab, JTextArea.class, "engine").getText());
        return text[0];
    }

    /** As a start gives a GPU up that was chosen. */
    private void giveUp() {
        new EngineChoice("cpu", "", "", GIVEN_UP).write();
    }

    private static void press(EngineTab tab, String button) throws Exception {
        JButton pressed = named(tab, JButton.class, button);
        String before = text(tab);
        SwingUtilities.invokeAndWait(pressed::doClick);
        for (int i = 0; i < 600 && !isOn(pressed) && text(tab).equals(before); i++) Thread.sleep(10);
    }

    private static boolean isOn(JButton button) throws Exception {
        boolean[] on = new boolean[1];
        SwingUtilities.invokeAndWait(() -> on[0] = button.isEnabled());
        return on[0];
    }

    /** Nobody should read that a GPU is chosen when it was given up. */
    @Test
    void aStartThatFailsShowsAtOnceThatTheChoiceWasGivenUp() throws Exception {
        EngineTab tab = tab(() -> {
            giveUp();
            known.set("Now: nothing computes until ImageJ is restarted. The libraries do not start.");
            throw new CancellationException();
        });
        assertTrue(text(tab).contains("PyTorch does not run yet") && text(tab).contains("Chosen: CPU."), text(tab));
        press(tab, "Start and Look");
        String told = text(tab);
        assertTrue(told.contains("Now: nothing computes until ImageJ is restarted. The libraries do not"), told);
        assertTrue(told.contains("\n\n" + GIVEN_UP) && !told.contains("Chosen: "), told);
    }

    @Test
    void whatACommandStartsIsShownAsSoonAsItRuns() throws Exception {
        EngineTab tab = tab(() -> "");
        giveUp();
        known.set("Now: PyTorch computes on cpu. " + GIVEN_UP);
        SwingUtilities.invokeAndWait(tab::lookAgain);
        String told = text(tab);
        assertTrue(told.contains("Now: PyTorch computes on cpu. " + GIVEN_UP + "\n"), told);
        assertFalse(told.contains("does not run yet") || told.contains("Chosen: "), told);
    }

    /** A button that would change nothing is off; a CPU that stands in for a GPU can be chosen for good. */
    @Test
    void theCpuIsChosenOnce() throws Exception {
        EngineChoice.CPU.write();
        EngineTab tab = tab(() -> "");
        assertFalse(isOn(named(tab, JButton.class, "Use the CPU")));
        giveUp();
        assertTrue(isOn(named(tab(() -> ""), JButton.class, "Use the CPU")));
    }

    /** What is chosen is kept, and is what the box shows. */
    @Test
    void theBoxOfWeightsShowsWhatIsKept() throws Exception {
        HeldAs.INT8.write();
        EngineTab tab = tab(() -> "");
        JComboBox<?> box = named(tab, JComboBox.class, "weights");
        assertEquals("Weights in eight bits", box.getSelectedItem());
        assertTrue(text(tab).contains(" weights are held in eight bits"), text(tab));
        assertTrue(text(tab).contains("\n\nThis processor "), text(tab));
        HeldAs.FULL.write();
        known.set("Now: another.");
        SwingUtilities.invokeAndWait(tab::lookAgain);
        assertEquals("Weights in full", box.getSelectedItem());
    }

    @Test
    void whatRunsIsShownWithoutAQuestion() throws Exception {
        EngineTab before = tab(() -> "");
        assertTrue(isOn(named(before, JButton.class, "Start and Look")));
        known.set("Now: PyTorch computes on gpu 0.");
        SwingUtilities.invokeAndWait(before::lookAgain);
        assertFalse(isOn(named(before, JButton.class, "Start and Look")), "it has nothing to do any more");
        assertTrue(text(tab(() -> "")).contains("\n\nNow: PyTorch computes on gpu 0.\n\n"));
    }
}
