package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.diffusion.Ddim;
import org.prompttoprompt.inversion.EditFriendly;
import org.prompttoprompt.inversion.Inversion;
import org.prompttoprompt.p2p.During;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Refine;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.SelfReplace;
import org.prompttoprompt.p2p.Span;
import org.prompttoprompt.p2p.Variant;
import org.prompttoprompt.text.Alignment;

/** Edit-friendly DDPM inversion: latents, noises, reconstruction, and edits without and with prompt-to-prompt. */
final class DdpmInversionGolden implements GoldenKind {
    private static final double LATENTS = 5e-5;
    /** The last noises are divided by a small σ. */
    private static final double NOISES = 1e-3;

    private static final double EDITS = 5e-4;

    @Override
    public void check(GoldenCase c) {
        GoldenImage image = new GoldenImage(c);
        JsonObject json = c.json();
        int n = image.steps;
        int skip = json.get("skip").getAsInt();
        String source = c.text("source");
        String target = c.text("target");
        double ofSource = json.get("guidance_source").getAsDouble();
        double ofTarget = json.get("guidance_target").getAsDouble();
        Ddim ddim = image.ddim();
        NDArray x0 = image.x0();
        c.close("x0", c.tensor("x0").expandDims(0), x0, LATENTS);
        Inversion inversion = EditFriendly.of(
                x0,
                ddim,
                i -> c.tensor("noise").get(n - 1 - i).expandDims(0),
                0,
                image.unet::forward,
                image.context(""),
                image.context(source),
                ofSource);
        c.close("xts", c.tensor("xts"), reversed(inversion.latents()), LATENTS);
        c.close("zs", c.tensor("zs"), reversed(inversion.extra()), NOISES);

        List<NDArray> recon = image.walk(EditFriendly.way(inversion, ddim, 0), List.of(), "", source, source, ofSource);
        c.close("source", x0, last(recon), 0);
        Inversion published = new Inversion(
                inversion.latents(), inversion.extra().get(":" + (n - 1)).concat(x0.zerosLike()));
        Variant free = new Variant(0, Edit.NONE, Edit.NONE, 0, Optional.empty(), Optional.empty());
        compare(c, "edit", edited(image, published, ddim, skip, free, ofTarget));
        JsonObject p2p = json.getAsJsonObject("p2p");
        Variant controlled = controlled(image, p2p, skip, source, target);
        List<NDArray> walk = edited(image, published, ddim, skip, controlled, ofTarget);
        compare(c, "edit_p2p", walk);
        // With its own prompt and scale the recorded noises draw the image again.
        List<NDArray> again =
                image.walk(EditFriendly.way(inversion, ddim, 0), List.of(free), "", source, source, ofSource);
        c.close("recon", c.tensor("recon"), kept(c, "recon", again), LATENTS);
        List<NDArray> zeroed =
                image.walk(EditFriendly.way(published, ddim, 0), List.of(free), "", source, source, ofSource);
        c.close(
                "recon_published",
                c.tensor("recon_published").expandDims(0),
                GoldenImage.row(last(zeroed), 1),
                LATENTS);
        image.picture("edit_image_u8", GoldenImage.row(last(edited(image, published, ddim, skip, free, ofTarget)), 1));
    }

    private static List<NDArray> edited(
            GoldenImage image, Inversion inversion, Ddim ddim, int skip, Variant variant, double guidance) {
        return image.walk(
                EditFriendly.way(inversion, ddim, skip),
                List.of(variant),
                "",
                image.c.text("source"),
                image.c.text("target"),
                guidance);
    }

    /** The published windows begin with the first step that is run, while their length is that of a whole course. */
    private static Variant controlled(GoldenImage image, JsonObject p2p, int skip, String source, String target) {
        Span cross = PublishedWindow.of(p2p.get("cross_replace_steps")).cross(image.steps);
        Span self = PublishedWindow.of(p2p.get("self_replace_steps")).self(image.steps);
        boolean swap = p2p.get("type").getAsString().startsWith("replace");
        Edit inner = swap
                ? new Replace(Alignment.swap(image.tokens(source), image.tokens(target), Alignment.Mode.REFERENCE))
                : new Refine(Alignment.refine(image.tokens(source), image.tokens(target), Alignment.Mode.REFERENCE));
        return new Variant(
                0,
                new During(new Span(skip + cross.from(), skip + cross.to()), inner),
                new During(new Span(skip + self.from(), skip + self.to()), new SelfReplace()),
                p2p.get("self_max_pixels").getAsInt(),
                Optional.empty(),
                Optional.empty());
    }

    private static void compare(GoldenCase c, String name, List<NDArray> walk) {
        c.close(name, c.tensor(name), kept(c, name, walk), EDITS);
    }

    private static NDArray kept(GoldenCase c, String name, List<NDArray> walk) {
        NDList kept = new NDList();
        for (int k :
                TokenizationGolden.ints(c.json().getAsJsonObject("kept_indices").get(name))) {
            kept.add(GoldenImage.row(walk.get(k), 1));
        }
        return NDArrays.concat(kept);
    }

    private static NDArray reversed(NDArray rows) {
        NDList all = new NDList();
        for (long i = rows.getShape().get(0) - 1; i >= 0; i--) all.add(rows.get(i + ":" + (i + 1)));
        return NDArrays.concat(all);
    }

    private static NDArray last(List<NDArray> walk) {
        return walk.get(walk.size() - 1);
    }
}
