package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.text.Alignment.Column;
import org.prompttoprompt.text.Alignment.Mode;
import org.prompttoprompt.text.Tokens.Word;

/**
 * The alignment of two prompts whose words differ in places: a word's tokens take the maps of its partner's. With
 * different numbers of tokens every source token of the word goes to every target token, divided by the number of target
 * tokens, so that the word's share of attention is kept (google/prompt-to-prompt, get_replacement_mapper). Unlike there, the
 * signs around a word stay out of that: the comma of {@code cat,} takes the map of the comma before.
 */
final class SwapAlignment {
    private SwapAlignment() {}

    /** Of long prompts: words take their partners' maps wherever those stand. */
    private static Alignment byWords(Tokens source, Tokens target) {
        List<Column> columns = Frames.columns(source, target);
        for (int w = 0; w < target.words().size(); w++) {
            List<Integer> sources = source.words().get(w).tokens();
            List<Integer> targets = target.words().get(w).tokens();
            if (sources.isEmpty() || targets.isEmpty()) continue;
            SignedWord.of(target, targets).takeFrom(SignedWord.of(source, sources), columns);
        }
        return new Alignment(columns, source.ids().size());
    }

    static Alignment align(Tokens source, Tokens target, Mode mode) {
        List<Word> from = source.words();
        List<Word> to = target.words();
        if (from.size() != to.size()) {
            throw new Refusal("A word swap needs prompts with the same number of words; '" + source.prompt()
                    + "' has " + from.size() + " and '" + target.prompt() + "' has " + to.size()
                    + ". Use Add Phrase for prompts of different length.");
        }
        int n = target.ids().size();
        if (target.chunks() > 1 && mode == Mode.ALIGNED) return byWords(source, target);
        List<Column> columns = new ArrayList<>(Collections.nCopies(n, Column.NEW));
        int i = 0;
        int j = 0;
        for (int w = 0; w < from.size(); w++) {
            List<Integer> sources = from.get(w).tokens();
            List<Integer> targets = to.get(w).tokens();
            if (from.get(w).text().equals(to.get(w).text()) || sources.isEmpty() || targets.isEmpty()) continue;
            while (j < targets.get(0)) columns.set(j++, Column.of(i++));
            SignedWord one = mode == Mode.REFERENCE ? SignedWord.whole(sources) : SignedWord.of(source, sources);
            SignedWord other = mode == Mode.REFERENCE ? SignedWord.whole(targets) : SignedWord.of(target, targets);
            other.takeFrom(one, columns);
            i = sources.get(sources.size() - 1) + 1;
            j = targets.get(targets.size() - 1) + 1;
        }
        boolean slip = mode == Mode.REFERENCE;
        int shift = i - j;
        for (; j < n; j++) {
            // The published code goes on with the target's own index, and stops where the source's would run out.
            if (slip && j + shift >= n) break;
            columns.set(j, Column.of(slip ? j : Math.min(j + shift, n - 1)));
        }
        return new Alignment(columns, n);
    }
}
