package org.prompttoprompt.studio;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javax.swing.JPanel;
import javax.swing.Scrollable;
import javax.swing.SwingUtilities;

/** The words of the edited prompt, and a place before and after them to add a phrase at. */
final class ChipRow extends JPanel implements Scrollable {
    private static final int MOST_ROWS = 3;

    private StudioState state;
    private int chosen = -1;
    private final IntConsumer whenChosen;
    private final Consumer<StudioState> whenChanged;

    ChipRow(IntConsumer whenChosen, Consumer<StudioState> whenChanged) {
        super(new WrapLayout());
        this.whenChosen = whenChosen;
        this.whenChanged = whenChanged;
        setName("words");
    }

    /** Returns the number of the word that was clicked last, -1 for none. */
    int chosen() {
        return chosen;
    }

    void show(StudioState shown) {
        boolean other = state == null || shown.words().size() != state.words().size();
        state = shown;
        if (other) chosen = -1;
        String focused = focused(this);
        removeAll();
        add(adder("add before", 0));
        for (int i = 0; i < shown.words().size(); i++) {
            int word = i;
            add(new WordChip(
                    shown.words().get(i),
                    i,
                    () -> choose(word),
                    changed -> whenChanged.accept(state.with(word, changed))));
        }
        add(adder("add after", shown.words().size()));
        for (Component part : getComponents()) if (part instanceof WordChip chip) chip.showChosen(chosen);
        revalidate();
        repaint();
        if (focused != null) focus(this, focused);
    }

    private void choose(int word) {
        if (word == chosen) return;
        chosen = word;
        for (Component part : getComponents()) if (part instanceof WordChip chip) chip.showChosen(chosen);
        whenChosen.accept(word);
    }

    /** Returns the height of as many rows as are seen at once. */
    int mostHeight() {
        int gap = ((WrapLayout) getLayout()).getVgap();
        int chip = 0;
        for (Component part : getComponents()) chip = Math.max(chip, part.getPreferredSize().height);
        return MOST_ROWS * (chip + gap) + gap;
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return mostHeight() / MOST_ROWS;
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return mostHeight();
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return true;
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return false;
    }

    private Component adder(String name, int at) {
        PhraseField field = new PhraseField(phrase -> whenChanged.accept(state.withAdded(at, phrase)));
        field.setName(name);
        field.setToolTipText("Type a phrase to add " + (at == 0 ? "before" : "after") + " the prompt and press Enter");
        return field;
    }

    /** The widgets are new after a change; whoever moves by the keyboard stays where he was. */
    private static String focused(Component inside) {
        Component owner = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
        boolean ours = owner != null && SwingUtilities.isDescendingFrom(owner, inside);
        return ours ? owner.getName() : null;
    }

    private static void focus(Container parts, String name) {
        for (Component part : parts.getComponents()) {
            if (name.equals(part.getName())) part.requestFocusInWindow();
            else if (part instanceof Container inner) focus(inner, name);
        }
    }
}
