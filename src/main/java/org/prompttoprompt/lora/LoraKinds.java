package org.prompttoprompt.lora;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.prompttoprompt.checkpoint.Header;

/** Files beside LoRA that change a model, or that change other models, told by the names of their tensors. */
final class LoraKinds {
    private static final Map<Pattern, String> OTHERS = new LinkedHashMap<>();

    static {
        other("^lllite_", "a ControlLLLite file");
        other("hada_w", "a LoHa file (LyCORIS)");
        other("lokr_w|lokr_t", "a LoKr file (LyCORIS)");
        other("dora_scale", "DoRA (LyCORIS naming)");
        other("lora_magnitude_vector", "DoRA (PEFT naming)");
        other("\\.on_input$", "an IA3 file (LyCORIS)");
        other("oft_blocks|oft_diag|oft_R|\\.oft_", "an OFT file");
        other("\\.lora_mid\\.", "a LoCon with a Tucker core (LyCORIS, lora_mid)");
        other("\\.diff(_b)?$|\\.w_norm$|\\.b_norm$", "a file of full differences (LyCORIS 'full' or 'norm')");
        other("\\.[ab][12]\\.weight$", "a GLoRA file (LyCORIS)");
        other("(double|single)_blocks[_.]|single_transformer_blocks", "a LoRA for Flux");
        other(
                "joint_blocks_|^(lora|lycoris)_transformer_|^transformer\\.",
                "a LoRA for Stable Diffusion 3 or another transformer");
        other("^lora_te3_|^text_encoder_3\\.", "a LoRA for Stable Diffusion 3");
        other(
                "^diffusion_model\\.",
                "a LoRA in ComfyUI's naming (diffusion_model.), for a video model or another transformer");
        other("^lora_prior_", "a LoRA for Stable Cascade");
        other("motion_modules", "a LoRA for AnimateDiff");
        other("^base_model\\.model\\.text_model\\.", "an adapter of PEFT for a text encoder alone");
        other("^bundle_emb\\.", "a LoRA with embeddings inside");
        other("\\.lora_B\\.bias$", "a LoRA with biases (lora_bias)");
        other("^lycoris_", "a file in LyCORIS' own naming (lycoris_)");
    }

    private static final Pattern LIKE =
            Pattern.compile("(lora_(unet|te|te1|te2|te3|transformer|prior)_|lycoris_|lllite_|bundle_emb\\.).*"
                    + "|.*\\.(lora_[AB](\\.\\w+)?\\.(weight|bias)|lora_(down|up)\\.weight"
                    + "|lora(_linear_layer)?\\.(down|up)\\.weight|[a-z_]+_lora\\.(down|up)\\.weight"
                    + "|lora_magnitude_vector.*|dora_scale|hada_w.*|lokr_.*)");

    private LoraKinds() {}

    private static void other(String pattern, String name) {
        OTHERS.put(Pattern.compile(pattern), name);
    }

    /** Returns whether a tensor is called as those of such files are. */
    static boolean isLike(String tensor) {
        return LIKE.matcher(tensor).matches();
    }

    /** Returns what a file is that is no plain LoRA, as a sentence goes on after "this is". */
    static Optional<String> unsupported(Header header) {
        return OTHERS.entrySet().stream()
                .filter(e -> header.names().stream()
                        .anyMatch(name -> e.getKey().matcher(name).find()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns why it cannot be used and what helps, as a sentence goes on after "this is". */
    static String why(String what) {
        return what + ", which is not supported. Plain LoRA files are, of linear layers and convolutions, as kohya's"
                + " scripts, PEFT and diffusers write them: look for one of these with the same effect";
    }
}
