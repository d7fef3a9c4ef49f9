package org.prompttoprompt.studio;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.KeyStroke;
import javax.swing.WindowConstants;
import org.prompttoprompt.dialog.WordCompletion;
import org.prompttoprompt.dialog.WordsWindow;
import org.prompttoprompt.text.Vocabulary;

/** The Studio's window: its widgets and where they stand. What they do is in {@link Studio}. */
final class StudioFrame extends JFrame {
    private static final int LEAST_WIDTH = 560;
    /** Room for the rows that come and go: a form that wraps, more lines of status. */
    private static final int SPARE_LINES = 60;

    final SourceForm form;
    final ChipRow chips;
    final TauRow tau;
    final Pictures pictures = new Pictures();
    final HistoryStrip history;
    final StatusRow status;
    private final CarriedRow carried;
    final JButton undo = button("Undo", "Ctrl+Z: to the result before");
    final JButton redo = button("Redo", "Ctrl+Shift+Z: forward again");
    final JButton open = button("Open as Image", "The source and the edited image in ImageJ, with their recipe");
    final JButton stack = button("To Stack", "Sweeps tau (the weight, for a re-weighting; the seed, without an edit)");
    final JButton film =
            button("Film", "Step by step how the picture comes out of noise, its source beside it, to play in ImageJ");
    final JButton record = button("Record", "Writes the macro line of this edit to the Recorder");
    final JButton seeds = button("Seeds", "Eight seeds of the prompt as small pictures; a click takes one");
    private final JButton words = button("Words...", "The words that the model knows");
    /** The words that the model knows, none before it has answered. */
    Vocabulary vocabulary = Vocabulary.NONE;

    private StudioHistory results;

    StudioFrame(Studio studio, StudioState first) {
        super("Prompt Studio");
        form = new SourceForm(studio::generate, studio::askModel);
        chips = new ChipRow(word -> studio.lookAt(), studio::edit);
        carried = new CarriedRow(() -> studio.decide(StudioState::withoutCarried));
        chips.complete(() -> vocabulary);
        WordCompletion.on(form.prompt(), () -> vocabulary);
        history = new HistoryStrip(
                studio::goTo, number -> pictures.compare(results.entries().get(number), number));
        status = new StatusRow(studio::stop);
        tau = new TauRow(first, studio::look, studio::decide);
        setLayout(new BorderLayout(6, 6));
        add(top(), BorderLayout.NORTH);
        add(pictures, BorderLayout.CENTER);
        add(bottom(), BorderLayout.SOUTH);
        ((JComponent) getContentPane()).setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));

        form.startFrom.addActionListener(event -> studio.startFrom());
        tau.attention.addActionListener(event -> studio.lookAt());
        undo.addActionListener(event -> studio.undo());
        redo.addActionListener(event -> studio.redo());
        open.addActionListener(event -> studio.exports().open());
        stack.addActionListener(event -> studio.toStack());
        film.addActionListener(event -> studio.exports().film());
        record.addActionListener(event -> studio.exports().record());
        seeds.addActionListener(event -> studio.seeds());
        words.setFocusable(false);
        words.addActionListener(
                event -> WordsWindow.open(this, vocabulary, word -> write(word, getMostRecentFocusOwner())));
        key("ESCAPE", studio::stop);
        key("control Z", studio::undo);
        key("control shift Z", studio::redo);
        key("control Y", studio::redo);
        getRootPane().setDefaultButton(form.generate);
        setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                studio.close();
            }
        });
    }

    private static JButton button(String text, String tip) {
        JButton button = new JButton(text);
        button.setName(text);
        button.setToolTipText(tip);
        return button;
    }

    private JPanel top() {
        JPanel top = new JPanel();
        top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
        top.add(form);
        JScrollPane chosen = new ShortScroll(chips, chips::mostHeight);
        chosen.setBorder(
                BorderFactory.createTitledBorder("Words: click to look, type over to swap, drag to re-weight"));
        chosen.setToolTipText(
                "Click a word to see where it acts, type over it to swap it, drag its slider (or turn the wheel, or press the"
                        + " arrows up and down) to re-weight it");
        form.add(status.stop);
        top.add(chosen);
        top.add(tau);
        top.add(carried);
        return top;
    }

    private JPanel bottom() {
        JPanel buttons = WrapLayout.panel();
        for (JButton button : new JButton[] {undo, redo}) buttons.add(button);
        buttons.add(Box.createHorizontalStrut(12));
        for (JButton button : new JButton[] {seeds, open, stack, film, record, words}) buttons.add(button);
        JPanel bottom = new JPanel(new BorderLayout(6, 6));
        bottom.add(history, BorderLayout.NORTH);
        bottom.add(buttons, BorderLayout.CENTER);
        bottom.add(status, BorderLayout.SOUTH);
        return bottom;
    }

    private void key(String stroke, Runnable action) {
        getRootPane().getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(stroke), stroke);
        getRootPane().getActionMap().put(stroke, new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent event) {
                action.run();
            }
        });
    }

    /** Makes the window as large as it likes to be; smaller than its widgets need it cannot become, if the screen allows. */
    void fit() {
        pack();
        Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
        int spare = pictures.source.getPreferredSize().height - pictures.source.getMinimumSize().height;
        if (getHeight() - spare > screen.height) beLow();
        int height = getHeight() - spare + SPARE_LINES;
        setMinimumSize(new Dimension(Math.min(LEAST_WIDTH, screen.width), Math.min(height, screen.height)));
        setSize(Math.min(getWidth(), screen.width), Math.min(getHeight() + SPARE_LINES, screen.height));
    }

    /** Leaves the room of a low screen, such as a laptop's at twice the size, to the pictures. */
    private void beLow() {
        chips.beLow();
        history.stand();
        add(history, BorderLayout.EAST);
        pack();
    }

    /** Shows a state in all widgets. */
    void show(StudioState state) {
        form.show(state.source());
        showEdit(state);
    }

    /** Shows a state's words, tau and options; what was typed into the form stays. */
    void showEdit(StudioState state) {
        chips.show(state);
        showCarried(state);
    }

    /** Shows tau and which options a state carries along. */
    void showCarried(StudioState state) {
        carried.show(state);
        tau.show(state);
    }

    /** Writes a word that was clicked where the keyboard is: over a word of the edit, or into a prompt. */
    private static void write(String word, Component owner) {
        if (!(owner instanceof JTextField field)) return;
        if (String.valueOf(field.getName()).startsWith("word ")) {
            field.setText(word);
            field.postActionEvent();
        } else {
            WordsWindow.insert(field, word);
        }
    }

    /** Shows a result in all widgets. */
    void show(StudioHistory all) {
        results = all;
        if (results.entry().isEmpty()) pictures.clear();
        results.entry().ifPresent(pictures::show);
        history.show(results);
        undo.setEnabled(results.canUndo());
        redo.setEnabled(results.canRedo());
        open.setEnabled(results.entry().isPresent());
        for (JButton button : new JButton[] {stack, film, record})
            button.setEnabled(results.entry().isPresent() || pictures.areThere());
    }
}
