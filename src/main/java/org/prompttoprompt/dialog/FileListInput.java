package org.prompttoprompt.dialog;

/** A list of files, typed or picked by name one after the other. */
final class FileListInput extends TextWithButtons {
    /** @param key of the option that takes them */
    FileListInput(String key, int columns) {
        super(columns);
        ModelPicker.button(key, this::add).ifPresent(this::beside);
    }

    private void add(String name) {
        String before = text().strip().replaceFirst("\\s*;$", "");
        setText(before.isEmpty() ? name : before + "; " + name);
    }
}
