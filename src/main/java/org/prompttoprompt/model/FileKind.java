package org.prompttoprompt.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.lora.Lora;

/**
 * Tells what a .safetensors file holds by the names and shapes of its tensors; the first rule that fits counts. A file is a whole
 * model only if it has a text encoder that is known: what fits no rule is never taken for Stable Diffusion 1.
 *
 * @param name as a sentence goes on after "this is"
 * @param use what to do with it
 */
record FileKind(String name, Use use) {
    /** What a file is good for. */
    enum Use {
        /** A whole model that can be run. */
        MODEL,
        LORA,
        EMBEDDING,
        VAE,
        /** Nothing here. */
        NONE
    }

    private record Rule(FileKind kind, Predicate<Header> fits) {}

    private static final String UNET = "model.diffusion_model.";
    private static final String IN = UNET + "input_blocks.0.0.weight";
    private static final String LABEL = UNET + "label_emb.0.0.weight";
    private static final String OPEN_CLIP_XL = "conditioner.embedders.1.model.";
    private static final Pattern VAE_KEY =
            Pattern.compile("(first_stage_model|encoder|decoder|(post_)?quant_conv|loss)\\..*");
    private static final List<Rule> RULES = new ArrayList<>();

    static {
        rule("a LoRA", Use.LORA, h -> !h.hasPrefix(UNET) && h.names().stream().anyMatch(Lora::isOne));
        rule("a textual inversion embedding", Use.EMBEDDING, FileKind::isEmbedding);
        none(
                "a ControlNet",
                h -> h.hasPrefix("control_model.")
                        || h.hasPrefix("input_hint_block.")
                        || h.hasPrefix("controlnet_cond_embedding."));
        none("an AnimateDiff motion module", h -> contains(h, "motion_modules."));
        none("Flux", h -> anywhere(h, "double_blocks.0.img_attn.norm.key_norm.scale"));
        none("Stable Diffusion 3 / 3.5", h -> anywhere(h, "joint_blocks.0.context_block.adaLN_modulation.1.bias"));
        none("Stable Cascade stage C", h -> anywhere(h, "clip_txt_mapper.weight"));
        none("Stable Cascade stage B", h -> anywhere(h, "down_blocks.1.0.channelwise.0.weight"));
        none("PixArt", h -> anywhere(h, "t_block.1.weight") || anywhere(h, "adaln_single.linear.weight"));
        none("Wan", h -> anywhere(h, "head.modulation"));
        none("AuraFlow", h -> anywhere(h, "double_layers.0.attn.w1q.weight"));
        none("Lumina 2", h -> anywhere(h, "cap_embedder.0.weight"));
        none("HunyuanVideo", h -> anywhere(h, "txt_in.individual_token_refiner.blocks.0.adaLN_modulation.1.bias"));
        none("Chroma", h -> anywhere(h, "distilled_guidance_layer.in_proj.bias"));
        none("LTX", h -> anywhere(h, "patchify_proj.weight"));
        none(
                "Stable Video Diffusion",
                h -> h.hasPrefix(UNET + "input_blocks.1.0.time_stack.") || contains(h, ".open_clip.model.visual."));
        none("Playground 2.5", h -> h.names().contains("edm_mean"));
        none("an SDXL InstructPix2Pix model", h -> h.hasPrefix(OPEN_CLIP_XL) && h.size(IN, 1) == 8);
        whole("an SDXL inpainting model", h -> h.hasPrefix(OPEN_CLIP_XL) && h.size(IN, 1) == 9);
        none(DistilledXl.NAME, h -> h.hasPrefix(OPEN_CLIP_XL) && DistilledXl.is(h));
        whole("SDXL", h -> h.hasPrefix(OPEN_CLIP_XL) && h.hasPrefix("conditioner.embedders.0.transformer."));
        none("an SDXL refiner", h -> h.hasPrefix("conditioner.embedders.0.model."));
        none(
                "an SDXL UNet alone",
                h -> h.size(LABEL, 1) > 0 && !h.hasPrefix("cond_stage_model.")
                        || h.hasPrefix("add_embedding.") && h.hasPrefix("down_blocks."));
        none("an instruct-pix2pix model", h -> h.size(IN, 1) == 8);
        none("an SD 2 depth model", h -> h.size(IN, 1) == 5);
        none("an x4 upscaler", h -> h.size(IN, 1) == 7);
        none("an unCLIP model (SD 2)", h -> h.size(LABEL, 1) > 0);
        whole("an SD 2.x inpainting model", h -> h.size(IN, 1) == 9 && h.hasPrefix("cond_stage_model.model."));
        whole("SD 2.x", h -> h.hasPrefix(UNET) && h.hasPrefix("cond_stage_model.model."));
        whole("an SD 1.x inpainting model", h -> h.size(IN, 1) == 9 && h.hasPrefix("cond_stage_model.transformer."));
        whole("SD 1.x", h -> h.hasPrefix(UNET) && h.hasPrefix("cond_stage_model.transformer."));
        none("a UNet alone", h -> h.hasPrefix(UNET) || h.hasPrefix("down_blocks.") && h.hasPrefix("mid_block."));
        rule("a VAE alone", Use.VAE, h -> all(h, VAE_KEY));
    }

    private static void whole(String name, Predicate<Header> fits) {
        rule(name, Use.MODEL, fits);
    }

    private static void none(String name, Predicate<Header> fits) {
        rule(name, Use.NONE, fits);
    }

    private static void rule(String name, Use use, Predicate<Header> fits) {
        RULES.add(new Rule(new FileKind(name, use), fits));
    }

    /** Returns what a file holds; empty if that is not known. */
    static Optional<FileKind> of(Header header) {
        return RULES.stream()
                .filter(rule -> rule.fits().test(header))
                .map(Rule::kind)
                .findFirst();
    }

    private static boolean isEmbedding(Header h) {
        boolean named = h.names().contains("emb_params")
                || contains(h, "string_to_param")
                || h.names().contains("clip_l")
                || h.names().contains("clip_g");
        boolean alone = h.shapes().size() == 1 && !h.names().iterator().next().contains(".");
        return named || alone && h.shapes().values().iterator().next().dimension() <= 2;
    }

    private static boolean all(Header h, Pattern pattern) {
        return !h.names().isEmpty()
                && h.names().stream().allMatch(name -> pattern.matcher(name).matches());
    }

    private static boolean contains(Header h, String part) {
        return h.names().stream().anyMatch(name -> name.contains(part));
    }

    /** With or without the prefix of files that hold more than the network. */
    private static boolean anywhere(Header h, String name) {
        return h.names().contains(name) || h.names().contains(UNET + name);
    }
}
