package org.prompttoprompt.dialog;

import ij.util.Java2;
import java.awt.BorderLayout;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JTabbedPane;
import javax.swing.UIManager;
import javax.swing.WindowConstants;
import javax.swing.plaf.metal.MetalLookAndFeel;
import org.prompttoprompt.model.ModelLook;

/** The window of models: those of this computer, those that can be downloaded, and what computes. */
public final class ModelsWindow {
    private static final String TITLE = "Models";

    private ModelsWindow() {}

    /** Opens the window. */
    public static void open() {
        EventQueue.invokeLater(() -> {
            // Fiji brings a look of its own; plain ImageJ leaves Java's.
            if (UIManager.getLookAndFeel() instanceof MetalLookAndFeel) Java2.setSystemLookAndFeel();
            JFrame frame = new JFrame(TITLE);
            frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
            frame.setModalExclusionType(Dialog.ModalExclusionType.APPLICATION_EXCLUDE);
            show(frame, frame::setContentPane, ModelLook.Use.NONE, null);
        });
    }

    /** Opens it from a dialog, to choose what is of this use for that. */
    static void choose(Window owner, ModelLook.Use use, Consumer<String> chosen) {
        JDialog dialog = new JDialog(owner, TITLE);
        dialog.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        Escape.closes(dialog);
        show(dialog, dialog::setContentPane, use, name -> {
            dialog.dispose();
            chosen.accept(name);
        });
    }

    private static void show(Window window, Consumer<JPanel> into, ModelLook.Use use, Consumer<String> chosen) {
        window.setName("models");
        StoreWork work = new StoreWork();
        InstalledTab installed = new InstalledTab(work, use, chosen);
        JTabbedPane tabs = new JTabbedPane();
        tabs.setName("tabs");
        tabs.addTab("On This Computer", installed);
        tabs.addTab(
                "Get More",
                new DownloadTab(
                        work,
                        name -> {
                            tabs.setSelectedIndex(0);
                            installed.refresh(name);
                        },
                        installed::refreshAfter));
        tabs.addTab("Engine", new EngineTab(work));
        JPanel content = new JPanel(new BorderLayout());
        content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
        content.add(tabs, BorderLayout.CENTER);
        content.add(work.row(), BorderLayout.SOUTH);
        into.accept(content);
        window.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                work.close();
            }
        });
        window.pack();
        window.setLocationRelativeTo(window.getOwner());
        Screens.fit(window);
        // Before it shows: nothing can be pressed that would get lost while it looks.
        installed.refresh("");
        window.setVisible(true);
    }
}
