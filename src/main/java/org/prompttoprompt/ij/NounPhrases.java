package org.prompttoprompt.ij;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.text.Tokens;

/**
 * What a prompt names, found by plain rules and no grammar: neighbouring words that are neither small nor verbs are one thing, of
 * which the last is the noun; things that name the whole picture, such as night or watercolor, are no objects in it.
 *
 * @param things in the order of the prompt
 * @param leftOut words with the reason why they are no things, such as {@code night (the whole picture)}
 */
public record NounPhrases(List<Thing> things, List<String> leftOut) {
    /** Light, time, weather and ways of drawing: they act on the whole picture. */
    private static final Set<String> WHOLE = Set.of(
            ("night day daytime nighttime sunset sunrise dawn dusk twilight noon morning evening afternoon midnight winter summer"
                            + " spring autumn fall season fog mist haze light lighting darkness watercolor watercolour painting"
                            + " drawing sketch illustration cartoon comic anime render rendering style art artwork engraving etching"
                            + " mosaic collage poster print fluorescence brightfield background scene view")
                    .split(" "));

    /** Nouns that end as verbs do. */
    private static final Set<String> NOUNS = Set.of(
            ("building painting drawing king ring wing string spring ceiling clothing morning evening lighting rendering engraving"
                            + " etching thing wedding pudding stocking earring railing awning herring duckling sibling")
                    .split(" "));

    /**
     * A thing.
     *
     * @param name as the prompt has it, such as {@code red ball}
     * @param map where its words act, each word's attention added up, of the maps' size
     */
    public record Thing(String name, float[] map) {}

    /** Finds the things of a drawn prompt. */
    public static NounPhrases of(AttentionMaps maps) {
        List<Thing> things = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<Integer> run = new ArrayList<>();
        int index = -1;
        for (Tokens.Word word : maps.tokens().words()) {
            if (!word.bare().isEmpty()) index++;
            boolean small = word.bare().isEmpty() || PromptWords.isSmall(word.bare());
            boolean verb = !small && !run.isEmpty() && isVerb(word.bare());
            boolean telling = !small && !verb && PromptWords.points(index, maps);
            if (telling) run.add(index);
            if (!telling || endsWithSign(word.text())) close(run, maps, things, leftOut);
            if (verb) leftOut.add(maps.words().get(index) + " (no thing)");
            else if (!small && !telling) leftOut.add(maps.words().get(index) + " (points at nothing)");
        }
        close(run, maps, things, leftOut);
        return new NounPhrases(List.copyOf(things), List.copyOf(leftOut));
    }

    /** Returns one thing for a word. */
    public static Thing ofWord(int word, AttentionMaps maps) {
        return new Thing(maps.words().get(word), maps.heat(0, word));
    }

    private static boolean isVerb(String word) {
        return word.endsWith("ing") && !NOUNS.contains(word);
    }

    private static boolean endsWithSign(String text) {
        return !Character.isLetterOrDigit(text.codePointBefore(text.length()));
    }

    private static void close(List<Integer> run, AttentionMaps maps, List<Thing> things, List<String> leftOut) {
        if (run.isEmpty()) return;
        String name = run.stream().map(maps.words()::get).collect(Collectors.joining(" "));
        if (isWhole(run.get(run.size() - 1), maps)) {
            leftOut.add(name + " (the whole picture)");
        } else {
            float[] sum = new float[maps.width() * maps.height()];
            for (int word : run) {
                if (isWhole(word, maps)) continue;
                float[] map = maps.heat(0, word);
                for (int i = 0; i < sum.length; i++) sum[i] += map[i];
            }
            things.add(new Thing(name, sum));
        }
        run.clear();
    }

    private static boolean isWhole(int word, AttentionMaps maps) {
        return WHOLE.contains(maps.words().get(word).replaceAll("#.*", ""));
    }
}
