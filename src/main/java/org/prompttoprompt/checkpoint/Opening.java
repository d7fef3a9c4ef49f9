package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.Precision;

/**
 * How a model's weights are opened.
 *
 * <pre>{@code
 * Opening merged = new Opening(Precision.FLOAT32, (part, stored) -> part.equals("unet") ? new Merged(stored, lora) : stored);
 * StableDiffusion model = StableDiffusion.open(folder, merged);
 * }</pre>
 *
 * @param precision the type of number that they are converted to and the network computes in
 * @param wrapper stands between the files and the network
 * @param mapped whether tensors stay in their files where they need no conversion, as {@link TensorSource#mapped} does
 * @param held how the weights of its layers lie in memory
 * @param sound whether all tensors are known to be numbers; else each is looked at
 */
public record Opening(Precision precision, Wrapper wrapper, boolean mapped, HeldAs held, boolean sound) {
    /** Copies what it reads. */
    public Opening(Precision precision, Wrapper wrapper) {
        this(precision, wrapper, false, HeldAs.FULL, false);
    }

    /** As the files are, in float32. */
    public static final Opening PLAIN = new Opening(Precision.FLOAT32, (part, stored) -> stored);

    /** Looks for tensors by the headers of the files and reads none: what is built so can be refused as in a run, and computes nothing. */
    public static final Opening HEADERS =
            new Opening(Precision.FLOAT32, (part, stored) -> new HeaderOnly(stored), false, HeldAs.FULL, true);

    /** Gives the network other tensors than the files hold: of other names, or with something added. */
    @FunctionalInterface
    public interface Wrapper {
        /**
         * Returns what the network is to read in place of the files.
         *
         * @param part the folder's name: {@code text_encoder}, {@code unet} or {@code vae}
         */
        TensorSource wrap(String part, TensorSource stored);
    }

    /** Returns the same in another precision. */
    public Opening in(Precision other) {
        return new Opening(other, wrapper, mapped, held, sound);
    }

    /** Returns the same without a copy of what need not be converted. */
    public Opening inFiles() {
        return new Opening(precision, wrapper, true, held, sound);
    }

    /** Returns the same with a copy of everything. */
    public Opening copied() {
        return new Opening(precision, wrapper, false, held, sound);
    }

    /** Returns the same with the weights of the network held so. */
    public Opening held(HeldAs other) {
        return new Opening(precision, wrapper, mapped, other, sound);
    }

    /** Returns the same of files that were looked at before. */
    public Opening again() {
        return new Opening(precision, wrapper, mapped, held, true);
    }

    /** Returns the same with what this stands between the files and the network. */
    public Opening through(Wrapper other) {
        return new Opening(precision, other, mapped, held, sound);
    }

    /** Returns the weights of a part that was opened. */
    public Weights weights(String part, TensorSource stored) {
        boolean network = part.equals("unet");
        TensorSource tensors = wrapper.wrap(part, mapped ? stored.mapped() : stored);
        return new Weights(tensors, precision, network ? held : HeldAs.FULL, sound);
    }

    /** Opens the weights of a file or of the folder of a part. */
    public Weights weights(Path path, NDManager manager) {
        return weights(path.getFileName().toString(), Checkpoint.open(path, manager));
    }
}
