package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** Each layout, with its file of weights that something happens to. */
enum DiskLayout {
    FOLDER("tiny-sd1", "tiny-sd1/unet/diffusion_pytorch_model.safetensors", Option.MODEL),
    ENCODER("tiny-sd1", "tiny-sd1/text_encoder/model.safetensors", Option.MODEL),
    XL("tiny-sdxl", "tiny-sdxl/unet/diffusion_pytorch_model.safetensors", Option.MODEL),
    SECOND_ENCODER("tiny-sdxl", "tiny-sdxl/text_encoder_2/model.safetensors", Option.MODEL),
    FILE("single", "single/tiny-sd1-ldm-f16-ema.safetensors", Option.MODEL),
    LORA("loras", "loras/kohya_conv_ranks.safetensors", Option.LORA),
    WORDS("embeddings", "embeddings/three-vectors.safetensors", Option.EMBEDDINGS),
    VAE("tiny-taesd", "tiny-taesd/diffusion_pytorch_model.safetensors", Option.VAE);

    /** Spaces, and letters of other scripts. */
    static final String PLACE = "My models 模型 ü";

    final String folder;
    private final String file;
    final Option option;

    DiskLayout(String folder, String file, Option option) {
        this.folder = folder;
        this.file = file;
        this.option = option;
    }

    /** Copies it to a place that users have; a single file comes with its configurations. */
    Path copy(Path to) throws IOException {
        Path place = Files.createDirectories(to.resolve(PLACE));
        Folders.copy(Folders.MODELS.resolve(folder), place.resolve(folder), true);
        Path weights = place.resolve(file);
        if (this == FILE) {
            String name = weights.getFileName().toString().replace(".safetensors", "");
            Folders.copy(Folders.MODELS.resolve("tiny-sd1"), weights.resolveSibling(name), false);
        }
        return weights;
    }

    /** A request for a model with what this is, at its option. */
    EditRequest request(Path weights) {
        boolean whole = this == FILE || option == Option.LORA || option == Option.EMBEDDINGS;
        Path folderOf = weights;
        while (!whole && !folderOf.getFileName().toString().equals(folder)) folderOf = folderOf.getParent();
        EditRequest request = EditRequest.of(Task.GENERATE)
                .with(Option.PROMPT, this == WORDS ? "a <style> car" : "a red car on the street")
                .with(Option.MODEL, Folders.MODELS.resolve("tiny-sd1"))
                .with(Option.STEPS, 1)
                .with(Option.SCHEDULER, "DDIM");
        return request.with(option, folderOf);
    }

    static EditResult run(PromptToPrompt p2p, EditRequest request) {
        return p2p.run(request, Progress.NONE);
    }

    static String refusal(PromptToPrompt p2p, EditRequest request) {
        return assertThrows(Refusal.class, () -> run(p2p, request)).getMessage();
    }

    static int[] pixels(EditResult result) {
        return result.frames().get(0).image().update(null).getCurrentStorageArray();
    }
}
