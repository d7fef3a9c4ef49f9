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
    static final String OBJECT = "words of an object that is moved, such as ball (empty: all of the place)";
    static final String SHIFT =
            "where the object is moved: pixels to the right and down, as in 40,-12; 0,0 for nowhere";
    static final String ZOOM = "how much larger the moved object becomes; below 1 smaller";
    static final String PLACE =
            "where the object to move is: a point on it, 30,64, or left, top, width and height of a box around it,"
                    + " 10,50,32,28 (empty: where its words act)";
    static final String CARRY =
            "share of the steps in which the moved object's noisy picture is carried to its new place; after it the model"
                    + " draws there by itself";
    static final String DETAIL =
            "local blend: coarse, words' regions by their maps as they are; fine, spread by self-attention over what belongs"
                    + " together, and not enlarged";

    private OptionText() {}
}
