package org.prompttoprompt.dialog;

import java.awt.Component;
import java.awt.Font;
import java.awt.Window;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.SwingConstants;
import javax.swing.UIManager;
import javax.swing.text.JTextComponent;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.request.Option;
import org.scijava.Context;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/** The fields of a command's dialog: those of no section in view, the others below <i>Advanced</i>. */
final class Form {
    /** Characters from which on a field takes the whole row. */
    private static final int WIDE = 20;

    private static final int LONG_FIELD = 36;
    private static final int SHORT_FIELD = 9;
    private static final int FOLD = 6;
    private static final String CLOSED = "\u25b8 Advanced";
    /** The section of commands with one alone, which needs no heading. */
    private static final String REST = "More";

    private static final String OPEN = "\u25be Advanced";
    /** Whether the sections were in view when a dialog was used last. */
    private static boolean unfolded;

    private final Module module;
    private final Map<String, InputField> fields = new LinkedHashMap<>();
    private final StandIns standIns;
    private final ModelWords words;
    private final StepsNote steps;
    private final FormPanel panel = new FormPanel();
    private final FormPanel advanced = new FormPanel();
    private Runnable whenFolded = () -> {};
    private boolean showing;

    Form(Module module, List<String> keys, Map<String, String> typed, Context context) {
        this.module = module;
        words = new ModelWords(context);
        standIns = new StandIns(keys.stream()
                .filter(key -> Option.has(key))
                .collect(Collectors.toMap(key -> key, key -> Option.of(key).defaultValue())));
        for (String key : keys) fields.put(key, field(module.getInfo().getInput(key)));
        steps = new StepsNote(fields, () -> whenFolded.run());
        askModel();
        keys.forEach(key -> fields.get(key)
                .setText(standIns.shown(key, typed.getOrDefault(key, String.valueOf(module.getInput(key))))));
        lay(keys);
        if (module.getDelegateObject() instanceof MenuCommand command
                && !command.says(values()).isEmpty()) panel.addRow(new PlanNote(this::values, command::says));
        for (Option option : List.of(Option.MODEL, Option.LORA, Option.SCHEDULER))
            if (fields.containsKey(option.key())) fields.get(option.key()).onChange(this::showModel);
    }

    private void lay(List<String> keys) {
        String section = "";
        boolean changed = false;
        for (String key : keys) {
            ModuleItem<?> item = module.getInfo().getInput(key);
            String its = section(item);
            FormPanel to = its.isEmpty() ? panel : advanced;
            if (!its.isEmpty() && !its.equals(section) && !its.equals(REST)) advanced.addRow(heading(its));
            if (!its.isEmpty()) section = its;
            changed |= !its.isEmpty() && !isDefault(key);
            lay(item, to);
        }
        if (section.isEmpty()) return;
        JToggleButton fold = new JToggleButton(CLOSED);
        fold.setName("advanced");
        fold.setHorizontalAlignment(SwingConstants.LEFT);
        fold.setBorder(BorderFactory.createEmptyBorder(FOLD, 0, FOLD, 0));
        fold.setContentAreaFilled(false);
        fold.addActionListener(event -> unfold(fold, fold.isSelected()));
        panel.addRow(fold);
        panel.addRow(advanced);
        unfold(fold, unfolded || changed);
    }

    private void unfold(JToggleButton fold, boolean open) {
        fold.setSelected(open);
        fold.setText(open ? OPEN : CLOSED);
        advanced.setVisible(open);
        unfolded = open;
        whenFolded.run();
    }

    private void lay(ModuleItem<?> item, FormPanel to) {
        InputField field = fields.get(item.getName());
        boolean wide = isWide(item);
        JLabel label = new JLabel(item.getLabel());
        String tip = "<html><p style='width:260px'>" + item.getDescription() + "<br><i>" + item.getName() + "</i></p>";
        label.setToolTipText(tip);
        field.component().setToolTipText(tip);
        label.setLabelFor(field.component());
        field.component().setName(item.getName());
        to.add(label, field.component(), wide);
        if (item.getName().equals(Option.TAU.key())) to.addBelowFields(steps.label());
        if (!(field instanceof TextInput text) || !holdsWords(item)) return;
        JLabel note = words.add(text.field, item.getName().equals(Option.TARGET.key()) || isPrompt(item));
        if (note != null) to.addBelowFields(note);
    }

    private static boolean isPrompt(ModuleItem<?> item) {
        return item.getName().equals(Option.PROMPT.key()) || item.getName().equals(Option.NEGATIVE.key());
    }

    private static boolean holdsWords(ModuleItem<?> item) {
        return Option.has(item.getName()) && Option.of(item.getName()).holdsWords();
    }

    private boolean isDefault(String key) {
        return !Option.has(key)
                || standIns.value(key, fields.get(key).text())
                        .equals(Option.of(key).defaultValue())
                || section(module.getInfo().getInput(key)).isEmpty();
    }

    private static String section(ModuleItem<?> item) {
        String section = item.get(MenuCommand.SECTION);
        return section == null ? "" : section;
    }

    private static Component heading(String text) {
        JLabel heading = new JLabel(text);
        heading.setFont(heading.getFont().deriveFont(Font.BOLD));
        JPanel line = new JPanel(new java.awt.BorderLayout());
        line.setOpaque(false);
        line.setBorder(BorderFactory.createCompoundBorder(
                BorderFactory.createEmptyBorder(FOLD, 0, 2, 0),
                BorderFactory.createMatteBorder(0, 0, 1, 0, UIManager.getColor("Label.disabledForeground"))));
        line.add(heading);
        return line;
    }

    private static boolean isWide(ModuleItem<?> item) {
        boolean choice = item.getChoices() != null && !item.getChoices().isEmpty();
        boolean first = section(item).isEmpty();
        return first || item.getType() == File.class || !choice && item.getColumnCount() >= WIDE;
    }

    private InputField field(ModuleItem<?> item) {
        Map<String, String> choices = choices(item);
        if (choices.keySet().equals(YesNoInput.VALUES)) return new YesNoInput();
        if (!choices.isEmpty()) return new ChoiceInput(choices);
        if (item.getType() == File.class) return new FileInput(item, LONG_FIELD - SHORT_FIELD);
        if (item.getName().equals(Option.LORA.key()) || item.getName().equals(Option.EMBEDDINGS.key()))
            return new FileListInput(item.getName(), LONG_FIELD - SHORT_FIELD);
        return new TextInput(item.getColumnCount() >= WIDE ? LONG_FIELD : SHORT_FIELD);
    }

    private Map<String, String> choices(ModuleItem<?> item) {
        Map<String, String> choices = new LinkedHashMap<>();
        if (module.getDelegateObject() instanceof MenuCommand command) choices.putAll(command.choices(item.getName()));
        if (item.getChoices() != null)
            item.getChoices().forEach(value -> choices.putIfAbsent(String.valueOf(value), String.valueOf(value)));
        return choices;
    }

    private void askModel() {
        if (module.getDelegateObject() instanceof MenuCommand command) standIns.show(command.standsFor());
        words.ofModel(String.valueOf(module.getInput(Option.MODEL.key())));
    }

    /** Another model, or what is on top of it, has other numbers and words: shows them where the fields still show those of the one before. */
    private void showModel() {
        String folder = fields.get(Option.MODEL.key()).text().strip();
        boolean known = EmbeddedModel.isMeant(folder)
                || new File(folder).exists()
                || InstalledModels.find(folder).isPresent();
        if (!known) return; // not yet
        if (showing) return;
        showing = true;
        Map<String, String> values = values();
        module.setInput(Option.MODEL.key(), new File(folder));
        for (Option option : List.of(Option.LORA, Option.SCHEDULER))
            if (values.containsKey(option.key())) module.setInput(option.key(), values.get(option.key()));
        askModel();
        values.forEach((key, value) -> {
            if (!key.equals(Option.MODEL.key())) fields.get(key).setText(standIns.shown(key, value));
        });
        showing = false;
    }

    JPanel panel() {
        return panel;
    }

    void whenFolded(Runnable listener) {
        whenFolded = listener;
    }

    /** Begins with a field, if it is in view, whose value is selected to be typed over; or else with the first. */
    void begin(Optional<String> key) {
        Optional<JComponent> refused = key.map(fields::get)
                .map(InputField::component)
                .filter(field -> field.getParent().isVisible());
        refused.orElseGet(() -> fields.values().iterator().next().component()).requestFocusInWindow();
        refused.ifPresent(field -> {
            if (field instanceof JTextComponent text) text.selectAll();
        });
    }

    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        fields.forEach((key, field) -> values.put(key, standIns.value(key, field.text())));
        return values;
    }

    boolean hasWords() {
        return words.areThere();
    }

    void openWords(Window owner) {
        words.open(owner);
    }

    /** Returns whether there is nothing to ask but where to save. */
    boolean isFileToSave() {
        if (fields.size() != 1) return false;
        ModuleItem<?> item =
                module.getInfo().getInput(fields.keySet().iterator().next());
        return FileWidget.SAVE_STYLE.equals(item.getWidgetStyle());
    }

    boolean chooseFileToSave(String title) {
        InputField field = fields.values().iterator().next();
        Optional<File> file = SaveChooser.choose(title, field.text());
        file.ifPresent(chosen -> field.setText(chosen.getPath()));
        return file.isPresent();
    }
}
