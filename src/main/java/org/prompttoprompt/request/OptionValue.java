package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

import java.util.List;

/** Reads the values of options. */
final class OptionValue {
    private OptionValue() {}

    /** See {@link Option#holdsWords}. */
    static boolean holdsWords(Option option) {
        return switch (option) {
            case PROMPT, TARGET, NEGATIVE, WORDS, WINDOWS, BLEND, KEEP, OBJECT -> true;
            default -> false;
        };
    }

    /** Returns what the text says, as {@link Option#read} does. */
    static Object read(Option option, String text) {
        return switch (option) {
            case PROMPT, TARGET, NEGATIVE, MASK, SCHEDULER, MODEL, VAE -> text;
            case LORA, EMBEDDINGS -> FileValue.parse(option, text);
            case PREDICTION ->
                Values.choice(option.key(), text, List.of(OF_THE_MODEL, "epsilon", "v_prediction", "sample"));
            case SHIFT -> MoveValues.shift(text);
            case ZOOM -> MoveValues.zoom(text);
            case PLACE -> MoveValues.place(text);
            case WORDS, WINDOWS, BLEND, KEEP, OBJECT -> WordValue.parse(option, text);
            case WEIGHT -> Values.weights(option.key(), text);
            case TAU -> Values.isWord(option.key(), text, OF_THE_MODEL) ? text : Values.windows(option.key(), text);
            case MIX -> Values.shares(option.key(), text);
            case MIXING -> Values.choice(option.key(), text, List.of("linear", "slerp"));
            case SOFT -> Values.choice(option.key(), text, List.of("yes", "no"));
            case INJECTION, QUERIES, KEYS, STYLE, CARRY -> Values.windows(option.key(), text);
            case SELFATTENTION ->
                Values.isWord(option.key(), text, OF_THE_MODEL) ? text : Settings.selfAttention(text, Window.ALWAYS);
            case SEED -> Values.seeds(option.key(), text);
            case THRESHOLD, BLENDFROM -> Values.number(option.key(), text, 0, 1);
            case GUIDANCE -> Values.number(option.key(), text, 0, EditRequest.MAX_GUIDANCE);
            case STEPS -> Values.wholes(option.key(), text, 0, EditRequest.MAX_STEPS);
            case WIDTH, HEIGHT, SELFRESOLUTION -> Values.whole(option.key(), text, 0, EditRequest.MAX_SIDE);
            case FEATHER ->
                Values.isWord(option.key(), text, AUTO)
                        ? text
                        : Values.number(option.key(), text, 0, EditRequest.MAX_SIDE);
            case CHANNEL ->
                Values.isWord(option.key(), text, SHOWN)
                        ? text
                        : Values.whole(option.key(), text, 1, EditRequest.MAX_SIDE);
            case SLICES -> Values.choice(option.key(), text, List.of("one", "each"));
            case BEGIN -> Values.choice(option.key(), text, List.of(Option.OF_THE_IMAGE, "surroundings"));
            case ASPECT -> Values.choice(option.key(), text, List.of("pad", "crop", "tile"));
            case COMBINE -> Values.choice(option.key(), text, List.of("and", "or"));
            case DETAIL -> Values.choice(option.key(), text, List.of("coarse", "fine"));
            case AUTOMASK -> Values.choice(option.key(), text, List.of("yes", "no", Option.LOCAL, Option.OF_THE_MODEL));
            case METHOD -> Values.isWord(option.key(), text, OF_THE_MODEL) ? text : Method.of(text);
            case STRENGTH -> Values.isWord(option.key(), text, OF_THE_MODEL) ? text : Values.shares(option.key(), text);
            case SOURCESCALE -> Values.number(option.key(), text, 0, EditRequest.MAX_GUIDANCE);
            case QUANTILE -> Values.number(option.key(), text, 0, 1);
            case INNER -> Values.whole(option.key(), text, 1, EditRequest.MAX_STEPS);
            case SPACING -> Values.choice(option.key(), text, List.of(OF_THE_MODEL, "leading", "trailing", "linspace"));
            case RESCALE ->
                Values.isWord(option.key(), text, OF_THE_MODEL) ? text : Values.number(option.key(), text, 0, 1);
            case SPEED -> Speed.of(text);
            case CLIPSKIP -> Values.whole(option.key(), text, 0, DrawnValues.MOST_LAYERS);
            case ORIGINALSIZE, TARGETSIZE ->
                Values.isWord(option.key(), text, OF_THE_IMAGE) ? text : PixelPair.size(option.key(), text);
            case CROPPEDAT -> PixelPair.place(option.key(), text);
            case RENORMALISE -> Values.choice(option.key(), text, List.of("yes", "no", OF_THE_MODEL));
        };
    }
}
