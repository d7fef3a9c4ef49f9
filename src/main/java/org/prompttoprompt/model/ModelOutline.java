package org.prompttoprompt.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Bounds;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.request.DrawnValues;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.ToldSizes;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.LearnedWord;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.PassMemory;
import org.prompttoprompt.unet.UNetConfig;
import org.prompttoprompt.vae.VaeConfig;

/**
 * What a model's configurations and its tokenizer tell, without its weights: enough to read a request. Nothing is loaded, and no run is
 * waited for.
 */
public final class ModelOutline {
    /** Layers of a text encoder whose options do not say it: diffusers' default. */
    private static final int LAYERS = 12;

    private final ModelLayout layout;
    private final ModelSpec spec;
    private final ModelFacts facts;
    private final UNetConfig unet;
    private final boolean inpaints;
    private final List<LearnedWord> words;
    private ClipTokenizer tokenizer;

    private ModelOutline(ModelLayout layout, ModelSpec spec, ModelFacts facts) {
        this.layout = layout;
        this.spec = spec;
        this.facts = facts;
        unet = UNetConfig.of(layout.config("unet"));
        inpaints = unet.inChannels() == 2 * VaeConfig.of(layout.config("vae")).latentChannels() + 1;
        words = AddOns.words(spec, encoders(layout));
    }

    /**
     * Reads one.
     *
     * @throws Refusal if a file that it needs is missing or not sound, or an autoencoder of the user's is none for this model
     */
    public static ModelOutline of(ModelSpec spec) {
        ModelLayout layout = ModelLayout.of(spec.place(), spec.prediction());
        ModelOutline outline = new ModelOutline(layout, spec, ModelFacts.of(layout));
        AddOns.requireFits(spec, layout);
        VaeFiles.requireFits(layout, spec, outline.facts, outline.unet);
        return outline;
    }

    /** Returns that of a loaded model. */
    static ModelOutline of(ModelLayout layout, ModelSpec spec, ModelFacts facts, ClipTokenizer tokenizer) {
        ModelOutline outline = new ModelOutline(layout, spec, facts);
        outline.tokenizer = tokenizer;
        return outline;
    }

    private static List<Config> encoders(ModelLayout layout) {
        return Stream.of("text_encoder", "text_encoder_2")
                .filter(layout::has)
                .map(layout::config)
                .toList();
    }

    private synchronized ClipTokenizer tokenizer() {
        if (tokenizer == null) tokenizer = readTokenizer();
        return tokenizer;
    }

    private ClipTokenizer readTokenizer() {
        ClipTokenizer own = layout.tokenizer("tokenizer");
        Config options = layout.config("text_encoder");
        int rows = Bounds.atLeast(1, options, "vocab_size", 49408);
        int positions = Bounds.atLeast(1, options, "max_position_embeddings", 77);
        ClipTokenizer all = words.isEmpty() ? own : own.with(words, rows);
        int learned = words.stream().mapToInt(LearnedWord::vectors).sum();
        all.requireFits(rows + learned, positions);
        return all;
    }

    public ModelFacts facts() {
        return facts;
    }

    /** Returns where the weights would be if the model were opened so. */
    public WeightMemory memory(Opening opening) {
        Precision ofVae = VaeFiles.precision(layout.config("vae"), layout.has("text_encoder_2"), opening.precision());
        return new WeightMemory(layout, spec, opening, ofVae);
    }

    /**
     * Returns what a pass through its network would hold.
     *
     * @param settings of the run, filled in
     * @param readTokens tokens whose maps an edit reads, 0 if none does
     */
    public PassMemory pass(Settings settings, int readTokens, Precision precision) {
        long side = settings.selfResolution();
        return new PassMemory(
                unet,
                settings.height() / facts.factor(),
                settings.width() / facts.factor(),
                precision.bytes(),
                readTokens,
                side * side);
    }

    /** Returns what the decoding of an image would take if the model were opened so, with weights that lie in their files. */
    public long decodingBytes(Settings settings, Opening opening) {
        int height = settings.height() / facts.factor();
        int width = settings.width() / facts.factor();
        return VaeFiles.decodingBytes(
                layout,
                spec,
                height,
                width,
                opening.precision(),
                memory(opening).mappedVae());
    }

    /** Returns the folder or the file. */
    public Path place() {
        return spec.place();
    }

    public String name() {
        return HubCache.name(place());
    }

    /** Returns whether the network fills in what a mask hides: it takes the mask and the image without it beside the latents. */
    public boolean inpaints() {
        return inpaints;
    }

    /**
     * Returns the options of the sampler, freshly read.
     *
     * @throws Refusal if nothing tells what the network predicts
     */
    public Config scheduler() {
        return SamplerOptions.of(layout, spec.prediction());
    }

    /** Returns how many layers the network's last block has. */
    public int lastLayers() {
        return unet.lastLayers();
    }

    /**
     * Refuses what is asked of other kinds of model: more layers of a text encoder or of the network's last block than there are, and
     * sizes that only models of two encoders are told.
     *
     * @param filled a request with nothing left to the model
     * @throws Refusal naming the option
     */
    public void requireTakes(EditRequest filled) {
        DrawnValues drawn = DrawnValues.of(filled);
        String title = ModelFolder.title(place());
        List<Config> encoders = encoders(layout);
        int fewest = encoders.stream()
                .mapToInt(options -> Bounds.atLeast(1, options, "num_hidden_layers", LAYERS))
                .min()
                .orElse(LAYERS);
        int most = encoders.size() > 1 ? fewest - 1 : fewest;
        int skipped = drawn.clipSkip();
        if (skipped > most) {
            throw new Refusal("clipskip=" + skipped + ": the text encoder of " + title + " has " + most
                    + (most == 1 ? " layer" : " layers") + " to leave out. Give 0 to " + most
                    + "; 1 is usual where others say CLIP skip 2.");
        }
        if (encoders.size() == 1) ToldSizes.requireNone(filled, title);
        int layers = unet.lastLayers();
        if (drawn.speed().within(layers).layers() > layers) {
            throw new Refusal("speed=" + filled.get(Option.SPEED) + ": the last block of '" + name() + "' has " + layers
                    + " layers. Give layers 1 to " + layers + ", or all.");
        }
    }

    /**
     * Returns in how many parts a prompt is read: one, and what does not fit is cut, by a model that was made for few words; else as
     * many as it needs.
     */
    public int chunks(String prompt) {
        return facts.defaults().vocabulary().words().isEmpty() ? tokenizer().chunks(prompt) : 1;
    }

    /** Returns the tokens of a prompt in as many parts as it is read in. */
    public Tokens tokens(String prompt) {
        return tokens(prompt, chunks(prompt));
    }

    /** Returns the tokens of a prompt in so many parts. */
    public Tokens tokens(String prompt, int chunks) {
        return chunks == 1 ? tokenizer().encode(prompt) : tokenizer().encode(prompt, chunks);
    }

    /** Returns the words of a prompt that the model does not know, each with the nearest one that it does, if one is near. */
    public Map<String, Optional<String>> unknown(Tokens prompt) {
        List<String> pieces = new ArrayList<>();
        for (Tokens.Word word : prompt.words())
            if (words.stream().noneMatch(learned -> learned.token().equalsIgnoreCase(word.text())))
                pieces.add(word.text());
        return facts.defaults().vocabulary().unknown(pieces);
    }
}
