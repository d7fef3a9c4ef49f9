package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import org.junit.jupiter.api.Test;

/** The question for a name, without its dialog. */
class AddPanelTest {
    private static Component named(JPanel in, String name) {
        return Arrays.stream(in.getComponents())
                .map(one -> name.equals(one.getName()) || !(one instanceof JPanel inner) ? one : named(inner, name))
                .filter(one -> one != null && name.equals(one.getName()))
                .findFirst()
                .orElse(null);
    }

    /** Nobody types a name, presses, and is told only then. */
    @Test
    void aNameThatIsTakenIsToldWhileItStandsThere() {
        List<String> done = new ArrayList<>();
        AddPanel panel = new AddPanel(
                "/b/ink.safetensors",
                "ink",
                name -> name.equals("ink") || name.isEmpty() ? Optional.of("ink is taken") : Optional.empty(),
                () -> done.add("added"),
                () -> done.add("cancelled"));
        JTextField name = (JTextField) named(panel, "name");
        JTextArea problem = (JTextArea) named(panel, "problem");
        assertEquals("ink", panel.called());
        assertEquals("ink is taken", problem.getText());
        assertFalse(panel.button().isEnabled());
        name.setText(" ink-b ");
        assertEquals("ink-b", panel.called());
        assertEquals("", problem.getText());
        assertTrue(panel.button().isEnabled());
        panel.button().doClick();
        assertEquals(List.of("added"), done);
        name.setText("");
        assertEquals("ink is taken", problem.getText(), "an empty one is its own");
        assertFalse(panel.button().isEnabled());
    }
}
