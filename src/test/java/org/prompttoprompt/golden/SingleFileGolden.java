package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import org.prompttoprompt.model.GoldenLayouts;
import org.prompttoprompt.vae.AutoencoderKL;

/** A model, or its autoencoder, in one file of the original layout: what each part makes, and a generation. */
final class SingleFileGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) throws Exception {
        Path root = c.model().getParent().getParent();
        if (c.json().has("files")) {
            for (JsonElement file : c.json().getAsJsonArray("files")) vae(c, root.resolve(file.getAsString()), root);
            return;
        }
        Path configs = root.resolve(c.text(c.json().has("configs_from") ? "configs_from" : "config_from"));
        GoldenParts.check(c, c.closing(GoldenLayouts.file(root.resolve(c.text("file")), configs)));
    }

    private static void vae(GoldenCase c, Path file, Path root) {
        Path configs = root.resolve(c.text("configs_from"));
        AutoencoderKL vae = (AutoencoderKL) GoldenLayouts.vae(file, configs, c.manager());
        c.close(
                "mean",
                c.tensor("mean"),
                vae.encodeMoments(GoldenParts.image(c)).get(0),
                5e-5);
        c.close(
                "logvar",
                c.tensor("logvar"),
                vae.encodeMoments(GoldenParts.image(c)).get(1),
                5e-5);
        double scale = c.json().get("scaling_factor").getAsDouble();
        c.close("decoded", c.tensor("decoded"), vae.decode(c.tensor("mean").mul(scale)), 2e-4);
    }
}
