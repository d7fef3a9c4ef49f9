package org.prompttoprompt.golden;

import java.util.ArrayList;
import java.util.List;

/** Python's difflib.SequenceMatcher without junk, as bloc97/CrossAttentionControl aligns tokens: the longest common run first. */
final class Difflib {
    private record Run(int a, int b, int length) {}

    private final List<Integer> a;
    private final List<Integer> b;
    private final List<Run> runs = new ArrayList<>();

    private Difflib(List<Integer> a, List<Integer> b) {
        this.a = a;
        this.b = b;
    }

    /** Returns what makes b of a: {@code [tag, a from, a to, b from, b to]}. */
    static List<List<Object>> opcodes(List<Integer> a, List<Integer> b) {
        Difflib diff = new Difflib(a, b);
        diff.match(0, a.size(), 0, b.size());
        diff.runs.add(new Run(a.size(), b.size(), 0));
        List<List<Object>> opcodes = new ArrayList<>();
        int i = 0;
        int j = 0;
        for (Run run : diff.runs) {
            String tag = i < run.a && j < run.b ? "replace" : i < run.a ? "delete" : j < run.b ? "insert" : "";
            if (!tag.isEmpty()) opcodes.add(List.of(tag, i, run.a, j, run.b));
            i = run.a + run.length;
            j = run.b + run.length;
            if (run.length > 0) opcodes.add(List.of("equal", run.a, i, run.b, j));
        }
        return opcodes;
    }

    private void match(int aFrom, int aTo, int bFrom, int bTo) {
        Run longest = new Run(aFrom, bFrom, 0);
        for (int i = aFrom; i < aTo; i++) {
            for (int j = bFrom; j < bTo; j++) {
                int k = 0;
                while (i + k < aTo && j + k < bTo && a.get(i + k).equals(b.get(j + k))) k++;
                if (k > longest.length) longest = new Run(i, j, k);
            }
        }
        if (longest.length == 0) return;
        match(aFrom, longest.a, bFrom, longest.b);
        runs.add(longest);
        match(longest.a + longest.length, aTo, longest.b + longest.length, bTo);
    }
}
