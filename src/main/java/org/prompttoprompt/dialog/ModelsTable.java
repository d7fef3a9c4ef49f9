package org.prompttoprompt.dialog;

import java.util.ArrayList;
import java.util.List;
import javax.swing.table.AbstractTableModel;
import org.prompttoprompt.store.ModelEntry;

/** The rows of the table of models. */
final class ModelsTable extends AbstractTableModel {
    private static final long serialVersionUID = 1L;
    private static final String[] COLUMNS = {"Name", "What it is", "Size", "Licence", "Files", "From"};

    private transient List<ModelEntry> models = new ArrayList<>();

    void show(List<ModelEntry> entries) {
        models = new ArrayList<>(entries);
        fireTableDataChanged();
    }

    ModelEntry at(int row) {
        return models.get(row);
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
        return COLUMNS.length;
    }

    @Override
    public String getColumnName(int column) {
        return COLUMNS[column];
    }

    @Override
    public Object getValueAt(int row, int column) {
        ModelEntry model = models.get(row);
        return switch (column) {
            case 0 -> model.title();
            case 1 -> model.kind();
            case 2 -> model.size();
            case 3 -> model.licence();
            case 4 -> model.hashes();
            default -> model.origin().toString();
        };
    }
}
