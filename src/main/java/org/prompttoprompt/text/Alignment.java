package org.prompttoprompt.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A(j): the source tokens that each target token takes its map from (Hertz et al. 2022, section 3.2).
 *
 * @param columns one per target token, padding included
 * @param sourceTokens number of source tokens, padding included
 */
public record Alignment(List<Column> columns, int sourceTokens) {
    /** Source tokens of a target token, and the factor of their maps. None: the token is new. */
    public record Column(List<Integer> sources, float share) {
        static final Column NEW = new Column(List.of(), 0);

        static Column of(int source) {
            return new Column(List.of(source), 1);
        }
    }

    /** Whether the published code's slips are mended or repeated (SwapAlignment, PhraseAlignment). */
    public enum Mode {
        /** Words keep their partners throughout the prompt. */
        ALIGNED,
        /** As google/prompt-to-prompt computes it, for comparison with its images. */
        REFERENCE
    }

    public Alignment {
        columns = List.copyOf(columns);
    }

    /** Returns the alignment of a prompt with itself. */
    public static Alignment identity(int tokens) {
        return new Alignment(IntStream.range(0, tokens).mapToObj(Column::of).toList(), tokens);
    }

    /**
     * Returns the alignment of a word swap.
     *
     * @throws org.prompttoprompt.Refusal if the prompts have different numbers of words
     */
    public static Alignment swap(Tokens source, Tokens target, Mode mode) {
        return SwapAlignment.align(source, target, mode);
    }

    /** Returns the alignment of an added (or removed) phrase; any two prompts have one. */
    public static Alignment refine(Tokens source, Tokens target, Mode mode) {
        return PhraseAlignment.align(source, target, mode);
    }

    /** Returns whether every target token takes the map of the source token at its own place. */
    public boolean isIdentity() {
        return equals(identity(sourceTokens));
    }

    /** Returns A as a matrix, [tokens, tokens*]. */
    public NDArray matrix(NDManager manager) {
        int n = columns.size();
        float[] a = new float[sourceTokens * n];
        for (int j = 0; j < n; j++) {
            for (int i : columns.get(j).sources()) a[i * n + j] = columns.get(j).share();
        }
        return manager.create(a, new Shape(sourceTokens, n));
    }

    /** Returns 1 for the target tokens that are new and 0 for the others, [tokens*]. */
    public NDArray isNew(NDManager manager) {
        float[] a = new float[columns.size()];
        for (int j = 0; j < a.length; j++) a[j] = columns.get(j).sources().isEmpty() ? 1 : 0;
        return manager.create(a);
    }

    /**
     * Returns a source token for each target token, each once: those of its own first, then, for what is new or left over, the others in
     * their order, such as the source's padding for an added word.
     */
    public List<Integer> partners() {
        Set<Integer> left =
                new LinkedHashSet<>(IntStream.range(0, sourceTokens).boxed().toList());
        List<Integer> partners = new ArrayList<>();
        for (Column column : columns)
            partners.add(
                    column.sources().stream().filter(left::remove).findFirst().orElse(-1));
        Iterator<Integer> rest = left.iterator();
        partners.replaceAll(partner -> partner < 0 ? rest.next() : partner);
        return List.copyOf(partners);
    }

    /** Returns the source tokens of target token j. */
    public List<Integer> sources(int j) {
        return columns.get(j).sources();
    }
}
