package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.EventQueue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.JButton;
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
}
