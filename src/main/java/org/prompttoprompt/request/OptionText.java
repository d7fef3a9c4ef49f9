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

    static final String MODEL =
            "a Stable Diffusion model: a folder in diffusers layout or one .safetensors file (empty: the embedded one)";
    static final String SOFT =
            "yes: what tau and selfattention leave of a step is the share of the maps taken there, so that any two values make"
                    + " two images; no: whole steps";
    static final String MIX =
            "share of the edited prompt in the text that the network reads: 0 the source prompt, 1 the edited one; a value, a list or"
                    + " a range";
    static final String MIXING =
            "how two prompts' texts are mixed: linear (a straight line), or slerp (an arc, on which no length is lost)";

    private OptionText() {}
}
