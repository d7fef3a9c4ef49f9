package org.prompttoprompt.bridge;

import ij.IJ;
import ij.gui.GenericDialog;
import ij.io.OpenDialog;
import ij.io.SaveDialog;
import java.awt.Button;
import java.awt.Choice;
import java.awt.Component;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Label;
import java.awt.Panel;
import java.awt.TextField;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.macro.InputText;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.Option;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/** The dialog of a command in plain ImageJ: a field per parameter, prompts over the whole width, short ones two to a row. */
final class BridgeDialog {
    /** Characters from which on a field takes the whole row. */
    private static final int WIDE = 20;

    private final Module module;
    private final List<ModuleItem<?>> items = new ArrayList<>();
    private final ConvertService convert;
    private final Map<String, String> typed;
    private final Map<String, Component> fields = new LinkedHashMap<>();
    private final Panel panel = new Panel(new GridBagLayout());
    private final GridBagConstraints place = new GridBagConstraints();
    private final GenericDialog dialog;

    /** @param typed what the fields show in place of the module's inputs */
    BridgeDialog(Module module, ConvertService convert, Map<String, String> typed) {
        this.module = module;
        this.convert = convert;
        this.typed = typed;
        for (String key : MacroLine.keys(module.getInfo()))
            items.add(module.getInfo().getInput(key));
        dialog = new GenericDialog(
                module.getInfo().getMenuPath().getLeaf().getName().replace("...", ""));
    }

    /** Asks for the parameters and returns whether OK was pressed. */
    boolean show() {
        fillDialog();
        items.forEach(this::add);
        dialog.addPanel(panel);
        dialog.addHelp(help());
        dialog.showDialog();
        return !dialog.wasCanceled();
    }

    /**
     * Sets the parameters to what was typed.
     *
     * @throws org.prompttoprompt.Refusal naming key and value if a field holds no value of its parameter
     */
    void setInputs() {
        for (ModuleItem<?> item : items) {
            module.setInput(item.getName(), InputText.value(item, text(item).strip(), convert));
        }
    }

    /** Returns the text of each field by its key. */
    Map<String, String> typed() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ModuleItem<?> item : items) texts.put(item.getName(), text(item));
        return texts;
    }

    /** Returns what each parameter means, with its macro key, as ImageJ's help shows it. */
    private String help() {
        StringBuilder html = new StringBuilder("<html>");
        for (ModuleItem<?> item : items) {
            html.append("<p><b>" + item.getLabel() + "</b> (<code>" + item.getName() + "</code>): "
                    + item.getDescription() + "</p>");
        }
        return html.append("</html>").toString();
    }

    private void fillDialog() {
        if (module.getDelegateObject() instanceof MenuCommand command) command.fillDialog();
    }

    private void add(ModuleItem<?> item) {
        boolean file = item.getType() == File.class;
        boolean wide = file || !isChoice(item) && item.getColumnCount() >= WIDE;
        if (place.gridx != 2 || wide) {
            place.gridx = 0;
            place.gridy++;
        }
        place.gridwidth = 1;
        place.insets = new Insets(2, place.gridx == 0 ? 0 : 14, 2, 4);
        place.anchor = GridBagConstraints.EAST;
        place.fill = GridBagConstraints.NONE;
        panel.add(new Label(item.getLabel(), Label.RIGHT), place);

        Component field = isChoice(item) ? choice(item) : textField(item, wide ? 46 : 16);
        fields.put(item.getName(), field);
        place.gridx++;
        place.gridwidth = file ? 2 : wide ? 3 : 1;
        place.insets = new Insets(2, 0, 2, 0);
        place.anchor = GridBagConstraints.WEST;
        place.fill = GridBagConstraints.HORIZONTAL;
        panel.add(field, place);
        place.gridx += place.gridwidth;
        if (file) addBrowse(item, (TextField) field);
    }

    private void addBrowse(ModuleItem<?> item, TextField field) {
        Button browse = new Button("Browse");
        boolean model = item.getName().equals(Option.MODEL.key());
        browse.addActionListener(event -> {
            boolean saves = FileWidget.SAVE_STYLE.equals(item.getWidgetStyle());
            boolean opens = FileWidget.OPEN_STYLE.equals(item.getWidgetStyle());
            String chosen = saves
                    ? fileToSave(item)
                    : opens
                            ? fileToOpen(item)
                            : IJ.getDirectory("Choose the " + item.getLabel().toLowerCase(Locale.ROOT));
            if (chosen != null) field.setText(chosen);
            if (model) showDefaultsOfModel(field.getText());
        });
        if (model)
            field.addFocusListener(new FocusAdapter() {
                @Override
                public void focusLost(FocusEvent event) {
                    showDefaultsOfModel(field.getText());
                }
            });
        panel.add(browse, place);
    }

    private static String fileToSave(ModuleItem<?> item) {
        SaveDialog dialog = new SaveDialog(item.getLabel(), "", "");
        return dialog.getFileName() == null ? null : dialog.getDirectory() + dialog.getFileName();
    }

    private static String fileToOpen(ModuleItem<?> item) {
        OpenDialog dialog = new OpenDialog(item.getLabel());
        return dialog.getFileName() == null ? null : dialog.getDirectory() + dialog.getFileName();
    }

    /** Another model has other defaults: shows them where the fields still show those of the one before. */
    private void showDefaultsOfModel(String folder) {
        if (new File(folder).equals(module.getInput(Option.MODEL.key()))) return;
        Map<String, String> before = shown();
        module.setInput(Option.MODEL.key(), new File(folder));
        fillDialog();
        shown().forEach((key, text) -> {
            if (fields.get(key) instanceof TextField field && field.getText().equals(before.get(key)))
                field.setText(text);
        });
    }

    private Map<String, String> shown() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ModuleItem<?> item : items) texts.put(item.getName(), inputText(item));
        return texts;
    }

    private String inputText(ModuleItem<?> item) {
        return String.valueOf(module.getInput(item.getName()));
    }

    private String initial(ModuleItem<?> item) {
        return typed.getOrDefault(item.getName(), inputText(item));
    }

    private static boolean isChoice(ModuleItem<?> item) {
        return item.getChoices() != null && !item.getChoices().isEmpty();
    }

    private Choice choice(ModuleItem<?> item) {
        Choice choice = new Choice();
        item.getChoices().forEach(value -> choice.add(String.valueOf(value)));
        choice.select(initial(item));
        choice.addKeyListener(dialog);
        return choice;
    }

    private TextField textField(ModuleItem<?> item, int columns) {
        TextField field = new TextField(initial(item), columns);
        field.addActionListener(dialog);
        field.addKeyListener(dialog);
        return field;
    }

    private String text(ModuleItem<?> item) {
        Component field = fields.get(item.getName());
        return field instanceof Choice choice ? choice.getSelectedItem() : ((TextField) field).getText();
    }
}
