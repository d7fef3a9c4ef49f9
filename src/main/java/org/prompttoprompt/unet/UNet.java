package org.prompttoprompt.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.FiniteNumbers;
import org.prompttoprompt.engine.Halves;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.Temporaries;
import org.prompttoprompt.nn.Conv2d;
import org.prompttoprompt.nn.GroupNorm;

/**
 * The noise predictor of Stable Diffusion (Rombach et al. 2022, Podell et al. 2023; diffusers' UNet2DConditionModel): from noisy
 * latents, a timestep and the encoded prompt to the noise (or v) in the latents.
 *
 * <pre>{@code
 * UNet unet = UNet.open(model.resolve("unet"), manager);
 * NDArray noise = unet.forward(latents, 981, context, AttentionControl.NONE, FeatureControl.NONE);
 * }</pre>
 */
public final class UNet implements NoisePredictor {
    /** Up to so many pixels of the latents two calls side by side are faster than one with the rows of both (GuidanceBenchmark). */
    private static final long FEW_PIXELS = 32 * 32;

    /** The decoder block in whose second residual block plug-and-play injects (Tumanyan et al. 2023, layer 4). */
    private static final int INJECTED_BLOCK = 1;

    private final UNetConfig config;
    private final Precision precision;
    private final TimeEmbedding timeEmbedding;
    private final Optional<AddedEmbedding> addedEmbedding;
    private final Conv2d convIn;
    private final Blocks blocks;
    private final GroupNorm normOut;
    private final Conv2d convOut;

    /**
     * Builds the network that the options describe from all of these weights.
     *
     * @throws Refusal if an option is not supported, or a tensor is missing, of another shape or left over
     */
    public UNet(Config options, Weights w) {
        config = UNetConfig.of(options);
        precision = w.precision();
        int first = config.channels().get(0);
        timeEmbedding = new TimeEmbedding(w.at("time_embedding"), config);
        addedEmbedding = config.sizeChannels() > 0
                ? Optional.of(new AddedEmbedding(w.at("add_embedding"), config))
                : Optional.empty();
        convIn = new Conv2d(w.at("conv_in"), config.inChannels(), first, 3);
        blocks = Blocks.of(w, config);
        normOut = new GroupNorm(w.at("conv_norm_out"), first, config.groups(), config.eps());
        convOut = new Conv2d(w.at("conv_out"), first, config.outChannels(), 3);
        w.requireAllRead();
    }

    /**
     * Opens the folder {@code unet} of a model in the layout of diffusers; its weights live as long as the manager.
     *
     * @throws Refusal if something in it is missing, broken or not supported, naming key and file
     */
    public static UNet open(Path folder, NDManager manager) {
        return open(folder, Opening.PLAIN, manager);
    }

    /** Opens the folder likewise, its weights in this way. */
    public static UNet open(Path folder, Opening opening, NDManager manager) {
        Config options = Config.open(folder.resolve("config.json"));
        return new UNet(options, opening.weights(folder, manager));
    }

    /** Returns whether the network takes the guidance scale as an input, and answers without another row for the guidance. */
    public boolean embedsGuidance() {
        return config.guidanceChannels() > 0;
    }

    /** Returns a context that tells the network the guidance scale, if it takes that as an input. */
    public Context guided(Context context, double scale) {
        return embedsGuidance() ? context.guided(scale) : context;
    }

    /** Returns how far the halves of the guidance are mixed: not at all (1) where the network takes the scale as an input. */
    public double mixing(double scale) {
        return embedsGuidance() ? 1 : scale;
    }

    @Override
    public NDArray predict(
            NDArray latents, double timestep, Context given, AttentionControl attention, FeatureControl features) {
        return forward(latents, timestep, given, attention, features);
    }

    @Override
    public boolean sideBySide(NDArray latents) {
        return isSmall(pixels(latents)) && Halves.atOnce();
    }

    private static long pixels(NDArray latents) {
        return latents.getShape().get(2) * latents.getShape().get(3);
    }

    /** Returns whether both halves of the guidance are computed side by side, each in a call of its own, where there are two threads. */
    static boolean isSmall(long latentPixels) {
        return latentPixels <= FEW_PIXELS;
    }

    /** Predicts the noise from the encoded prompts alone, [rows, tokens, contextDim]. */
    public NDArray forward(
            NDArray latents, double timestep, NDArray prompts, AttentionControl attention, FeatureControl features) {
        return forward(latents, timestep, Context.of(prompts), attention, features);
    }

    /**
     * Predicts the noise. Inputs and result are float32, whatever the network computes in.
     *
     * @param latents [rows, inChannels, h, w], any h and w; best multiples of {@link #sizeMultiple()}
     * @param timestep of the training, 0 to 999, the same for all rows
     * @param given the context: the prompts encoded as [rows, tokens, contextDim], and what the network takes beside them
     * @param attention sees the maps of the rows from its first one on
     * @return [rows, outChannels, h, w], a new array
     * @throws Refusal if the shapes do not fit the network
     */
    public NDArray forward(
            NDArray latents, double timestep, Context given, AttentionControl attention, FeatureControl features) {
        requireShapes(latents.getShape(), given.tokens().getShape());
        requireAdded(given);
        return Temporaries.closedAfter(() -> {
            NDArray context = precision.from(given.tokens());
            // 1. Time
            Optional<NDArray> added =
                    addedEmbedding.map(e -> e.forward(given.added().orElseThrow()));
            NDArray siluTime = timeEmbedding.forwardSilu(latents.getManager(), timestep, given.guidance(), added);
            // 2. In
            Deque<NDArray> skips = new ArrayDeque<>();
            skips.push(convIn.forward(precision.from(latents)));
            // 3. Down, mid, up
            AlikeRows alike = added.isEmpty() && !isSmall(pixels(latents)) ? AlikeRows.of(latents) : AlikeRows.NONE;
            NDArray h = blocks.forward(skips, new Pass(siluTime, context, attention, features, alike));
            // 4. Out
            try (NDArray last = h;
                    NDArray normed = normOut.forwardSilu(last)) {
                return FiniteNumbers.require(
                        "The network's answer at time " + timestep,
                        precision.toFloat32(convOut.forward(normed)),
                        precision);
            }
        });
    }

    private void requireAdded(Context given) {
        long pooled = given.added().map(a -> a.pooled().getShape().get(1)).orElse(0L);
        if (pooled == config.pooledChannels()) return;
        throw new Refusal("The pooled prompt has " + pooled + " channels, and the UNet takes " + config.pooledChannels()
                + ": are text encoders and UNet of the same model?");
    }

    private void requireShapes(Shape latents, Shape context) {
        if (latents.dimension() != 4 || latents.get(1) != config.inChannels()) {
            throw new Refusal("Latents must be [rows, " + config.inChannels() + ", height, width], not " + latents);
        }
        if (context.dimension() != 3 || context.get(0) != latents.get(0) || context.get(2) != config.contextDim()) {
            throw new Refusal("The context must be [" + latents.get(0) + ", tokens, " + config.contextDim() + "], not "
                    + context + ": are text encoder and UNet of the same model?");
        }
    }

    /** Returns every attention layer in the order of execution: self, then cross, of each transformer block. */
    public List<Site> sites(int latentHeight, int latentWidth) {
        return blocks.sites(latentHeight, latentWidth);
    }

    /** Returns the layer whose features plug-and-play injects: conv2 in the second residual block of the second up block. */
    public String injectedResnet() {
        if (config.levels() <= INJECTED_BLOCK) {
            throw new Refusal("This UNet has one level only: no features to inject");
        }
        return "up_blocks." + INJECTED_BLOCK + ".resnets.1.conv2";
    }

    /** Returns the self-attention layers whose queries and keys it injects: all of the decoder from that place on. */
    public List<String> decoderAttentions() {
        return sites(config.sampleSize(), config.sampleSize()).stream()
                .filter(site -> site.place() == Site.Place.UP && !site.cross())
                .map(Site::name)
                .filter(name -> !name.matches("up_blocks\\.(0\\..*|" + INJECTED_BLOCK + "\\.attentions\\.0\\..*)"))
                .toList();
    }

    /** Returns the self-attention layers of the decoder's blocks beyond that place, whose keys and values mutual self-attention takes. */
    public List<String> fineAttentions() {
        return decoderAttentions().stream()
                .filter(name -> !name.startsWith("up_blocks." + INJECTED_BLOCK + "."))
                .toList();
    }

    /** Returns all self-attention layers. */
    public List<String> selfAttentions() {
        return sites(config.sampleSize(), config.sampleSize()).stream()
                .filter(site -> !site.cross())
                .map(Site::name)
                .toList();
    }

    /**
     * Returns what a pass holds beside the weights.
     *
     * @param readTokens tokens of a prompt whose maps are read, 0 for no maps
     * @param readSelfPixels most pixels of the self-attention whose maps are read
     */
    public PassMemory memory(int latentHeight, int latentWidth, int readTokens, long readSelfPixels) {
        return new PassMemory(config, latentHeight, latentWidth, precision.bytes(), readTokens, readSelfPixels);
    }

    public int inChannels() {
        return config.inChannels();
    }

    /** Returns the side of the latents that the model was trained at. */
    public int sampleSize() {
        return config.sampleSize();
    }

    public int contextDim() {
        return config.contextDim();
    }

    /** Returns what the latents' sides should be multiples of. */
    public int sizeMultiple() {
        return config.sizeMultiple();
    }
}
