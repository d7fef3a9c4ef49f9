package org.prompttoprompt.dialog;

import java.awt.event.MouseEvent;
import java.util.Set;
import javax.swing.JTable;
import javax.swing.JToolTip;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.TableColumn;
import javax.swing.table.TableModel;

/** A table of texts: columns are as wide as what they hold asks for, and what is cut all the same is told whole by a tip. */
final class TextTable extends JTable {
    private static final long serialVersionUID = 1L;
    private static final int WIDEST = 260;
    private static final int NARROWEST = 70;
    private static final int GAP = 14;

    private final transient Set<Integer> uncut;

    /** @param uncut columns that others make room for where a window is narrow */
    TextTable(TableModel rows, Set<Integer> uncut) {
        super(rows);
        this.uncut = uncut;
        DefaultTableCellRenderer cells = new DefaultTableCellRenderer();
        PlainText.only(cells);
        setDefaultRenderer(Object.class, cells);
        setAutoResizeMode(AUTO_RESIZE_ALL_COLUMNS);
        fit();
    }

    /** Gives each column the width, in pixels, that its title and cells ask for. */
    void fit() {
        for (int i = 0; i < getColumnCount(); i++) {
            TableColumn column = getColumnModel().getColumn(i);
            int width = Math.min(WIDEST, wanted(i) + GAP);
            column.setMinWidth(uncut.contains(i) ? width : Math.min(width, NARROWEST));
            column.setPreferredWidth(width);
        }
    }

    private int wanted(int column) {
        int most = getTableHeader()
                .getDefaultRenderer()
                .getTableCellRendererComponent(this, getColumnName(column), false, false, -1, column)
                .getPreferredSize()
                .width;
        for (int row = 0; row < getRowCount(); row++)
            most = Math.max(
                    most,
                    prepareRenderer(getCellRenderer(row, column), row, column).getPreferredSize().width);
        return most;
    }

    @Override
    public JToolTip createToolTip() {
        return PlainText.only(super.createToolTip());
    }

    @Override
    public String getToolTipText(MouseEvent event) {
        int row = rowAtPoint(event.getPoint());
        int column = columnAtPoint(event.getPoint());
        String text = row < 0 || column < 0 ? "" : String.valueOf(getValueAt(row, column));
        return text.isEmpty() ? null : text;
    }
}
