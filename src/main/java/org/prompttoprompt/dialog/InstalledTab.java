package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.store.Addition;
import org.prompttoprompt.store.ModelEntry;
import org.prompttoprompt.store.ModelStore;

/** The models of this computer, and what can be done with each. */
final class InstalledTab extends JPanel {
    private static final long serialVersionUID = 1L;
    private final transient StoreWork work;
    private final ModelLook.Use use;
    private final transient ModelStore store = new ModelStore();
    private final ModelsTable rows = new ModelsTable();
    private final TextTable table = new TextTable(rows, ModelsTable.UNCUT);
    private final transient FoldersMenu folders = new FoldersMenu(
            this, () -> find(""), folder -> report("Looking", p -> store.forget(folder.toString()), ""));
    private final JTextArea details = new JTextArea(3, 60);

    /**
     * A list.
     *
     * @param use what can be chosen
     * @param chosen hears of the name that is chosen, null where the window was not opened to choose
     */
    InstalledTab(StoreWork work, ModelLook.Use use, Consumer<String> chosen) {
        super(new BorderLayout(6, 6));
        this.work = work;
        this.use = use;
        setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
        add(
                new JLabel(
                        "Beside Model, LoRA or VAE in a dialog, pick one of these; in a macro write its name: model=cells"),
                BorderLayout.NORTH);
        table.setName("models");
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.getSelectionModel().addListSelectionListener(event -> showDetails());
        JScrollPane scroll = new JScrollPane(table);
        scroll.setPreferredSize(new Dimension(1100, 250));
        add(scroll, BorderLayout.CENTER);
        details.setEditable(false);
        details.setOpaque(false);
        details.setLineWrap(true);
        details.setWrapStyleWord(true);
        details.setName("details");
        JPanel below = new JPanel(new BorderLayout(0, 4));
        below.add(details, BorderLayout.CENTER);
        below.add(buttons(chosen), BorderLayout.SOUTH);
        add(below, BorderLayout.SOUTH);
        showDetails();
    }

    private JPanel buttons(Consumer<String> chosen) {
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        BooleanSupplier usable = () -> is(e -> e.look().use() == use);
        BooleanSupplier ours = () -> is(InstalledTab::isOurs);
        if (chosen != null)
            buttons.add(button(
                    "Choose",
                    "Takes this in the dialog",
                    usable,
                    () -> selected().ifPresent(e -> chosen.accept(e.name()))));
        buttons.add(copyButton());
        buttons.add(button(
                "Check Files",
                "Reads all files and compares their check sums; takes a while",
                () -> is(ModelEntry::canBeChecked),
                this::verify));
        buttons.add(button("Repair", "Downloads anew what is missing or damaged", ours, this::repair));
        buttons.add(button(
                "Remove...",
                "Deletes a model that was downloaded here, whole or not; others, and the folders that you named, are only taken off the list",
                () -> is(e -> isOurs(e)
                        || e.origin() == ModelEntry.Origin.UNFINISHED
                        || folders.of(e).isPresent()),
                this::remove));
        buttons.add(button("Add...", "A model's folder or file that stays where it is", () -> true, () -> addOne("")));
        buttons.add(foldersButton());
        buttons.add(button(
                "Refresh",
                "Looks again: another window or program may have changed something",
                () -> true,
                () -> refresh("")));
        return buttons;
    }

    private JButton copyButton() {
        CopyMenu menu = new CopyMenu(this::selected, work::tell);
        JButton button =
                button("Copy...", "The name, or the name with its key for a macro", () -> is(e -> true), () -> {});
        button.addActionListener(event -> menu.open(button));
        button.setComponentPopupMenu(menu);
        return button;
    }

    private JButton foldersButton() {
        JButton button = button(
                "Folders...",
                "Looks for models that ComfyUI, AUTOMATIC1111 or InvokeAI keep in another place, or looks there no more",
                () -> true,
                () -> {});
        button.addActionListener(event -> folders.open(button));
        return button;
    }

    private JButton button(String label, String tip, BooleanSupplier possible, Runnable action) {
        JButton button = new JButton(label);
        button.setName(label);
        button.setToolTipText(tip);
        button.addActionListener(event -> action.run());
        return work.offUnless(button, possible);
    }

    private static boolean isOurs(ModelEntry e) {
        return e.origin() == ModelEntry.Origin.INSTALLED || e.origin() == ModelEntry.Origin.ADDED;
    }

    private boolean is(Predicate<ModelEntry> wanted) {
        return selected().filter(wanted).isPresent();
    }

    private Optional<ModelEntry> selected() {
        int row = table.getSelectedRow();
        return row < 0 || row >= rows.getRowCount() ? Optional.empty() : Optional.of(rows.at(row));
    }

    private void showDetails() {
        work.look();
        details.setText(selected().map(ModelsTable::details).orElse("Click on a model to see where it lies."));
    }

    /** Looks at all models again, and selects one; with an empty name that which is selected. */
    void refresh(String name) {
        look(name, entries -> {});
    }

    /** Looks at them again after a download that was stopped or has failed, and tells what has come of it, after what is told of the end. */
    void refreshAfter(String name, String told) {
        look(
                name,
                entries -> work.tell(entries.stream()
                        .filter(e -> e.name().equals(name) && e.origin() == ModelEntry.Origin.UNFINISHED)
                        .findFirst()
                        .map(e -> (told.isEmpty() ? "" : told + ". ") + e.hashes() + " of " + e.name()
                                + " are here; Download goes on from there")
                        .orElse(told)));
    }

    /** Models, and the folders that were named to look for them. */
    private record Found(List<ModelEntry> models, List<Path> folders) {}

    private void look(String name, Consumer<List<ModelEntry>> then) {
        String wanted = name.isEmpty() ? selected().map(ModelEntry::name).orElse("") : name;
        work.run("Looking for models", progress -> new Found(store.list(progress), store.named()), found -> {
            List<ModelEntry> entries = found.models();
            folders.show(found.folders());
            rows.show(entries);
            table.fit();
            int row = rows.rowOf(wanted);
            if (row >= 0) table.setRowSelectionInterval(row, row);
            showDetails();
            then.accept(entries);
        });
    }

    private void verify() {
        selected()
                .ifPresent(e -> report(
                        "Checking " + e.name(), p -> store.verify(e.name(), p).text(), e.name()));
    }

    private void repair() {
        selected()
                .ifPresent(e -> report(
                        "Repairing " + e.name(), p -> store.repair(e.name(), p).text(), e.name()));
    }

    private void remove() {
        selected().ifPresent(e -> {
            if (e.isUnfinished() && rows.unfinished() > 1) clear(e);
            else folders.of(e).ifPresentOrElse(folders::ask, () -> remove(e));
        });
    }

    private void remove(ModelEntry e) {
        if (RemoveQuestion.of(this, e)) report("Removing " + e.name(), p -> store.remove(e.name()), "");
    }

    private void clear(ModelEntry one) {
        int answer = RemoveQuestion.ofUnfinished(this, one, rows.unfinished());
        if (answer == 0) report("Removing " + one.name(), p -> store.remove(one.name()), "");
        if (answer == 1) report("Removing", p -> store.clear().text(), "");
    }

    private void addOne(String before) {
        AddDialog.choose(this, "Add a model: its folder, or one file", JFileChooser.FILES_AND_DIRECTORIES, before)
                .ifPresent(path -> work.runAgain(
                        "Looking at " + path,
                        p -> store.adding(path),
                        model -> AddDialog.name(this, model).ifPresent(name -> add(path, model, name)),
                        () -> addOne(path)));
    }

    private void add(String path, Addition model, String name) {
        report("Adding", p -> store.add(path, name), name.isEmpty() ? model.ownName() : name);
    }

    private void find(String before) {
        AddDialog.choose(this, "Find models: the folder of another program", JFileChooser.DIRECTORIES_ONLY, before)
                .ifPresent(path -> work.runAgain(
                        "Looking for models", p -> store.lookIn(path), text -> told(text, ""), () -> find(path)));
    }

    private void told(String text, String name) {
        TextDialog.show(this, text);
        refresh(name);
    }

    private void report(String begin, java.util.function.Function<Progress, String> job, String name) {
        work.run(begin, job, text -> told(text, name), told -> look(name, entries -> work.tell(told)));
    }
}
