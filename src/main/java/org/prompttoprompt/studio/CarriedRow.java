package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import org.prompttoprompt.request.Option;

/** Names the options of the edit that have no widget here, and can take them away. Seen only where there are some. */
final class CarriedRow extends JPanel {
    private final JLabel names = new JLabel();

    CarriedRow(Runnable whenForgotten) {
        super(new BorderLayout(6, 0));
        names.setName("carried");
        JButton forget = new JButton("Forget");
        forget.setName("forget");
        forget.setToolTipText("Goes on without these options");
        forget.addActionListener(event -> whenForgotten.run());
        add(names, BorderLayout.CENTER);
        add(forget, BorderLayout.EAST);
        setVisible(false);
    }

    void show(StudioState state) {
        Map<Option, String> carried = new EnumMap<>(Option.class);
        carried.putAll(state.carried());
        carried.remove(Option.STRENGTH);
        String text = carried.keySet().stream()
                .sorted()
                .map(option -> option.key() + "=" + carried.get(option))
                .collect(Collectors.joining("; "));
        if (state.tau().from().signum() > 0) text = "tau=" + state.tau() + (text.isEmpty() ? "" : "; " + text);
        names.setText("Every edit also has " + text);
        names.setToolTipText("Options of the recipe that have no control here: " + text);
        setVisible(!text.isEmpty());
    }
}
