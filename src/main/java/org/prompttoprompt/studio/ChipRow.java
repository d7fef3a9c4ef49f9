package org.prompttoprompt.studio;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.swing.JPanel;
import javax.swing.Scrollable;
import org.prompttoprompt.dialog.WordCompletion;
import org.prompttoprompt.text.Vocabulary;

/** The words of the edited prompt, and a place before and after them to add a phrase at. */
final class ChipRow extends JPanel implements Scrollable {
    private static final int ROWS = 2;

    private int rows = ROWS;

    private StudioState state;
    private int chosen = -1;
    private Supplier<Vocabulary> vocabulary;
    private final List<WordChip> chips = new ArrayList<>();
    private final PhraseField before = adder("add before", "before", () -> 0);
    private final PhraseField after =
            adder("add after", "after", () -> state.words().size());
    private final IntConsumer whenChosen;
    private final Consumer<StudioState> whenChanged;

    ChipRow(IntConsumer whenChosen, Consumer<StudioState> whenChanged) {
        super(new WrapLayout());
        this.whenChosen = whenChosen;
        this.whenChanged = whenChanged;
        setName("words");
        add(before);
        add(after);
        setFocusTraversalPolicyProvider(true);
        setFocusTraversalPolicy(new TabOrder(this::inTabOrder));
    }

    /** Returns the number of the word that was clicked last, -1 for none. */
    int chosen() {
        return chosen;
    }

    /** Shows a state's words. The widgets stay, so that the focus and what is being typed do. */
    void show(StudioState shown) {
        if (state != null && shown.words().size() != state.words().size()) chosen = -1;
        state = shown;
        int words = shown.words().size();
        while (chips.size() > words) remove(chips.remove(chips.size() - 1));
        for (int i = 0; i < words; i++) {
            if (i < chips.size()) chips.get(i).show(shown.words().get(i));
            else addChip(i);
        }
        for (WordChip chip : chips) chip.showChosen(chosen);
        revalidate();
        repaint();
    }

    private void addChip(int number) {
        WordChip chip = new WordChip(
                state.words().get(number),
                number,
                () -> choose(number),
                changed -> whenChanged.accept(state.with(number, changed)));
        chips.add(chip);
        if (vocabulary != null) WordCompletion.on(chip.field(), vocabulary);
        add(chip, getComponentCount() - 1);
    }

    private void choose(int word) {
        if (word == chosen) return;
        chosen = word;
        for (WordChip chip : chips) chip.showChosen(chosen);
        whenChosen.accept(word);
    }

    /** Lets words and phrases be completed. */
    void complete(Supplier<Vocabulary> vocabulary) {
        this.vocabulary = vocabulary;
        WordCompletion.on(before, vocabulary);
        WordCompletion.on(after, vocabulary);
    }

    /** Returns the height of as many rows as are seen at once. */
    int mostHeight() {
        int gap = ((WrapLayout) getLayout()).getVgap();
        int chip = 0;
        for (Component part : getComponents()) chip = Math.max(chip, part.getPreferredSize().height);
        return rows * (chip + gap) + gap;
    }

    /** Shows one row at once; the others scroll. */
    void beLow() {
        rows = 1;
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return mostHeight() / rows;
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

    private PhraseField adder(String name, String where, IntSupplier at) {
        PhraseField field = new PhraseField(phrase -> whenChanged.accept(state.withAdded(at.getAsInt(), phrase)));
        field.setName(name);
        field.setToolTipText("Type a phrase to add " + where + " the prompt and press Enter");
        return field;
    }

    /** Tab goes from word to word, then to what stands after them, then to the weights. */
    private List<Component> inTabOrder() {
        List<Component> order = new ArrayList<>();
        order.add(before);
        chips.forEach(chip -> order.add(chip.field()));
        order.add(after);
        chips.forEach(chip -> order.add(chip.weightSlider()));
        return order;
    }
}
