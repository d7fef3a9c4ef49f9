package org.prompttoprompt.request;

/** The sections of dialogs, in their order: what everybody decides, then what is folded away. */
public enum OptionGroup {
    /** What an edit is about; always in view. */
    FIRST(""),
    DRAWING("How the image is drawn"),
    WORDS("Single words"),
    REGION("Where the image may change"),
    IMAGE("How the open image is taken"),
    LAYOUT("What else is kept of the source"),
    MOVE("An object that is moved"),
    WAYS("Of single ways into an image"),
    PARTS("Parts of the model");

    private final String title;

    OptionGroup(String title) {
        this.title = title;
    }

    static OptionGroup of(Option option) {
        return switch (option) {
            case PROMPT, TARGET, TAU, METHOD, STRENGTH, SEED, MODEL -> FIRST;
            case CHANNEL, SLICES, ASPECT, BEGIN -> IMAGE;
            case WORDS, WEIGHT, WINDOWS, MIX, MIXING, RENORMALISE -> OptionGroup.WORDS;
            case MASK, FEATHER, BLEND, KEEP, COMBINE, AUTOMASK, THRESHOLD, BLENDFROM, DETAIL -> REGION;
            case SELFATTENTION, SELFRESOLUTION, SOFT, INJECTION, QUERIES, KEYS, STYLE -> LAYOUT;
            case OBJECT, SHIFT, ZOOM, PLACE, CARRY -> MOVE;
            case SOURCESCALE, QUANTILE, INNER -> WAYS;
            case LORA, EMBEDDINGS, VAE, PREDICTION, CLIPSKIP, ORIGINALSIZE, CROPPEDAT, TARGETSIZE -> PARTS;
            default -> DRAWING;
        };
    }

    /** Returns the heading of the section, empty where there is none. */
    public String title() {
        return title;
    }
}
