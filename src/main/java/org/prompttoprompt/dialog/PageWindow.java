package org.prompttoprompt.dialog;

import ij.IJ;
import java.awt.BorderLayout;
import java.awt.Desktop;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.swing.JButton;
import javax.swing.JEditorPane;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.WindowConstants;
import javax.swing.event.HyperlinkEvent;
import javax.swing.text.html.HTMLDocument;
import org.scijava.module.ModuleInfo;

/** Shows pages of the documentation out of the plugin's jar, without a network. */
public final class PageWindow {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 700;
    /** What the page leaves free beside its text, and the scroll bar. */
    private static final int MARGIN = 60;

    private static final String PAGE = ".md";

    private final JFrame frame = new JFrame();
    private final JEditorPane pane = new JEditorPane();
    private final JButton back = new JButton("Back");
    private final Deque<URL> visited = new ArrayDeque<>();

    private PageWindow() {
        pane.setEditable(false);
        pane.setContentType("text/html");
        pane.addHyperlinkListener(this::follow);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT));
        back.addActionListener(event -> {
            visited.pop();
            show(visited.pop());
        });
        buttons.add(back);
        JButton all = new JButton("All commands");
        all.addActionListener(event -> show(Pages.index()));
        buttons.add(all);
        frame.add(buttons, BorderLayout.NORTH);
        frame.add(new JScrollPane(pane), BorderLayout.CENTER);
        frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        // A dialog that asks for it stays open, and must not keep it from being read.
        frame.setModalExclusionType(Dialog.ModalExclusionType.APPLICATION_EXCLUDE);
        frame.setSize(WIDTH, HEIGHT);
        frame.setLocationByPlatform(true);
        Screens.fit(frame);
    }

    /** Opens the page of a command. */
    static void ofCommand(ModuleInfo command) {
        open(Pages.ofCommand(command.getMenuPath().getLeaf().getName()));
    }

    /** Opens the list of all pages. */
    public static void ofAllCommands() {
        open(Pages.index());
    }

    private static void open(URL page) {
        EventQueue.invokeLater(() -> {
            PageWindow window = new PageWindow();
            window.show(page);
            window.frame.setVisible(true);
        });
    }

    private void show(URL page) {
        try {
            URL file = new URL(page.toExternalForm().replaceAll("#.*", ""));
            String html = Pages.html(file, WIDTH - MARGIN);
            HTMLDocument document = (HTMLDocument) pane.getEditorKit().createDefaultDocument();
            document.setBase(file);
            pane.setDocument(document);
            pane.setText(html);
            pane.setCaretPosition(0);
            visited.push(page);
            back.setEnabled(visited.size() > 1);
            frame.setTitle("Prompt-to-Prompt: " + title(html));
            if (page.getRef() != null) EventQueue.invokeLater(() -> pane.scrollToReference(page.getRef()));
        } catch (IOException e) {
            IJ.error("Prompt-to-Prompt", "The page " + page + " cannot be read: " + e.getMessage());
        }
    }

    private static String title(String html) {
        return html.replaceAll("(?s).*?<h1>(.*?)</h1>.*", "$1").replaceAll("<[^>]*>", "");
    }

    private void follow(HyperlinkEvent event) {
        if (event.getEventType() != HyperlinkEvent.EventType.ACTIVATED) return;
        URL url = event.getURL();
        if (url == null) pane.scrollToReference(event.getDescription().substring(1));
        else if (url.getPath().endsWith(PAGE)) show(url);
        else browse(url);
    }

    private static void browse(URL url) {
        try {
            Desktop.getDesktop().browse(url.toURI());
        } catch (Exception | Error e) {
            IJ.showMessage("Prompt-to-Prompt", "Open in a browser: " + url);
        }
    }
}
