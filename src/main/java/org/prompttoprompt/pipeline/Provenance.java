package org.prompttoprompt.pipeline;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.prompttoprompt.engine.PyTorch;
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
 */
public record Provenance(
        String model,
        String hash,
        String plugin,
        String djl,
        String pytorch,
        String device,
        int threads,
        String dtype) {
    /** The keys of {@link #toText}. */
    public static final List<String> KEYS =
            List.of("modelname", "modelhash", "plugin", "djl", "pytorch", "device", "threads", "dtype");

    /** Returns what makes the images of a loaded model now. */
    static Provenance of(StableDiffusion model) {
        return new Provenance(
                model.name(),
                model.hash(),
                version(),
                Engine.getDjlVersion(),
                PyTorch.version(),
                PyTorch.deviceName(),
                PyTorch.threads(),
                model.precision.toString());
    }

    /** Returns the model as files name it that are passed on. */
    public ModelReference reference() {
        return ModelReference.of(model, hash);
    }

    /** Returns a {@code key=value} line for each of {@link #KEYS}. */
    public String toText() {
        return "modelname=" + model + "\nmodelhash=" + hash + "\nplugin=" + plugin + "\ndjl=" + djl + "\npytorch="
                + pytorch + "\ndevice=" + device + "\nthreads=" + threads + "\ndtype=" + dtype + "\n";
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
