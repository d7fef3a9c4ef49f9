package org.prompttoprompt.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.prompttoprompt.text.Alignment.Column;
import org.prompttoprompt.text.Alignment.Mode;

/**
 * The alignment of two prompts that share words: the longest common subsequence of their tokens, start and end included
 * (google/prompt-to-prompt, get_refinement_mapper: Needleman-Wunsch with match 1, mismatch -1, gap 0). Among equals an
 * insertion is taken before a deletion and that before a match, traced back from the end.
 */
final class PhraseAlignment {
    private PhraseAlignment() {}

    static Alignment align(Tokens source, Tokens target, Mode mode) {
        if (target.chunks() > 1 && mode == Mode.ALIGNED) return overParts(source, target);
        List<Integer> s = source.ids().subList(0, source.tokens().size());
        List<Integer> t = target.ids().subList(0, target.tokens().size());
        int n = target.ids().size();
        List<Column> columns = new ArrayList<>(Collections.nCopies(n, Column.NEW));
        traceBack(s, t, (i, j) -> columns.set(j, Column.of(i)));
        for (int j = t.size(); j < n; j++) {
            // The published code takes the source's token at the pad's own place, which may be a word of a longer
            // source.
            columns.set(j, Column.of(mode == Mode.REFERENCE ? j : Math.min(n - 1, Math.max(j, s.size()))));
        }
        return new Alignment(columns, source.ids().size());
    }

    /** Of long prompts: starts and ends of their parts are no words, between which an added one pushes others into the next part. */
    private static Alignment overParts(Tokens source, Tokens target) {
        List<Column> columns = Frames.columns(source, target);
        List<Integer> from = Frames.inside(source);
        List<Integer> to = Frames.inside(target);
        List<Integer> s = from.stream().map(source.ids()::get).toList();
        List<Integer> t = to.stream().map(target.ids()::get).toList();
        traceBack(s, t, (i, j) -> columns.set(to.get(j), Column.of(from.get(i))));
        return new Alignment(columns, source.ids().size());
    }

    /** Hears of each pair of the longest common subsequence, the last first. */
    private interface Pairs {
        void pair(int source, int target);
    }

    private static void traceBack(List<Integer> s, List<Integer> t, Pairs pairs) {
        int[][] score = scores(s, t);
        for (int i = s.size(), j = t.size(); i > 0 && j > 0; ) {
            if (score[i][j] == score[i][j - 1]) j--;
            else if (score[i][j] == score[i - 1][j]) i--;
            else pairs.pair(--i, --j);
        }
    }

    private static int[][] scores(List<Integer> s, List<Integer> t) {
        int[][] score = new int[s.size() + 1][t.size() + 1];
        for (int i = 1; i <= s.size(); i++) {
            for (int j = 1; j <= t.size(); j++) {
                int match = score[i - 1][j - 1] + (s.get(i - 1).equals(t.get(j - 1)) ? 1 : -1);
                score[i][j] = Math.max(match, Math.max(score[i][j - 1], score[i - 1][j]));
            }
        }
        return score;
    }
}
