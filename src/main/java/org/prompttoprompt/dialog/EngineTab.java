package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.Timer;
import org.prompttoprompt.engine.ComputingNow;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Instructions;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.store.EngineOffer;
import org.prompttoprompt.store.EngineStore;

/** What computes now, what this computer could use, and the button that brings it. */
final class EngineTab extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final String ABOUT =
            "Nearly all of the time of a command is computed by PyTorch. The CPU always works. A GPU is many times faster with large"
                    + " models; for the embedded ones it makes little difference.\n\n";

    private static final String UNKNOWN =
            "PyTorch does not run yet: Start and Look starts it, and tells what it computes on.";
    private static final int SOON_MS = 500;

    /** In the order of {@link PrecisionChoice}. */
    private static final String[] PRECISIONS = {
        "Models of your own: half precision where it is faster",
        "All models: single precision",
        "All models: half precision where it is faster"
    };

    /** In the order of {@link HeldAs}. */
    private static final String[] WEIGHTS = {"Weights in full", "Weights in eight bits"};

    private final transient StoreWork work;
    private final transient EngineStore store = new EngineStore();
    private final JTextArea text = new JTextArea(ABOUT);
    private final transient Supplier<String> start;
    private final transient Supplier<Optional<String>> known;
    private transient Optional<String> shown = Optional.empty();
    /** A command that starts the engine meanwhile, and may not get what was chosen, is none of this window. */
    private final Timer looks = new Timer(SOON_MS, event -> lookAgain());

    private final JComboBox<String> precision = new JComboBox<>(PRECISIONS);
    private final JComboBox<String> weights = new JComboBox<>(WEIGHTS);

    EngineTab(StoreWork work) {
        this(work, ComputingNow::start, ComputingNow::known);
    }

    /**
     * @param start starts the engine and tells what computes
     * @param known tells the same where it was started before, and why it does not run
     */
    EngineTab(StoreWork work, Supplier<String> start, Supplier<Optional<String>> known) {
        super(new BorderLayout(6, 6));
        this.work = work;
        this.start = start;
        this.known = known;
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
        JButton first = button("Start and Look", "Starts PyTorch and tells what it computes on", this::look);
        buttons.add(work.offUnless(first, () -> known.get().isEmpty()));
        store.possible().ifPresent(device -> {
            if (device.equals("gpu"))
                buttons.add(button("Get GPU Libraries...", "Tells size and licences first", this::install));
            else buttons.add(button("Use the Apple GPU", "From the next start on", () -> tell(p -> store.chooseMps())));
        });
        JButton cpu = button("Use the CPU", "From the next start on", () -> tell(p -> store.chooseCpu()));
        buttons.add(work.offUnless(cpu, () -> !store.isCpuChosen()));
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

    @Override
    public void addNotify() {
        super.addNotify();
        looks.start();
    }

    @Override
    public void removeNotify() {
        looks.stop();
        super.removeNotify();
    }

    /** Shows what has changed by itself. */
    void lookAgain() {
        if (known.get().equals(shown)) return;
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
                () -> run("Measuring half precision", progress -> store.measure(), this::told)));
        row.add(weights());
        return row;
    }

    private JComboBox<String> weights() {
        JComboBox<String> box = work.offMeanwhile(weights);
        box.setSelectedIndex(HeldAs.kept().ordinal());
        box.setName("weights");
        box.setToolTipText(
                "Eight bits take a quarter of the memory of single precision. Images differ; their recipe says so.");
        box.addActionListener(event -> {
            HeldAs choice = HeldAs.values()[box.getSelectedIndex()];
            if (choice != HeldAs.kept()) tell(progress -> store.choose(choice));
        });
        return box;
    }

    private void showNow() {
        precision.setSelectedIndex(EngineStore.precision().ordinal()); // what could not be kept is not chosen
        weights.setSelectedIndex(HeldAs.kept().ordinal());
        shown = known.get();
        text.setText(ABOUT + shown.orElse(UNKNOWN) + "\n\n" + store.possibleInWords() + "\n\n" + instructions()
                + store.chosenInWords());
        text.setCaretPosition(0);
    }

    private static String instructions() {
        String here = Instructions.here();
        return here.isEmpty() ? "" : here + "\n\n";
    }

    private void look() {
        run("Starting PyTorch", progress -> start.get(), told -> showNow());
    }

    private void tell(Function<Progress, String> job) {
        run("", job, this::told);
    }

    /** What was chosen may have been given up in what has failed: that is shown too. */
    private void run(String begin, Function<Progress, String> job, Consumer<String> done) {
        work.run(begin, job, done, told -> showNow());
    }

    private void told(String said) {
        showNow();
        TextDialog.show(this, said);
    }

    /** An offer, and the day on which its licences were accepted before, if they were. */
    private record Asked(EngineOffer offer, Optional<String> accepted) {}

    private void install() {
        work.run("Asking for the libraries", progress -> new Asked(store.offer(progress), store.accepted()), asked -> {
            EngineOffer offer = asked.offer();
            if (LicenceDialog.ask(this, "GPU libraries", offer.text(), store.room(offer), asked.accepted()))
                tell(progress -> store.install(offer, EngineOffer.LICENCE, progress));
        });
    }
}
