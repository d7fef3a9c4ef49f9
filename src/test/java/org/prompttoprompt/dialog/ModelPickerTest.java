package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.JButton;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.model.ModelLook;

class ModelPickerTest {
    private final List<Boolean> looks = new CopyOnWriteArrayList<>();
    private final CountDownLatch clicked = new CountDownLatch(1);
    private final CountDownLatch looked = new CountDownLatch(1);

    private Map<String, String> look() {
        looks.add(EventQueue.isDispatchThread());
        try {
            assertTrue(clicked.await(5, TimeUnit.SECONDS), "the click waits for it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        looked.countDown();
        return Map.of("mine", "mine");
    }

    /** Windows stay alive while models are looked at, and are looked at once however often one clicks. */
    @Test
    void modelsAreLookedAtBesideTheEventThread() throws Exception {
        JButton button = ModelPicker.button(ModelLook.Use.MODEL, this::look, name -> {});
        EventQueue.invokeAndWait(button::doClick);
        EventQueue.invokeAndWait(button::doClick);
        clicked.countDown();
        assertTrue(looked.await(5, TimeUnit.SECONDS));
        assertEquals(List.of(false), looks);
        assertFalse(button.isShowing());
    }

    /** What other programs have may be hundreds of files: all are in the window that the last line opens. */
    @Test
    void aMenuIsNoLongerThanAScreenAndSaysWhatItLeavesOut() {
        JButton button = new JButton();
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) names.put("/loras/" + i, "ink " + i + " (ComfyUI)");
        List<String> chosen = new ArrayList<>();
        JPopupMenu whole = ModelPicker.menu(button, ModelLook.Use.LORA, names, chosen::add);
        assertEquals(30 + 2, whole.getComponentCount());
        assertEquals("More...", text(whole, 31));
        names.put("/loras/30", "the last");
        JPopupMenu menu = ModelPicker.menu(button, ModelLook.Use.LORA, names, chosen::add);
        assertEquals(30 + 2, menu.getComponentCount());
        assertEquals("ink 29 (ComfyUI)", text(menu, 29));
        assertEquals("More... (there are more)", text(menu, 31));
        ((JMenuItem) menu.getComponent(29)).doClick();
        assertEquals(List.of("/loras/29"), chosen);
    }

    private static String text(JPopupMenu menu, int at) {
        return ((JMenuItem) menu.getComponent(at)).getText();
    }
}
