package org.prompttoprompt.dialog;

import javax.swing.JComponent;

/** Texts that come from files and servers: Java's windows else show one that begins like a page as that page, with its pictures. */
final class PlainText {
    private PlainText() {}

    /** Lets a component show texts letter by letter; to be called before it has one. */
    static <C extends JComponent> C only(C component) {
        component.putClientProperty("html.disable", Boolean.TRUE);
        return component;
    }
}
