package org.prompttoprompt.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.swing.table.AbstractTableModel;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.store.ModelEntry;

/** The rows of the table of models: what {@code models list} tells of each. */
final class ModelsTable extends AbstractTableModel {
    private static final long serialVersionUID = 1L;

    /** Columns whose words are short and say little when cut: size, precision, where it comes from. */
    static final Set<Integer> UNCUT = Set.of(2, 3, 6);

    private transient List<ModelEntry> models = new ArrayList<>();

    void show(List<ModelEntry> entries) {
        models = new ArrayList<>(entries);
        fireTableDataChanged();
    }

    ModelEntry at(int row) {
        return models.get(row);
    }

    /** Returns what is told of a model below the table. */
    static String details(ModelEntry e) {
        boolean none = e.look().use() == ModelLook.Use.NONE;
        String problem = e.look().problem();
        if (none && !problem.isEmpty()) return problem;
        String key = none ? "" : "Macros: " + option(e) + "\n" + (problem.isEmpty() ? "" : problem + "\n");
        String precision =
                e.look().precision().isEmpty() ? "" : "; weights in " + e.look().precision() + " precision";
        return key + e.place() + precision;
    }

    /** Returns how a macro names a model, one with blanks in brackets. */
    static String option(ModelEntry e) {
        return MacroLine.option(e.look().use().key(), e.name());
    }

    /** Returns the row of a name, -1 for none. */
    int rowOf(String name) {
        for (int i = 0; i < models.size(); i++) if (models.get(i).name().equals(name)) return i;
        return -1;
    }

    /** Returns how many downloads are not finished, and not going on now. */
    long unfinished() {
        return models.stream().filter(ModelEntry::isUnfinished).count();
    }

    @Override
    public int getRowCount() {
        return models.size();
    }

    @Override
    public int getColumnCount() {
        return ModelEntry.COLUMNS.size();
    }

    @Override
    public String getColumnName(int column) {
        return ModelEntry.COLUMNS.get(column);
    }

    @Override
    public Object getValueAt(int row, int column) {
        ModelEntry model = models.get(row);
        return switch (column) {
            case 0 -> model.title();
            case 1 -> model.kind();
            case 2 -> model.size();
            case 3 -> model.look().precision();
            case 4 -> model.licence();
            case 5 -> model.hashes();
            default -> model.origin().toString();
        };
    }
}
