package org.prompttoprompt.studio;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Values;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.request.WordName;
import org.prompttoprompt.request.WordValue;

/** Reads from a request for one image what stands in the Studio then. */
final class StudioReader {
    /** What decides an edit and has no widget. */
    private static final List<Option> CARRIED = List.of(
            Option.WINDOWS,
            Option.SELFATTENTION,
            Option.SELFRESOLUTION,
            Option.INJECTION,
            Option.QUERIES,
            Option.KEYS,
            Option.STYLE,
            Option.OBJECT,
            Option.SHIFT,
            Option.ZOOM,
            Option.PLACE,
            Option.CARRY,
            Option.BLEND,
            Option.KEEP,
            Option.THRESHOLD,
            Option.BLENDFROM,
            Option.RENORMALISE,
            Option.COMBINE,
            Option.AUTOMASK,
            Option.FEATHER,
            Option.CHANNEL,
            Option.METHOD,
            Option.STRENGTH,
            Option.SOURCESCALE,
            Option.QUANTILE,
            Option.INNER);

    private StudioReader() {}

    static StudioState read(EditRequest request) {
        boolean edits = request.task() != Task.GENERATE;
        String said = edits ? request.get(Option.TAU) : Option.OF_THE_MODEL;
        Window tau = said.equals(Option.OF_THE_MODEL) ? StudioState.TAU : Values.window("tau", said, said);
        StudioState state = new StudioState(source(request), words(request), tau, carried(request), Optional.empty());
        return edits ? weighed(state, request.get(Option.WORDS), request.get(Option.WEIGHT)) : state;
    }

    /** What all edits of one source have in common. */
    private static EditRequest source(EditRequest request) {
        if (!request.task().takesImage()) return request.ofSource();
        EditRequest source = EditRequest.of(Task.EDIT);
        EditRequest drawn = request.ofSource();
        for (Option option : drawn.values().keySet()) source = source.with(option, drawn.get(option));
        return source.madeIn(drawn.dtype());
    }

    private static List<StudioWord> words(EditRequest request) {
        List<String> was = StudioWord.pieces(request.get(Option.PROMPT));
        boolean edits = request.task().options().contains(Option.TARGET)
                && !request.get(Option.TARGET).isBlank();
        List<String> now = edits ? StudioWord.pieces(request.get(Option.TARGET)) : was;
        boolean swap = now.size() == was.size();
        List<StudioWord> words = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < now.size(); i++) {
            boolean same = next < was.size() && was.get(next).equals(now.get(i));
            Optional<String> before = swap || same ? Optional.of(was.get(swap ? i : next)) : Optional.empty();
            words.add(new StudioWord(now.get(i), before, 1));
            if (same) next++;
        }
        return words;
    }

    private static Map<Option, String> carried(EditRequest request) {
        Map<Option, String> carried = new EnumMap<>(Option.class);
        for (Option option : CARRIED) {
            String value = request.task().options().contains(option) ? request.get(option) : option.defaultValue();
            if (!value.equals(option.defaultValue())) carried.put(option, value);
        }
        return carried;
    }

    /** Returns the state with the weights that a request gives its words. */
    private static StudioState weighed(StudioState plain, String listed, String weight) {
        StudioState state = plain;
        for (WordValue weighed : WordValue.parse(Option.WORDS, listed)) {
            double c = Values.weights(Option.WEIGHT.key(), weighed.value().orElse(weight))
                    .get(0);
            int word = find(state, weighed.word());
            if (word < 0) {
                throw new Refusal(
                        "words=" + listed + ": '" + weighed.word() + "' does not occur in '" + state.target() + "'.");
            }
            state = state.with(word, state.words().get(word).withWeight(c));
        }
        return state;
    }

    private static int find(StudioState state, WordName name) {
        for (int i = 0; i < state.words().size(); i++) {
            if (state.nameInMaps(i).filter(name::isSame).isPresent()) return i;
        }
        return -1;
    }
}
