package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JCheckBox;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import org.junit.jupiter.api.Test;

/** What can be downloaded, without its window. */
class DownloadTabTest {
    private final DownloadTab tab = new DownloadTab(new StoreWork(), name -> {}, (name, told) -> {});

    private static Component named(Container in, String name) {
        for (Component one : in.getComponents()) {
            if (name.equals(one.getName())) return one;
            Component inside = one instanceof Container container ? named(container, name) : null;
            if (inside != null) return inside;
        }
        return null;
    }

    private void type(String text) {
        ((JTextField) named(tab, "what")).setText(text);
    }

    /** A choice that does nothing is none. */
    @Test
    void halfPrecisionIsOfferedWhereThereIsAChoice() {
        JCheckBox half = (JCheckBox) named(tab, "half");
        List<String> seen = new ArrayList<>();
        for (String what : List.of(
                "sdxl",
                "sd-turbo",
                "https://x.org/a/ink.safetensors?download=true",
                "https://huggingface.co/owner/name",
                "owner/name",
                " SDXL-Turbo ")) {
            type(what);
            seen.add(half.isEnabled() + " " + half.isSelected() + " "
                    + half.getToolTipText().replaceFirst(",? .*", ""));
        }
        String one = "false false This";
        String both = "true true Images";
        assertEquals(List.of(one, both, one, both, both, one), seen);
        type("owner/name");
        half.doClick();
        type("sdxl");
        type("sd-turbo");
        assertEquals(false, half.isSelected(), "what was chosen stays so");
    }

    @Test
    void whatWasMeasuredIsNotWhatTheListingSays() {
        JTextArea description = (JTextArea) named(tab, "description");
        String listing = "\n\nSize, licence and what it is for are what its public listing says; we have not tried it.";
        type("sdxl");
        assertTrue(description.getText().contains(", as measured with random weights of its size"));
        assertTrue(
                description
                        .getText()
                        .endsWith(
                                listing + " The memory and the time that it needs are ours: measured, or reckoned, with"
                                        + " random weights of its size in place of its own."),
                description.getText());
        type("openjourney");
        assertTrue(description.getText().endsWith(listing), description.getText());
    }
}
