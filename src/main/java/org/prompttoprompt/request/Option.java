package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;

/**
 * The parameters of a request: one table for the macro keys, the dialogs, the recipe inside an image and the README. Keys
 * are lower-case words of which none ends with another, because ImageJ's macro reader searches for them as text.
 */
public enum Option {
    PROMPT("prompt", "Prompt", "", "what the source image shows"),
    TARGET("target", "Edited prompt", "", "the edited prompt"),
    NEGATIVE(
            "negative",
            "Not in the image",
            "",
            "negative prompt: what the image should not show; acts through guidance, 2 where the model's own is none (empty: nothing)"),
    WORDS(
            "words",
            "Words to weight",
            "",
            "words to re-weight: 'fluffy' takes the weight, 'red -1' has its own (empty: none)"),
    WEIGHT(
            "weight",
            "Weight c (factor)",
            "1",
            "factor c of these words' attention: a value, a list or a range; 1 changes nothing"),
    TAU(
            "tau",
            "Tau (share of steps)",
            "model",
            "share of the steps with the source's cross-attention, or, in a re-weighting, with the weights: 0 none, 1 all,"
                    + " 0.2-0.8 an interval, or as the model asks"),
    WINDOWS(
            "windows",
            "Tau of single words",
            "",
            "words of the edited prompt with a tau of their own: 'car 0.4, cat 0.2-0.6'"),
    SELFATTENTION(
            "selfattention",
            "Keep shapes (share of steps)",
            "model",
            "self-attention: share of the steps with the source's, which keeps the shapes"),
    SELFRESOLUTION(
            "selfresolution",
            "Shapes up to (map side)",
            "0",
            "largest map side at which self-attention is replaced (0: the model's, else a quarter of the latent)"),
    SOFT("soft", "Soft windows", "no", OptionText.SOFT),
    MIX("mix", "Edited prompt's text (share)", "1", OptionText.MIX),
    MIXING("mixing", "Texts meet", "linear", OptionText.MIXING),
    INJECTION("injection", "Keep features (share of steps)", "0", OptionText.INJECTION),
    QUERIES("queries", "Keep structure (share of steps)", "0", OptionText.QUERIES),
    KEYS("keys", "Keep looks in a new pose (share of steps)", "0", OptionText.KEYS),
    STYLE("style", "Share style (share of steps)", "0", OptionText.STYLE),
    OBJECT("object", "Move (words)", "", OptionText.OBJECT),
    SHIFT("shift", "Shift (pixels)", "0,0", OptionText.SHIFT),
    ZOOM("zoom", "Zoom (factor)", "1", OptionText.ZOOM),
    PLACE("place", "Place (pixels)", "", OptionText.PLACE),
    CARRY("carry", "Carry along (share of steps)", "0.5", OptionText.CARRY),
    BLEND("blend", "Change only at (words)", "", "local blend: words whose region may change (empty: everywhere)"),
    KEEP("keep", "Never change at (words)", "", "local blend: words whose region must not change; needs blend"),
    THRESHOLD(
            "threshold",
            "Region threshold (0 to 1)",
            "0.3",
            "local blend: share of the strongest attention above which a pixel belongs to a word"),
    BLENDFROM("blendfrom", "Region from (share of steps)", "0.2", "local blend: share of the steps before it begins"),
    DETAIL("detail", "Region detail", "coarse", OptionText.DETAIL),
    COMBINE(
            "combine",
            "Selection with words",
            "and",
            "how a selection or mask goes with the words of blend: and (inside both), or (inside either)"),
    AUTOMASK(
            "automatic",
            "Automatic mask",
            "model",
            "yes: an edit of an image stays where the model's predictions under the two prompts differ (DiffEdit); local: so if"
                    + " that is a part of it, unless a mask is given; no: everywhere, or as masks say; or as suits the model"),
    MASK(
            "mask",
            "Mask",
            "",
            "where it may change: title or file of an image, not black there (labels#3: its value 3); all; overlay: each of its"
                    + " selections, named by its edited prompt; empty: the selection"),
    FEATHER(
            "feather",
            "Feather (pixels)",
            "auto",
            "pixels over which a change sets in, from the mask's rim inwards; auto: a 32nd of what the model sees"),
    CHANNEL("channel", "Channel", "shown", "shown: channels as they are seen; a number: this one alone, in grey"),
    SLICES("slices", "Slices", "one", "one: the slice in front; each: every slice and frame, with one value of each"),
    ASPECT(
            "aspect",
            "Aspect",
            "pad",
            "if the image is no picture of the model's shape: pad shows it whole, crop its middle, tile in pieces"),
    BEGIN("begin", "Begin with", "image", "image as it is, or surroundings, which are drawn into the mask first"),
    RENORMALISE(
            "renormalise",
            "Balance words",
            "model",
            "renormalise: divide each edited row of attention by its sum: yes, no, or as the model asks"),
    METHOD(
            "method",
            "Way in",
            "model",
            "how an edit gets into an image that is there: direct, virtual, img2img, ddpm, ddim, negative, proximal, nulltext, or"
                    + " as suits the model"),
    STRENGTH(
            "strength",
            "Strength (share of steps)",
            "model",
            "share of the steps that an edit of an image runs, the last ones: near 0 hardly anything changes, at 1 the most, or as suits the"
                    + " way in"),
    SOURCESCALE("sourcescale", "Source guidance", "3.5", "ddpm: guidance scale of the inversion; 1 is none"),
    QUANTILE(
            "quantile",
            "Quantile",
            "0.7",
            "proximal: share of the differences between the prompts that are too small to count, 0 to 1"),
    INNER("inner", "Updates", "10", "nulltext: the most updates of the empty prompt in each step"),
    SEED(
            "seed",
            "Seed",
            "42",
            "seed of the noise: a value, a list, a range, or random (-1 likewise); the same seed is the same image"),
    STEPS("steps", "Steps", "0", "sampling steps (0: the model's)"),
    GUIDANCE(
            "guidance",
            "Guidance (factor)",
            "0",
            "how strictly the prompt is followed: classifier-free guidance scale (0: the model's)"),
    WIDTH("width", "Width (pixels)", "0", "pixels (0: the model's)"),
    HEIGHT("height", "Height (pixels)", "0", "pixels (0: the model's)"),
    SCHEDULER(
            "scheduler",
            "Sampler",
            "model",
            "sampler, or scheduler: its name, such as DDIM, Euler a or UniPC, or as in the model's folder"),
    MODEL("model", "Model", "", OptionText.MODEL),
    LORA(
            "lora",
            "LoRA",
            "",
            "LoRA files merged into the model, each with its weight: '/loras/ink.safetensors 0.8; /loras/sun.safetensors'"),
    EMBEDDINGS(
            "embeddings",
            "Learned words",
            "",
            "textual-inversion files, whose words prompts may then have: '/words/cat-toy.safetensors'"),
    VAE(
            "vae",
            "VAE",
            "",
            "an autoencoder in place of the model's: a .safetensors file or a folder, also a tiny one (TAESD)"),
    PREDICTION(
            "prediction",
            "Prediction",
            "model",
            "what the network predicts: epsilon, v_prediction, sample, or as the model's files tell"),
    SPACING("spacing", "Timesteps", "model", "leading, trailing, linspace, or as the model asks"),
    RESCALE("rescale", "Rescale (share)", "model", "guidance rescale against overexposure; 0 none, 1 all"),
    SPEED("speed", "Speed", "exact", "exact, or fast or fastest, which leave out what hardly shows"),
    CLIPSKIP("clipskip", "CLIP skip (layers)", "0", "last text layers left out: 1 is the WebUI's 2 of SD 1.x"),
    ORIGINALSIZE("originalsize", "Told original (pixels)", "image", "XL: size of the original, as 1024x768"),
    CROPPEDAT("croppedat", "Told crop (pixels)", "0,0", "XL: left and top of the crop, as 0,64"),
    TARGETSIZE("targetsize", "Told target (pixels)", "image", "XL: size of the target, as 1024x1024");

    /** The options that may have several values, in the order in which they vary: the first fastest. */
    public static final List<Option> SWEPT =
            List.of(TAU, WEIGHT, MIX, SELFATTENTION, INJECTION, QUERIES, KEYS, STYLE, CARRY, STRENGTH, STEPS, SEED);

    /** The value by which some options leave it to the model. */
    public static final String OF_THE_MODEL = "model";

    /** Sizes of the image, the rim that suits what the model sees, channels as they are seen, the mask of edits that have a place. */
    public static final String OF_THE_IMAGE = "image", AUTO = "auto", SHOWN = "shown", LOCAL = "local";

    private final String key;
    private final String label;
    private final String defaultValue;
    private final String meaning;

    Option(String key, String label, String defaultValue, String meaning) {
        this.key = key;
        this.label = label;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** Returns the name in macros, scripts and recipes. */
    public String key() {
        return key;
    }

    /** Returns the name in dialogs. */
    public String label() {
        return label;
    }

    /** Returns the value that an omitted option has. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns the section of dialogs in which it stands; a new option is a matter of drawing unless it is listed here. */
    public OptionGroup group() {
        return OptionGroup.of(this);
    }

    /** Returns whether it holds words of the model's language, which dialogs complete. */
    public boolean holdsWords() {
        return OptionValue.holdsWords(this);
    }

    /** Returns what the option decides, for dialogs and documentation. */
    public String meaning() {
        return meaning;
    }

    /**
     * Reads a value, whatever the prompt and the model.
     *
     * @return what the text says: numbers, seeds, windows, words, or the text itself
     * @throws Refusal naming key and value if the option takes no such value
     */
    public Object read(String text) {
        return OptionValue.read(this, text);
    }

    /** Returns whether there is an option of this key. */
    public static boolean has(String key) {
        return Arrays.stream(values()).anyMatch(option -> option.key.equals(key));
    }

    /** Returns the option of this key, or throws with the keys that there are. */
    public static Option of(String key) {
        return Arrays.stream(values())
                .filter(option -> option.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new Refusal("No parameter is called '" + key + "'. There are: "
                        + Arrays.stream(values()).map(Option::key).collect(Collectors.joining(", "))));
    }
}
