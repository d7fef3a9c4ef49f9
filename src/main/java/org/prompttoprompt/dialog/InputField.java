package org.prompttoprompt.dialog;

import javax.swing.JComponent;

/** What one input is typed or chosen in; its text is the value as a macro writes it. */
interface InputField {
    JComponent component();

    String text();

    void setText(String text);

    /** Hears of each change. */
    void onChange(Runnable listener);
}
