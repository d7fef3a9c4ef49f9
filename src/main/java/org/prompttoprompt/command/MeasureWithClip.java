package org.prompttoprompt.command;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.clip.ClipModel;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/** Measures the active result as Metrics does, and has CLIP compare its images with each other and with the prompts. */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Measure", weight = 30),
            @Menu(label = "Metrics with CLIP...", weight = 32)
        })
public final class MeasureWithClip extends MeasureSweep {
    @Parameter(
            label = "CLIP folder",
            style = FileWidget.DIRECTORY_STYLE,
            required = false,
            persist = false,
            description =
                    "A CLIP model in the layout of transformers: config.json, model.safetensors, preprocessor_config.json and the"
                            + " tokenizer's files")
    private File clip = new File("");

    @Override
    public void fillDialog() {
        activeImage();
    }

    @Override
    Optional<Path> clip() {
        if (clip == null || clip.getPath().isBlank())
            throw new Refusal(
                    "clip is empty: choose the folder of a CLIP model, such as a copy of openai/clip-vit-base-patch32.");
        ClipModel.requireClip(clip.toPath());
        return Optional.of(clip.toPath());
    }
}
