package org.prompttoprompt.studio;

import java.awt.event.ActionEvent;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JSlider;
import javax.swing.KeyStroke;

/** Other ways to move a slider than to drag it. */
final class Turning {
    private Turning() {}

    /** A turn of the wheel over it moves it by a step. */
    static void byWheel(JSlider slider) {
        slider.addMouseWheelListener(event -> slider.setValue(slider.getValue() - event.getWheelRotation()));
    }

    /** The arrows up and down in a field of one line move the slider that belongs to it. */
    static void byArrows(JComponent field, JSlider slider) {
        key(field, "UP", slider, 1);
        key(field, "DOWN", slider, -1);
    }

    private static void key(JComponent field, String key, JSlider slider, int by) {
        field.getInputMap().put(KeyStroke.getKeyStroke(key), key);
        field.getActionMap().put(key, new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent event) {
                slider.setValue(slider.getValue() + by);
            }
        });
    }
}
