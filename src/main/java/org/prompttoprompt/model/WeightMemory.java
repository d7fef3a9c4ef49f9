package org.prompttoprompt.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;

/** Where the weights of a loaded model are, and how many bytes they take there. */
public final class WeightMemory {
    private final NetworkSize network;
    private final List<NetworkSize> texts;
    private final NetworkSize vae;
    private final Precision precision;
    private final Precision ofVae;
    private final HeldAs held;
    private final boolean inFiles;

    /** @param ofVae what the autoencoder computes in */
    WeightMemory(ModelLayout layout, ModelSpec spec, Opening opening, Precision ofVae) {
        this.ofVae = ofVae;
        network = AddOns.size(spec, layout, "unet");
        texts = Stream.of("text_encoder", "text_encoder_2")
                .filter(layout::has)
                .map(part -> AddOns.size(spec, layout, part))
                .toList();
        vae = NetworkSize.of(layout.headers("vae"), Set.of());
        precision = opening.precision();
        held = opening.held();
        inFiles = opening.mapped();
    }

    /** Returns the bytes of the network's weights as they are held, in memory or in their files. */
    public long network() {
        return heldNetwork() + mapped();
    }

    /** Returns how many of these are not in their files. */
    public long heldNetwork() {
        return inFiles ? network.held(precision, held) : network.copied(precision, held);
    }

    /** Returns the bytes of the network's weights as they are computed with. */
    public long computed() {
        return network.copied(precision, HeldAs.FULL);
    }

    /** Returns how many bytes of them are mapped from files: what is converted, or merged with a LoRA, is held by itself. */
    public long mapped() {
        return inFiles ? network.mapped(precision, held) : 0;
    }

    /** Returns how many bytes of the autoencoder's weights are. */
    public long mappedVae() {
        return inFiles ? vae.mapped(ofVae, HeldAs.FULL) : 0;
    }

    /** Returns the bytes that the weights of one layer take while it computes, where they are held otherwise. */
    public long unpacked() {
        return network.unpacked(precision, held, inFiles);
    }

    /** Returns what the network would take if it were held in eight bits. */
    public InEight inEight() {
        return new InEight(
                network.unpacked(precision, HeldAs.INT8, false),
                heldNetwork() - network.copied(precision, HeldAs.INT8));
    }

    /**
     * A network in eight bits.
     *
     * @param unpacked bytes that the weights of one layer take while it computes
     * @param freed bytes fewer that are held as long as the model is loaded; negative where it stays in its files now
     */
    public record InEight(long unpacked, long freed) {}

    /** Returns the bytes of all parts that are held as long as the model is loaded, and do not lie in its files. */
    public long held() {
        HeldAs full = HeldAs.FULL;
        long ofTexts = texts.stream().mapToLong(this::held).sum();
        return heldNetwork() + ofTexts + (inFiles ? vae.held(ofVae, full) : vae.copied(ofVae, full));
    }

    /** Of a text encoder that waits in its files, what cannot stay there. */
    private long held(NetworkSize text) {
        boolean waits = inFiles && text.canWait();
        return waits ? text.held(Precision.FLOAT32, HeldAs.FULL) : text.copied(precision, HeldAs.FULL);
    }

    /** Returns whether the network's weights are held as is set or chosen now. */
    public boolean isHeldAsChosen() {
        return held == HeldAs.chosen();
    }

    /** Returns whether anything is mapped. */
    boolean inFiles() {
        return inFiles;
    }

    /** Returns what the network computes in, as recipes name it: {@code float32}, {@code bfloat16 of int8}. */
    String dtype() {
        return held.of(precision);
    }
}
