package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.StoredPrecision;
import org.prompttoprompt.checkpoint.Unreadable;
import org.prompttoprompt.lora.Lora;
import org.prompttoprompt.request.FewSteps;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.text.LearnedWord;
import org.prompttoprompt.unet.UNetConfig;

/**
 * What lies at a place, as far as names and headers tell: no weights are loaded.
 *
 * @param use what it is good for
 * @param kind in words, such as {@code Stable Diffusion 1.x}
 * @param precision that most of its weights are stored in, empty where that cannot be told
 * @param bytes of all files
 * @param problem why it cannot be used, or only with an option that it tells; empty if it can
 * @param damage what of that is wrong with a damaged file, without what may help: a sentence; empty where none is damaged
 */
public record ModelLook(Use use, String kind, String precision, long bytes, String problem, Optional<String> damage) {
    /** What is told in place of what helps where nothing does. */
    private static final String AT_SOURCE = " It is so at its source, and another download brings the same.";

    /** What has no damaged file. */
    public ModelLook(Use use, String kind, String precision, long bytes, String problem) {
        this(use, kind, precision, bytes, problem, Optional.empty());
    }

    /** Returns the problem where its files are known to be those of their source: neither a download nor a repair changes them. */
    public String atSource() {
        return damage.map(what -> what + AT_SOURCE).orElse(problem);
    }

    /** Returns the problem without what may help where files are damaged: whoever tells it knows better. */
    public String alone() {
        return damage.orElse(problem);
    }

    /** What a file or folder is good for. */
    public enum Use {
        MODEL("model"),
        LORA("lora"),
        EMBEDDING("embeddings"),
        VAE("vae"),
        NONE("");

        private final String key;

        Use(String key) {
            this.key = key;
        }

        /** Returns what an option takes. */
        static Use of(Option option) {
            return Arrays.stream(values())
                    .filter(use -> use.key.equals(option.key()))
                    .findFirst()
                    .orElseThrow();
        }

        /** Returns the key of the option that takes it, empty where none does. */
        public String key() {
            return key;
        }
    }

    private static final int SD1 = 768;
    private static final int SD2 = 1024;
    private static final int XL = 2048;
    private static final int INPAINTING = 9;
    private static final Map<List<Integer>, String> WIDTHS =
            Map.of(List.of(SD1), "SD 1.x", List.of(SD2), "SD 2.x", List.of(SD1, 1280), "SDXL");

    /** Looks at a folder or a file; what is wrong with it is told and not thrown. */
    public static ModelLook at(Path place) {
        long bytes = bytes(place);
        try {
            Path what = Files.isDirectory(place) ? HubCache.snapshot(place) : place;
            if (Files.isDirectory(what) && Files.isDirectory(what.resolve("unet"))) return folder(what, bytes);
            if (Files.isDirectory(what) && Files.isRegularFile(what.resolve("config.json"))) return part(what, bytes);
            return file(Files.isDirectory(what) ? only(what) : what, bytes);
        } catch (Damaged e) {
            return new ModelLook(Use.NONE, "", "", bytes, e.getMessage(), Optional.of(e.what() + "."));
        } catch (Refusal e) {
            return new ModelLook(Use.NONE, "", "", bytes, e.getMessage());
        }
    }

    private static ModelLook folder(Path folder, long bytes) {
        ModelFolder.of(folder.toString());
        ModelFacts facts = ModelParts.requireWhole(folder);
        UNetConfig unet = UNetConfig.of(Config.open(folder.resolve("unet").resolve("config.json")));
        String precision = StoredPrecision.of(folder.resolve("unet"));
        return new ModelLook(
                Use.MODEL,
                kind(facts, unet.contextDim())
                        + (unet.inChannels() == INPAINTING ? ", inpainting" : "")
                        + (FewSteps.are(facts.defaults().steps()) ? ", of few steps" : ""),
                precision,
                bytes,
                SamplerOptions.problem(ModelLayout.of(folder), facts.defaults()));
    }

    /** A model that was made for few words says which. */
    private static String kind(ModelFacts facts, int context) {
        int words = facts.defaults().vocabulary().words().size();
        if (words > 0) return "a small model of " + words + " words";
        return switch (context) {
            case SD1 -> "Stable Diffusion 1.x";
            case SD2 -> "Stable Diffusion 2.x";
            case XL -> "Stable Diffusion XL";
            default -> "a small Stable Diffusion";
        };
    }

    private static ModelLook part(Path folder, long bytes) {
        String name = Config.open(folder.resolve("config.json")).getString("_class_name", "");
        if (!name.startsWith("Autoencoder"))
            throw new Refusal("It is " + (name.isEmpty() ? "no model" : "a part, " + name)
                    + ", and no whole model: the folder above it may be one.");
        ModelParts.requireVae(folder);
        return new ModelLook(Use.VAE, "an autoencoder", StoredPrecision.of(folder), bytes, "");
    }

    private static ModelLook file(Path file, long bytes) {
        Header header = Header.read(file);
        Optional<FileKind> kind = FileKind.of(header);
        if (kind.isEmpty())
            return new ModelLook(
                    Use.NONE,
                    "",
                    "",
                    bytes,
                    "Its tensors are not those of any kind of model that is known here: whole models, LoRAs, learned"
                            + " words and VAEs of Stable Diffusion are.");
        Use use = Use.valueOf(kind.get().use().name());
        if (use == Use.NONE)
            return new ModelLook(use, "", "", bytes, "It is " + kind.get().name() + ", which cannot be used here.");
        String name = words(kind.get().name()) + more(use, header);
        return new ModelLook(use, name, StoredPrecision.of(file), bytes, "");
    }

    /**
     * Returns what a header tells beside its kind.
     *
     * @throws Refusal as a run does that uses the file
     */
    private static String more(Use use, Header header) {
        Optional<Refusal> problem = use == Use.LORA
                ? Lora.problem(header)
                : use == Use.EMBEDDING ? LearnedWord.problem(header) : Optional.empty();
        String option = use.key() + "=" + header.path() + ": ";
        if (problem.isPresent()) throw Damaged.beginning(problem.get(), told -> sentence(told, option));
        SoundFiles.requireNoneKnownBroken(List.of(header.path()));
        switch (use) {
            case LORA:
                return Lora.base(header).map(base -> " of " + base).orElse("");
            case EMBEDDING:
                return " of " + WIDTHS.getOrDefault(LearnedWord.lengths(header), "another kind of model");
            case VAE:
                ModelParts.requireVae(header.path());
                return "";
            default:
                return FewSteps.are(ModelParts.requireWhole(header.path())
                                .defaults()
                                .steps())
                        ? ", of few steps"
                        : "";
        }
    }

    /** Of a file that no option names yet. */
    private static String sentence(String told, String option) {
        String problem = told.startsWith(option) ? told.substring(option.length()) : told;
        String text = problem.replaceFirst("^this is ", "It is ");
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String words(String kind) {
        return kind.replaceFirst("^(an? )?SD ", "Stable Diffusion ")
                .replaceFirst("^(an? )?SDXL", "Stable Diffusion XL");
    }

    private static Path only(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> weights = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            if (weights.size() == 1) return weights.get(0);
            throw new Refusal(
                    weights.isEmpty()
                            ? "It holds no model: name a folder in diffusers layout, which holds model_index.json, unet and"
                                    + " others, or one .safetensors file."
                            : "It holds several files of weights: name one of them, such as "
                                    + weights.get(0).getFileName() + ".");
        } catch (IOException e) {
            throw Unreadable.refusal(folder, e);
        }
    }

    private static long bytes(Path place) {
        try {
            return EachFile.below(place).stream()
                    .filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            return -1;
        }
    }
}
