package org.prompttoprompt.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.model.ModelSpec;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.request.EditRequest;

/** Draws an image and cuts the network's file short meanwhile, in a Java of its own, which such a cut may end. */
final class CutFilesDriver {
    private CutFilesDriver() {}

    /** @param args the model's folder, and {@code copied} or {@code mapped} weights */
    public static void main(String[] args) {
        Path model = Path.of(args[0]);
        EditRequest request = CutFilesTest.request(model);
        if (args[1].equals("copied")) {
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                System.out.println("pixels " + hash(p2p.run(request, cutting(model))));
                System.out.println("then " + refusal(() -> p2p.run(request, Progress.NONE)));
            }
        } else {
            System.out.println("then " + refusal(() -> PyTorch.call(() -> mapped(request, model))));
        }
        System.exit(0);
    }

    private static EditResult mapped(EditRequest request, Path model) {
        try (StableDiffusion loaded = StableDiffusion.open(ModelSpec.of(request), Opening.PLAIN.inFiles())) {
            return new Walks(
                            loaded,
                            request,
                            EditInput.NONE,
                            new KeptSource(),
                            new KeptInversions(),
                            Wanted.IMAGES,
                            cutting(model))
                    .run();
        }
    }

    private static Progress cutting(Path model) {
        return (done, total, message) -> {
            if (message.startsWith("Step 1") || done == 1 && total < 100) cut(model);
            return true;
        };
    }

    private static void cut(Path model) {
        try (FileChannel file =
                FileChannel.open(model.resolve("unet/diffusion_pytorch_model.safetensors"), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String refusal(Runnable run) {
        try {
            run.run();
            return "nothing";
        } catch (Refusal e) {
            return e.getMessage();
        }
    }

    static int hash(EditResult result) {
        return Arrays.hashCode(result.frames().get(0).image().update(null).getCurrentStorageArray());
    }
}
