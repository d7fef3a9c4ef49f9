package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.ListSelectionModel;
import org.prompttoprompt.store.ModelStore;
import org.prompttoprompt.store.Offer;
import org.prompttoprompt.store.Recommended;
import org.prompttoprompt.store.Token;

/** Models that can be downloaded: some that are recommended, and any other by its name or address. */
final class DownloadTab extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final String GATED =
            "<html><p style='width:260px'>Some models are given only to people who asked for them on their page (gated)."
                    + " Make a token for reading in your account there and paste it here. It is kept until ImageJ ends, and"
                    + " is neither stored nor shown to another server.</p></html>";

    private final transient StoreWork work;
    private final transient ModelStore store = new ModelStore();
    private final transient Consumer<String> installed;
    private final transient BiConsumer<String, String> broken;
    private final JTextField what = new JTextField(34);
    private boolean choosing;
    private final JCheckBox half = new JCheckBox("half precision (half as large)", true);
    private boolean wantsHalf = true;
    private final JPasswordField token = new JPasswordField(18);

    /**
     * What is offered.
     *
     * @param installed hears of the name of each model that was installed
     * @param broken hears of the name of each whose download was stopped or has failed, and what is told of that
     */
    DownloadTab(StoreWork work, Consumer<String> installed, BiConsumer<String, String> broken) {
        super(new BorderLayout(6, 6));
        this.work = work;
        this.installed = installed;
        this.broken = broken;
        setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
        add(
                new JLabel(
                        "None of these is needed to learn the method. Nothing is downloaded before you have accepted its licence."),
                BorderLayout.NORTH);
        add(recommended(), BorderLayout.CENTER);
        add(fields(), BorderLayout.SOUTH);
    }

    private JPanel recommended() {
        JList<Recommended> list = new JList<>(Recommended.all().toArray(Recommended[]::new));
        list.setName("recommended");
        list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        list.setCellRenderer(new DefaultListCellRenderer() {
            private static final long serialVersionUID = 1L;

            @Override
            public Component getListCellRendererComponent(
                    JList<?> all, Object value, int i, boolean selected, boolean focus) {
                Recommended model = (Recommended) value;
                String text = "<html><b>" + model.title() + "</b><br>" + model.use() + ", " + model.size() + "</html>";
                return super.getListCellRendererComponent(all, text, i, selected, focus);
            }
        });
        JTextArea description = new JTextArea();
        description.setEditable(false);
        description.setLineWrap(true);
        description.setWrapStyleWord(true);
        description.setName("description");
        description.setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
        list.addListSelectionListener(event -> {
            Recommended model = list.getSelectedValue();
            description.setText(model == null ? "" : described(model));
            description.setCaretPosition(0);
            if (model == null || isTyped(model)) return;
            choosing = true;
            what.setText(model.name());
            choosing = false;
        });
        TextInput.onChange(what, () -> {
            if (choosing) return;
            list.clearSelection();
            Recommended.all().stream().filter(this::isTyped).forEach(model -> list.setSelectedValue(model, true));
        });
        JScrollPane left = new JScrollPane(list);
        left.setPreferredSize(new Dimension(300, 260));
        JPanel all = new JPanel(new BorderLayout(6, 0));
        all.add(left, BorderLayout.WEST);
        all.add(new JScrollPane(description), BorderLayout.CENTER);
        list.setSelectedIndex(0);
        return all;
    }

    /** Returns whether the field asks for this one: what is told beside it is never of another. */
    private boolean isTyped(Recommended model) {
        return what.getText().strip().equalsIgnoreCase(model.name());
    }

    private static String described(Recommended model) {
        return model.title() + "\n\n" + model.description() + "\n\nSize: " + model.size() + "\nLicence: "
                + model.licence() + "\n" + model.licenceLink() + "\nFrom: " + model.source()
                + "\n\nSize, licence and what it is for are what its public listing says; we have not tried it."
                + (model.isMeasured()
                        ? " The memory and the time that it needs are ours: measured, or reckoned, with random weights of its size in place of its own."
                        : "");
    }

    private JPanel fields() {
        what.setName("what");
        what.setToolTipText("A name from above, a repository as owner/name, or the address of a .safetensors file");
        what.addActionListener(event -> ask());
        token.setName("token");
        token.setToolTipText(GATED);
        half.setName("half");
        half.addActionListener(event -> wantsHalf = half.isSelected());
        TextInput.onChange(what, this::showHalf);
        showHalf();
        JButton download = work.offMeanwhile(new JButton("Download..."));
        download.setName("Download...");
        download.addActionListener(event -> ask());
        JPanel first = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        first.add(new JLabel("Model, owner/name or address"));
        first.add(what);
        first.add(download);
        JPanel second = new JPanel(new FlowLayout(FlowLayout.LEFT, 6, 0));
        second.add(half);
        JLabel label = new JLabel("Token, for gated or private models");
        label.setToolTipText(GATED);
        label.setLabelFor(token);
        second.add(label);
        second.add(token);
        JPanel both = new JPanel(new BorderLayout(0, 4));
        both.add(first, BorderLayout.NORTH);
        both.add(second, BorderLayout.SOUTH);
        return both;
    }

    /** What is one file comes as it is. */
    private void showHalf() {
        boolean one = Offer.isOneFile(what.getText());
        half.setEnabled(!one);
        half.setSelected(wantsHalf && !one);
        half.setToolTipText(
                one
                        ? "This is one file, which comes in the precision that it has: there is none to choose from"
                        : "Images differ by rounding only; what a model computes in is chosen in the tab Engine");
    }

    /** An offer, the text of its licence, and the day on which that was accepted before, if it was. */
    private record Asked(Offer offer, String licence, Optional<String> accepted) {}

    private void ask() {
        String wanted = what.getText().strip();
        boolean halves = wantsHalf;
        String secret = new String(token.getPassword());
        work.run(
                "Asking for " + ModelStore.shown(wanted),
                progress -> {
                    if (!secret.isBlank()) Token.useForThisSession(secret);
                    Offer offer = store.offer(wanted, "", halves, "").goingOn(store.folder());
                    Optional<String> accepted = store.accepted(offer);
                    return new Asked(offer, store.already(offer) + store.licence(offer), accepted);
                },
                asked -> LicenceDialog.ask(
                                this,
                                asked.offer(),
                                asked.licence(),
                                name -> asked.offer().toCome(store.folder(), name),
                                store::taken,
                                asked.accepted())
                        .ifPresent(name -> download(asked.offer(), name)));
    }

    private void download(Offer offer, String name) {
        work.run(
                "Downloading " + name,
                progress -> store.download(offer, name, offer.licence(), progress),
                text -> {
                    TextDialog.show(this, text);
                    installed.accept(name);
                },
                told -> broken.accept(name, told));
    }
}
