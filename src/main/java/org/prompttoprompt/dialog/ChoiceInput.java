package org.prompttoprompt.dialog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JComboBox;
import javax.swing.JComponent;

/** One of few values; one that is none of them, as recipes may hold, is added. */
final class ChoiceInput implements InputField {
    private final Map<String, String> texts;
    private final JComboBox<String> box = new JComboBox<>();

    /** @param texts what is shown of each value */
    ChoiceInput(Map<String, String> texts) {
        this.texts = new LinkedHashMap<>(texts);
        texts.values().forEach(box::addItem);
    }

    @Override
    public JComponent component() {
        return box;
    }

    @Override
    public String text() {
        List<String> values = new ArrayList<>(texts.keySet());
        return values.get(box.getSelectedIndex());
    }

    @Override
    public void setText(String text) {
        String value = texts.keySet().stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElse(text);
        if (texts.putIfAbsent(value, value) == null) box.addItem(value);
        box.setSelectedItem(texts.get(value));
    }

    @Override
    public void onChange(Runnable listener) {
        box.addActionListener(event -> listener.run());
    }
}
