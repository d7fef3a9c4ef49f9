package org.prompttoprompt.request;

/** What options decide, where that takes more than a line. */
final class OptionText {
    static final String INJECTION = "share of the steps with the source's residual features (plug-and-play)";
    static final String QUERIES =
            "share of the steps with the source's self-attention queries and keys (plug-and-play)";
    static final String KEYS =
            "share of the steps, 0.2-1 for example, with the source's self-attention keys and values, which"
                    + " keep its looks while pose and count change (MasaCtrl)";
    static final String STYLE =
            "share of the steps in which the image looks at the source besides itself, which shares its style (StyleAligned)";
    static final String DETAIL =
            "local blend: coarse, words' regions by their maps as they are; fine, spread by self-attention over what belongs"
                    + " together, and not enlarged";

    private OptionText() {}
}
