package org.prompttoprompt.pipeline;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.ModelReference;
import org.prompttoprompt.model.StableDiffusion;

/**
 * What made an image besides its request: the model, the programs and the computer, as far as they decide pixels.
 *
 * @param model its name
 * @param hash SHA-256 over the model's files that were read, in hexadecimal
 * @param plugin version of the plugin
 * @param djl version of DJL
 * @param pytorch version of PyTorch
 * @param device where tensors were computed
 * @param threads CPU threads of one operation
 * @param dtype the type of number in which the network computed
 * @param source SHA-256 of the image that was edited, as {@link org.prompttoprompt.image.SourceImage#hash} tells it; empty
 *     where the source was generated
 */
public record Provenance(
        String model,
        String hash,
        String plugin,
        String djl,
        String pytorch,
        String device,
        int threads,
        String dtype,
        String source) {
    /** The keys of {@link #toText}. */
    public static final List<String> KEYS = List.of(
            "modelname", "modelhash", "plugin", "djl", "pytorch", "device", "threads", "dtype", "sourceimage", "media");

    /** IPTC digital source type of an image that a model drew. */
    public static final String DRAWN = "trainedAlgorithmicMedia";
    /** IPTC digital source type of an image of other origin that a model changed. */
    public static final String COMPOSITE = "compositeWithTrainedAlgorithmicMedia";

    /** Returns what makes the images of a loaded model now. */
    static Provenance of(StableDiffusion model, EditInput input) {
        return new Provenance(
                model.name(),
                model.hash(),
                version(),
                Engine.getDjlVersion(),
                PyTorch.version(),
                PyTorch.deviceName(),
                PyTorch.threads(),
                model.dtype(),
                input.image().map(SourceImage::hash).orElse(""));
    }

    /** Returns the term of IPTC's digital source types that the images are. */
    public String media() {
        return source.isEmpty() ? DRAWN : COMPOSITE;
    }

    /** Returns the model as files name it that are passed on. */
    public ModelReference reference() {
        return ModelReference.of(model, hash);
    }

    /** Returns a {@code key=value} line for each of {@link #KEYS}. */
    public String toText() {
        return "modelname=" + model + "\nmodelhash=" + hash + "\nplugin=" + plugin + "\ndjl=" + djl + "\npytorch="
                + pytorch + "\ndevice=" + device + "\nthreads=" + threads + "\ndtype=" + dtype
                + "\nsourceimage=" + source + "\nmedia=" + media() + "\n";
    }

    /** Returns the version that the build has written beside this class. */
    static String version() {
        Properties build = new Properties();
        try (InputStream in = Provenance.class.getResourceAsStream("version.properties")) {
            if (in != null) build.load(in);
        } catch (IOException e) {
            // told as unknown
        }
        return build.getProperty("version", "unknown");
    }
}
