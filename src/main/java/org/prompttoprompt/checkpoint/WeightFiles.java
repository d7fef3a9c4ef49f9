package org.prompttoprompt.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;

/** Finds and reads the files of a model folder in diffusers layout, or says what is wrong with it. */
final class WeightFiles {
    /** In the order of preference: whole before sharded, full precision before half. */
    private static final List<String> ENDINGS =
            List.of(".safetensors", ".safetensors.index.json", ".fp16.safetensors", ".safetensors.index.fp16.json");

    private WeightFiles() {}

    /** Returns the file of weights that is meant by a path to it or to its folder. */
    static Path find(Path path) {
        StandIn.refuseBrokenLink(path);
        if (Files.isRegularFile(path)) return accept(path);
        if (!Files.isDirectory(path))
            throw new Refusal(
                    Files.exists(path)
                            ? path + " is neither a file nor a folder: give the path of a .safetensors file, or of a"
                                    + " model's folder."
                            : "There is no model file or folder " + path + ": give the path of one.");
        for (String ending : ENDINGS) {
            for (String stem : List.of("diffusion_pytorch_model", "model")) {
                Path file = path.resolve(stem + ending);
                StandIn.refuseBrokenLink(file);
                if (Files.isRegularFile(file)) return file;
            }
        }
        List<Path> files = list(path);
        files.stream().filter(WeightFiles::isPickled).findFirst().ifPresent(WeightFiles::accept);
        throw new Damaged(
                path + " has no weights: expected diffusion_pytorch_model.safetensors or" + " model.safetensors, found "
                        + files.stream().map(file -> "" + file.getFileName()).toList(),
                "Download one of these into it, from where the model is from.");
    }

    private static Path accept(Path file) {
        if (isPickled(file)) {
            throw new Refusal(file + " is a pickled checkpoint, which can run any code when it is opened, and is"
                    + " not read. Choose the .safetensors file of the same model, or convert it with diffusers:"
                    + " pipeline.save_pretrained(folder, safe_serialization=True).");
        }
        boolean index = file.toString().matches(".*\\.index(\\.\\w+)?\\.json");
        if (file.toString().endsWith(".json") && !index)
            throw new Refusal(
                    file + " is not a .safetensors file, and holds no weights: give the folder in which it lies, "
                            + file.toAbsolutePath().getParent() + ", or a .safetensors file.");
        if (!index && !file.toString().endsWith(".safetensors")) {
            throw new Refusal(
                    file + " is not a .safetensors file: choose the weights in that format, or convert them with"
                            + " diffusers: pipeline.save_pretrained(folder, safe_serialization=True).");
        }
        return file;
    }

    private static boolean isPickled(Path file) {
        return file.toString().matches(".*\\.(bin|ckpt|pt|pth|pkl)");
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw Unreadable.refusal(folder, e);
        }
    }
}
