package org.prompttoprompt.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.NotFinite;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.ToldTensors;
import org.prompttoprompt.engine.Doing;
import org.prompttoprompt.engine.HowFar;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.text.ClipTextModel;
import org.prompttoprompt.text.ClipTokenizer;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;
import org.prompttoprompt.unet.UNet;
import org.prompttoprompt.vae.Autoencoder;
import org.prompttoprompt.vae.AutoencoderKL;
import org.prompttoprompt.vae.LatentRgb;

/** A loaded model: the parts of a folder in diffusers' layout. Loaded, used and closed on the engine's thread. */
public final class StableDiffusion implements AutoCloseable {
    public final Path folder;
    public final Precision precision;
    public final ModelFacts facts;
    public final ClipTokenizer tokenizer;
    public final ClipTextModel text;
    public final UNet unet;
    public final Autoencoder vae;
    public final ModelSpec spec;
    public final WeightMemory memory;
    public final ModelOutline outline;
    private final ModelLayout layout;
    private final TextEncoders encoders;
    private final Stamps stamps;
    private final NDManager manager;
    private final ModelHash hash;
    private LatentRgb colours;

    private StableDiffusion(ModelLayout layout, ModelSpec spec, Opening plain, NDManager manager) {
        this.layout = layout;
        this.spec = spec;
        folder = layout.place();
        this.precision = plain.precision();
        this.manager = manager;
        List<Path> files = layout.files();
        boolean looked = plain.mapped() && spec.embeddings().isEmpty();
        boolean sound = looked && SoundFiles.areAll(files);
        String looking = "Looking at all numbers of " + title() + ", once";
        if (looked && !sound) Doing.tell(looking);
        HowFar far = new HowFar(looked && !sound ? looking : "Loading " + title());
        Opening told = told(plain, layout, far);
        Opening opening = AddOns.merging(sound ? told.again() : told, spec, layout, manager);
        stamps = new Stamps(Stream.concat(files.stream(), spec.othersAndStrengths().stream())
                .toList());
        hash = new ModelHash(layout);
        // An autoencoder in place of the model's is looked at, whatever is known of the model.
        Opening ofVae = spec.vae().isPresent() && sound ? told : opening;
        ModelParts parts = ModelParts.of(layout, spec, opening, ofVae, manager);
        far.tell(1, 1); // some files hold more than is read
        facts = parts.facts();
        encoders = parts.encoders();
        tokenizer = encoders.first().tokenizer();
        text = encoders.first().text();
        outline = ModelOutline.of(layout, spec, facts, tokenizer);
        unet = parts.unet();
        Autoencoder own = parts.vae();
        memory = new WeightMemory(layout, spec, plain, own.precision());
        vae = memory.inFiles() && own instanceof AutoencoderKL
                ? new WatchedAutoencoder(own, memory.mappedVae(), this::requireUnchanged)
                : own;
        boolean all = looked && !sound && (spec.vae().isEmpty() || VaeFiles.isOwnSound(layout, told, manager));
        if (all && !changedOnDisk()) SoundFiles.note(files);
    }

    /** Returns the same opening, of which is told how far it is. */
    private static Opening told(Opening opening, ModelLayout layout, HowFar far) {
        long numbers = Stream.of("text_encoder", "text_encoder_2", "unet", "vae")
                .filter(layout::has)
                .mapToLong(
                        part -> NetworkSize.of(layout.headers(part), Set.of()).numbers())
                .sum();
        AtomicLong read = new AtomicLong();
        LongConsumer next = size -> far.tell(read.addAndGet(size), numbers);
        return opening.through(
                (part, stored) -> new ToldTensors(opening.wrapper().wrap(part, stored), next));
    }

    /**
     * Loads a model.
     *
     * @throws Refusal if something in the folder is missing, broken or not supported, naming it
     */
    public static StableDiffusion open(Path folder) {
        return open(folder, Opening.PLAIN);
    }

    /** Returns what the network computes in, as recipes name it: {@code float32}, {@code bfloat16 of int8}. */
    public String dtype() {
        return memory.dtype();
    }

    /** Loads a model likewise, its weights in this way. */
    public static StableDiffusion open(Path folder, Opening opening) {
        return open(ModelSpec.of(folder), opening);
    }

    /** Loads a model with what is put on top of it. */
    public static StableDiffusion open(ModelSpec spec, Opening opening) {
        return open(ModelLayout.of(spec.place(), spec.prediction()), spec, opening);
    }

    static StableDiffusion open(ModelLayout layout, ModelSpec spec, Opening opening) {
        NDManager manager = PyTorch.newManager();
        try {
            return new StableDiffusion(layout, spec, opening, manager);
        } catch (NotFinite e) {
            manager.close();
            SoundFiles.noteBroken(e);
            throw e;
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /** Returns whether one of its files has changed on disk since it was loaded, or is no longer there. */
    public boolean changedOnDisk() {
        return stamps.changed().isPresent();
    }

    /** Refuses to go on where that is so: of weights that stay in their files the old ones are gone. */
    public void requireUnchanged() {
        stamps.requireUnchanged(title());
    }

    public String name() {
        return HubCache.name(folder);
    }

    /** Returns how messages name it, as {@link ModelFolder#title} does. */
    public String title() {
        return ModelFolder.title(folder);
    }

    /** Returns what a reader should know of this model where so many steps are drawn; empty if nothing is unusual. */
    public List<String> notes(int steps) {
        List<String> notes = new ArrayList<>(ModelNotes.of(layout, steps, spec.prediction()));
        notes.addAll(changedContent());
        return notes;
    }

    /** Returns a sentence for each file of it, and of what is on top of it, that is not what was installed. */
    public List<String> changedContent() {
        hash();
        return Stream.concat(Stream.of(folder), spec.others().stream())
                .flatMap(used -> InstalledSums.changed(used).stream())
                .toList();
    }

    /** Returns the SHA-256 of the files that decide the images: weights, configurations, tokenizer and sampler. */
    public String hash() {
        HowFar far = new HowFar("Reading the files of " + title() + " for their check sum");
        if (memory.inFiles() && !hash.isMade()) Doing.tell(far.line(0, 1));
        return hash((done, total) -> {
            far.tell(done, total);
            return true;
        });
    }

    private String hash(Meter meter) {
        if (hash.isKnown()) return hash.value(meter);
        String made = hash.value(meter);
        requireUnchanged();
        reference().lies(folder);
        return made;
    }

    /**
     * Makes the hash, or begins to where weights stay in their files, which are watched: it is asked for when images are done.
     *
     * @param goesOn hears what is done, as a status line shows it, where files that are new on this computer are read at once, and whether
     *     to go on
     * @throws Refusal if a file has changed since it was loaded
     * @throws java.util.concurrent.CancellationException if it does not go on
     */
    public void beginHash(Predicate<String> goesOn) {
        HowFar far = new HowFar("Reading the files of " + title());
        if (memory.inFiles()) hash.begin();
        else hash((done, total) -> goesOn.test(far.line(done, total)));
    }

    /** Returns the name under which files that are passed on know the model. */
    public ModelReference reference() {
        return ModelReference.of(name(), hash());
    }

    /** Returns the colours of this model's latents, fitted when they are first asked for. */
    public LatentRgb colours() {
        if (colours == null) colours = LatentRgb.of(vae, manager);
        return colours;
    }

    /** Returns what the network draws a prompt from, of one row. */
    public Context encode(NDManager runManager, Tokens prompt, Conditioning how) {
        if (memory.inFiles()) requireUnchanged();
        if (memory.inFiles()) Doing.tell("Encoding the prompts");
        return encoders.encode(runManager, prompt, how);
    }

    /** Returns the same of a negative prompt, which in Stable Diffusion XL is made of zeros where it says nothing. */
    public Context encodeNegative(NDManager runManager, Tokens prompt, Conditioning how) {
        return encoders.negative(runManager, prompt, how);
    }

    /** Refuses files that a recipe names by hashes that they no longer have. */
    public void requireMeant(EditRequest request) {
        spec.requireMeant(request, this);
    }

    /** Returns a request that names this model, and what is on top of it, as files that are passed on do. */
    public EditRequest named(EditRequest request) {
        return spec.named(request, this);
    }

    /** Returns a manager for one run. */
    public NDManager newManager() {
        return manager.newSubManager();
    }

    /** Returns how many arrays and runs the model's manager holds. */
    public int openArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
