package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import org.prompttoprompt.engine.ChosenPrecision;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.store.EngineOffer;
import org.prompttoprompt.store.EngineStore;

/** What computes now, what this computer could use, and the button that brings it. */
final class EngineTab extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final String ABOUT =
            "Nearly all of the time of a command is computed by PyTorch. The CPU always works. A GPU is many times faster with large"
                    + " models; for the embedded ones it makes little difference.\n\n";

    /** In the order of {@link PrecisionChoice}. */
    private static final String[] PRECISIONS = {
        "Models of your own: half precision where it is faster",
        "All models: single precision",
        "All models: half precision where it is faster"
    };

    private final transient StoreWork work;
    private final transient EngineStore store = new EngineStore();
    private final JTextArea text = new JTextArea(ABOUT);
    private String now = "Press Start and Look to see what computes now.";
    private final JComboBox<String> precision = new JComboBox<>(PRECISIONS);

    EngineTab(StoreWork work) {
        super(new BorderLayout(6, 6));
        this.work = work;
        setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
        text.setEditable(false);
        text.setOpaque(false);
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        text.setName("engine");
        JScrollPane scrolling = new JScrollPane(text);
        scrolling.setBorder(BorderFactory.createEmptyBorder());
        add(scrolling, BorderLayout.CENTER);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        buttons.add(button(
                "Start and Look", "Starts PyTorch, if it does not run yet, and tells what it computes on", this::look));
        store.possible().ifPresent(device -> {
            if (device.equals("gpu"))
                buttons.add(button("Get GPU Libraries...", "Tells size and licences first", this::install));
            else buttons.add(button("Use the Apple GPU", "From the next start on", () -> tell(p -> store.chooseMps())));
        });
        buttons.add(button("Use the CPU", "From the next start on", () -> tell(p -> store.chooseCpu())));
        JButton remove = button(
                "Remove GPU Libraries", "Deletes what was downloaded for a GPU", () -> tell(p -> store.remove()));
        buttons.add(work.offUnless(remove, store::isDownloaded));
        JPanel south = new JPanel(new BorderLayout(6, 6));
        south.add(precision(), BorderLayout.NORTH);
        south.add(buttons, BorderLayout.SOUTH);
        add(south, BorderLayout.SOUTH);
        showNow();
        work.look();
    }

    private JButton button(String label, String tip, Runnable action) {
        JButton button = work.offMeanwhile(new JButton(label));
        button.setName(label);
        button.setToolTipText(tip);
        button.addActionListener(event -> action.run());
        return button;
    }

    private JPanel precision() {
        JComboBox<String> box = work.offMeanwhile(precision);
        box.setSelectedIndex(EngineStore.precision().ordinal());
        box.setName("precision");
        box.setToolTipText(
                "Measured once, when a model of your own is first loaded: bfloat16 or float16 where it needs at most 0.8"
                        + " of the time. Images differ a little; their recipe names the precision.");
        box.addActionListener(event -> {
            PrecisionChoice choice = PrecisionChoice.values()[box.getSelectedIndex()];
            if (choice != EngineStore.precision()) tell(progress -> store.choose(choice));
        });
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        row.add(box);
        row.add(button(
                "Measure Again",
                "Compares single and half precision anew, which takes a second, and keeps what comes of it",
                () -> work.run("Measuring half precision", progress -> store.measure(), this::told)));
        return row;
    }

    private void showNow() {
        precision.setSelectedIndex(EngineStore.precision().ordinal()); // what could not be kept is not chosen
        text.setText(ABOUT + now + "\n\n" + store.possibleInWords() + "\n\n" + store.chosenInWords());
        text.setCaretPosition(0);
    }

    private void look() {
        work.run(
                "Starting PyTorch",
                progress -> {
                    String note = PyTorch.deviceNote();
                    return "Now: PyTorch " + PyTorch.version() + " computes on " + PyTorch.deviceName() + ", "
                            + ChosenPrecision.inWords() + ", with "
                            + PyTorch.threads() + " threads, libraries in " + PyTorch.natives() + "."
                            + (note.isEmpty() ? "" : " " + note);
                },
                told -> {
                    now = told;
                    showNow();
                });
    }

    private void tell(java.util.function.Function<org.prompttoprompt.pipeline.Progress, String> job) {
        work.run("", job, this::told, told -> showNow());
    }

    private void told(String said) {
        showNow();
        TextDialog.show(this, said);
    }

    private void install() {
        work.run("Asking for the libraries", progress -> store.offer(), offer -> {
            if (LicenceDialog.ask(this, "GPU libraries", offer.text(), store.room(offer), store.accepted())) {
                tell(progress -> store.install(offer, EngineOffer.LICENCE, progress));
            }
        });
    }
}
