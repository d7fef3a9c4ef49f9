package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.*;

import java.util.Set;
import javax.swing.JLabel;
import javax.swing.JMenuItem;
import javax.swing.JToolTip;
import javax.swing.SwingUtilities;
import javax.swing.plaf.basic.BasicHTML;
import javax.swing.table.DefaultTableModel;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final String PAGE = "<html><b>a name</b>";

    /** It would ask for the pictures that it names. */
    @Test
    void aNameThatBeginsLikeAPageIsShownAsItIs() throws Exception {
        SwingUtilities.invokeAndWait(() -> {
            TextTable table =
                    new TextTable(new DefaultTableModel(new Object[][] {{PAGE}}, new Object[] {"Name"}), Set.of());
            JLabel cell = (JLabel) table.prepareRenderer(table.getCellRenderer(0, 0), 0, 0);
            assertEquals(PAGE, cell.getText());
            assertNull(cell.getClientProperty(BasicHTML.propertyKey));
            JToolTip tip = table.createToolTip();
            tip.setTipText(PAGE);
            assertNull(tip.getClientProperty(BasicHTML.propertyKey));
            JMenuItem item = PlainText.only(new JMenuItem());
            item.setText(PAGE);
            assertNull(item.getClientProperty(BasicHTML.propertyKey));
            assertNotNull(new JMenuItem(PAGE).getClientProperty(BasicHTML.propertyKey), "else this tests nothing");
        });
    }
}
