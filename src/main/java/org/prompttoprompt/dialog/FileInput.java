package org.prompttoprompt.dialog;

import java.awt.FlowLayout;
import java.io.File;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/** A file or folder, typed or browsed for. */
final class FileInput extends TextWithButtons {
    FileInput(ModuleItem<?> item, int columns) {
        super(columns);
        JButton browse = new JButton("Browse");
        browse.addActionListener(event -> browse(item));
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        buttons.setOpaque(false);
        ModelPicker.button(item.getName(), this::setText).ifPresent(buttons::add);
        buttons.add(browse);
        beside(buttons);
    }

    private void browse(ModuleItem<?> item) {
        JFileChooser chooser = new JFileChooser();
        boolean folder = FileWidget.DIRECTORY_STYLE.equals(item.getWidgetStyle());
        // Models are folders or files.
        chooser.setFileSelectionMode(folder ? JFileChooser.DIRECTORIES_ONLY : JFileChooser.FILES_AND_DIRECTORIES);
        chooser.setDialogTitle(item.getLabel());
        if (!text().isBlank()) chooser.setSelectedFile(new File(text()).getAbsoluteFile());
        if (chooser.showDialog(component(), "Choose") == JFileChooser.APPROVE_OPTION)
            setText(chooser.getSelectedFile().getPath());
    }
}
