package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.store.ModelEntry;
import org.prompttoprompt.store.ModelStore;

/** The models of this computer, and what can be done with each. */
final class InstalledTab extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final int[] WIDTHS = {160, 180, 60, 200, 140, 130};

    private final transient StoreWork work;
    private final ModelLook.Use use;
    private JButton choose;
    private JButton check;
    private JButton remove;
    private final transient ModelStore store = new ModelStore();
    private final ModelsTable rows = new ModelsTable();
    private final JTable table = new JTable(rows);
    private final JTextArea details = new JTextArea(3, 60);
    private final transient List<JButton> forOne = new ArrayList<>();
    private final transient List<JButton> forInstalled = new ArrayList<>();

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
        table.setAutoResizeMode(JTable.AUTO_RESIZE_ALL_COLUMNS);
        for (int i = 0; i < WIDTHS.length; i++)
            table.getColumnModel().getColumn(i).setPreferredWidth(WIDTHS[i]);
        table.getSelectionModel().addListSelectionListener(event -> showDetails());
        JScrollPane scroll = new JScrollPane(table);
        scroll.setPreferredSize(new Dimension(870, 250));
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
        choose = any("Choose", "Takes this in the dialog", () -> selected().ifPresent(e -> chosen.accept(e.name())));
        if (chosen != null) buttons.add(choose);
        buttons.add(one("Copy Name", "What a macro writes after model=", this::copyName));
        buttons.add(
                check = any(
                        "Check Files", "Reads all files and compares their check sums; takes a while", this::verify));
        buttons.add(installed("Repair", "Downloads anew what is missing or damaged", this::repair));
        remove = any(
                "Remove...",
                "Deletes a model that was downloaded here, whole or not; others are only taken off the list",
                this::remove);
        buttons.add(remove);
        buttons.add(any("Add...", "A model's folder or file that stays where it is", this::addOne));
        buttons.add(any(
                "Find in Folder...",
                "Models that ComfyUI, AUTOMATIC1111 or InvokeAI keep in another place",
                this::find));
        return buttons;
    }

    private JButton any(String label, String tip, Runnable action) {
        JButton button = new JButton(label);
        button.setName(label);
        button.setToolTipText(tip);
        button.addActionListener(event -> action.run());
        return work.offMeanwhile(button);
    }

    private JButton one(String label, String tip, Runnable action) {
        JButton button = any(label, tip, action);
        forOne.add(button);
        return button;
    }

    private JButton installed(String label, String tip, Runnable action) {
        JButton button = any(label, tip, action);
        forInstalled.add(button);
        return button;
    }

    private Optional<ModelEntry> selected() {
        int row = table.getSelectedRow();
        return row < 0 || row >= rows.getRowCount() ? Optional.empty() : Optional.of(rows.at(row));
    }

    private void showDetails() {
        Optional<ModelEntry> one = selected();
        boolean ours = one.filter(
                        e -> e.origin() == ModelEntry.Origin.INSTALLED || e.origin() == ModelEntry.Origin.ADDED)
                .isPresent();
        choose.setEnabled(
                !work.isBusy() && one.filter(e -> e.look().use() == use).isPresent());
        forOne.forEach(button -> button.setEnabled(!work.isBusy() && one.isPresent()));
        remove.setEnabled(!work.isBusy()
                && (ours
                        || one.filter(e -> e.origin() == ModelEntry.Origin.UNFINISHED)
                                .isPresent()));
        forInstalled.forEach(button -> button.setEnabled(!work.isBusy() && ours));
        check.setEnabled(!work.isBusy() && one.filter(ModelEntry::canBeChecked).isPresent());
        details.setText(one.map(InstalledTab::text).orElse("Click on a model to see where it lies."));
    }

    private static String text(ModelEntry e) {
        if (!e.look().problem().isEmpty()) return e.look().problem();
        String key = e.look().use() == ModelLook.Use.NONE
                ? ""
                : "Macros: " + e.look().use().key() + "=" + e.name() + "\n";
        String precision =
                e.look().precision().isEmpty() ? "" : "; weights in " + e.look().precision() + " precision";
        return key + e.place() + precision;
    }

    /** Looks at all models again, and selects one. */
    void refresh(String name) {
        work.run("Looking for models", store::list, entries -> {
            rows.show(entries);
            int row = rows.rowOf(name);
            if (row >= 0) table.setRowSelectionInterval(row, row);
            showDetails();
        });
    }

    private void copyName() {
        selected().ifPresent(e -> {
            Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(e.name()), null);
            work.tell("Copied: " + e.name());
        });
    }

    private void verify() {
        selected().ifPresent(e -> report("Checking " + e.name(), p -> store.verify(e.name(), p), e.name()));
    }

    private void repair() {
        selected().ifPresent(e -> report("Repairing " + e.name(), p -> store.repair(e.name(), p), e.name()));
    }

    private void remove() {
        selected().ifPresent(e -> {
            if (e.isUnfinished() && rows.unfinished() > 1) {
                clear(e);
                return;
            }
            boolean ours = e.origin() != ModelEntry.Origin.ADDED;
            String question = ours
                    ? "Delete " + e.title() + " and its files (" + e.size() + ")?"
                    : "Take " + e.title() + " off the list? Its files stay in " + e.place() + ".";
            int answer = JOptionPane.showConfirmDialog(this, question, "Models", JOptionPane.OK_CANCEL_OPTION);
            if (answer == JOptionPane.OK_OPTION) report("Removing " + e.name(), p -> store.remove(e.name()), "");
        });
    }

    private void clear(ModelEntry one) {
        String[] answers = {"Only this", "All " + rows.unfinished(), "Cancel"};
        int answer = JOptionPane.showOptionDialog(
                this,
                "Delete what has come of " + one.title() + ", or of all downloads that are not finished?",
                "Models",
                JOptionPane.DEFAULT_OPTION,
                JOptionPane.QUESTION_MESSAGE,
                null,
                answers,
                answers[0]);
        if (answer == 0) report("Removing " + one.name(), p -> store.remove(one.name()), "");
        if (answer == 1) report("Removing", p -> store.clear(), "");
    }

    private void addOne() {
        choose("Add a model: its folder, or one file", JFileChooser.FILES_AND_DIRECTORIES)
                .ifPresent(path -> report("Adding", p -> store.add(path, ""), ""));
    }

    private void find() {
        choose("The folder of the other program", JFileChooser.DIRECTORIES_ONLY)
                .ifPresent(path -> report("Looking for models", p -> store.lookIn(path), ""));
    }

    private Optional<String> choose(String title, int mode) {
        JFileChooser chooser = new JFileChooser();
        chooser.setFileSelectionMode(mode);
        chooser.setDialogTitle(title);
        return chooser.showDialog(this, "Choose") == JFileChooser.APPROVE_OPTION
                ? Optional.of(chooser.getSelectedFile().getPath())
                : Optional.empty();
    }

    private void report(String begin, java.util.function.Function<Progress, String> job, String name) {
        work.run(begin, job, text -> {
            TextDialog.show(this, text);
            refresh(name);
        });
    }
}
