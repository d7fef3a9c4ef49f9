package org.prompttoprompt.lora;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.prompttoprompt.checkpoint.GeneralName;
import org.prompttoprompt.checkpoint.Header;

/**
 * A LoRA that makes any model one of few steps, and how it is used, as its authors say. Its tensors are those of any LoRA: that it
 * is one, its name tells, or the title in its notes; many are called pytorch_lora_weights, and their folders by what they are.
 *
 * @param sampler by its name in lists
 * @param spacing of the timesteps, {@code model} where the sampler has its own
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale, 1 for none
 */
public record FewStepLora(String sampler, String spacing, int steps, double guidance) {
    private static final int USUAL = 4;
    /** With those that keep the guidance. */
    private static final double GUIDED = 5;

    private static final Pattern STEPS = Pattern.compile("(\\d{1,2})[-_ ]?steps?");
    private static final List<String> TITLES = List.of("modelspec.title", "ss_output_name");

    /** Returns how a LoRA is used, if it is one of these. */
    public static Optional<FewStepLora> of(Path file) {
        Header header = Header.read(file);
        String titles = Stream.concat(
                        GeneralName.titles(file).stream(),
                        TITLES.stream().map(key -> header.metadata().getOrDefault(key, "")))
                .collect(Collectors.joining(" "));
        return named(titles);
    }

    /** Returns how LoRAs of a name, and models with one merged into them, are used. */
    public static Optional<FewStepLora> named(String title) {
        String name = title.toLowerCase(Locale.ROOT);
        int steps = steps(name);
        // Luo et al. 2023, LCM-LoRA.
        if (says(name, "lcm")) return Optional.of(new FewStepLora("LCM", "model", steps, 1));
        // Ren et al. 2024: those for one number of steps are made for DDIM from the noisiest timestep on, that for one
        // step for TCD.
        if (says(name, "hyper[-_ ]?(sd|sdxl)[\\dx]*")) {
            if (steps == 1 || !STEPS.matcher(name).find())
                return Optional.of(new FewStepLora("TCD", "model", USUAL, 1));
            return Optional.of(new FewStepLora("DDIM", "trailing", steps, says(name, "cfg") ? GUIDED : 1));
        }
        // Zheng et al. 2024.
        if (says(name, "tcd")) return Optional.of(new FewStepLora("TCD", "model", steps, 1));
        // Lin et al. 2024 (SDXL-Lightning); Sauer et al. 2023 (turbo).
        if (says(name, "lightning")) return Optional.of(new FewStepLora("Euler", "trailing", steps, 1));
        if (says(name, "sd[-_]?turbo")) return Optional.of(new FewStepLora("Euler", "trailing", steps, 1));
        if (says(name, "turbo")) return Optional.of(new FewStepLora("Euler a", "trailing", steps, 1));
        return Optional.empty();
    }

    private static int steps(String name) {
        Matcher m = STEPS.matcher(name);
        int steps = m.find() ? Integer.parseInt(m.group(1)) : USUAL;
        return Math.max(1, steps);
    }

    /** A word of its own: {@code lcm-lora}, {@code my_lcm}, and no part of another. */
    private static boolean says(String name, String word) {
        return Pattern.compile("(?<![a-z])" + word + "(?![a-z])").matcher(name).find();
    }
}
