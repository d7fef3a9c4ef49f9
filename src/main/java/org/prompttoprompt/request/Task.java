package org.prompttoprompt.request;

import static org.prompttoprompt.request.Option.*;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is asked for: plain generation or one of the paper's three edits, each with the options that it reads. */
public enum Task {
    /** Text to image, without an edit. */
    GENERATE("Generate...", EnumSet.of(PROMPT)),
    /** Word swap (Hertz et al. 2022, section 3.2): both prompts have the same number of words. */
    SWAP("Word Swap...", drawn()),
    /** Adding a phrase (ibid.): the words that both prompts have keep their maps. */
    PHRASE("Add Phrase...", drawn()),
    /** Attention re-weighting (ibid.): the same prompt, some words times c. */
    REWEIGHT("Re-weight Words...", withoutTarget()),
    /** Any of the three edits, of an image that is there already: {@link EditRequest#kind} says which. */
    EDIT("Edit Image...", EnumSet.complementOf(EnumSet.of(MIX, MIXING)));

    private static final String MASKS =
            "title or file of an image of any size, not black there (labels#3: its value 3)";

    private final String command;
    private final Set<Option> options;

    Task(String command, EnumSet<Option> options) {
        this.command = command;
        options.addAll(EnumSet.of(NEGATIVE, SEED, STEPS, GUIDANCE, WIDTH, HEIGHT, SCHEDULER, MODEL));
        options.addAll(EnumSet.of(LORA, EMBEDDINGS, VAE, PREDICTION, SPACING, RESCALE, SPEED, CLIPSKIP));
        options.addAll(EnumSet.of(ORIGINALSIZE, CROPPEDAT, TARGETSIZE));
        this.options = options;
    }

    /** What edits of images that the model draws itself read: all but what is said of an image that is there. */
    private static EnumSet<Option> drawn() {
        return EnumSet.complementOf(EnumSet.of(
                METHOD, STRENGTH, SOURCESCALE, QUANTILE, INNER, AUTOMASK, FEATHER, CHANNEL, SLICES, ASPECT, BEGIN));
    }

    private static EnumSet<Option> withoutTarget() {
        EnumSet<Option> options = drawn();
        options.removeAll(EnumSet.of(TARGET, MIX, MIXING));
        return options;
    }

    /** Returns whether it edits an image that is given with the request. */
    public boolean takesImage() {
        return this == EDIT;
    }

    /** Returns the label of the command in the menu <i>Plugins &gt; Prompt-to-Prompt</i> and in macros. */
    public String command() {
        return command;
    }

    /** Returns the options that this task reads, in the order of {@link Option}. */
    public Set<Option> options() {
        return EnumSet.copyOf(options);
    }

    /** Returns the options as a dialog asks for them: first what the edit is about, then section by section. */
    public List<Option> inDialog() {
        return options.stream()
                .sorted(Comparator.comparing(this::group).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Returns the section of the dialog in which an option stands. */
    public OptionGroup group(Option option) {
        boolean first = this == REWEIGHT && (option == WORDS || option == WEIGHT);
        return first ? OptionGroup.FIRST : option.group();
    }

    /** Returns the option's name in the dialog. */
    public String label(Option option) {
        if (option != TAU) return option.label();
        return this == REWEIGHT ? "Weights act for tau (share of steps)" : "Keep layout for tau (share of steps)";
    }

    /** Returns what the option decides here. */
    public String meaning(Option option) {
        return switch (option) {
            case TARGET ->
                switch (this) {
                    case SWAP -> "the same number of words, some of them others";
                    case PHRASE -> "the same prompt with words added";
                    default ->
                        "what it is to show: words swapped, added or left out (empty: the same, for weights alone)";
                };
            case TAU ->
                "share of the steps "
                        + (this == REWEIGHT ? "in which the weights act" : "with the source's cross-attention")
                        + ": a value, a list, a range (0:0.1:1) or an interval (0.2-0.8)";
            case MASK -> takesImage() ? option.meaning() : "where it may change: " + MASKS + "; empty: everywhere";
            default -> option.meaning();
        };
    }

    /** Returns the option's value where it is omitted. Re-weighting sweeps c unless told otherwise: c = 1 would change nothing. */
    public String defaultValue(Option option) {
        return this == REWEIGHT && option == WEIGHT ? "-2:1:2" : option.defaultValue();
    }
}
