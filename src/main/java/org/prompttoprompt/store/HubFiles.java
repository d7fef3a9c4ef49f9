package org.prompttoprompt.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.ShellWord;

/**
 * Chooses of a repository's files those that are needed: repositories hold the same weights several times, for other programs and in
 * other precisions, and images.
 */
final class HubFiles {
    /** The folders of a model in diffusers' layout that are read. */
    private static final List<String> PARTS =
            List.of("text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2", "unet", "vae", "scheduler");

    private static final List<String> WITH_WEIGHTS = List.of("text_encoder", "text_encoder_2", "unet", "vae");
    private static final Pattern SMALL = Pattern.compile(".*\\.(json|txt)");
    private static final Pattern INDEX =
            Pattern.compile(".*\\.safetensors\\.index(\\.\\w+)?\\.json|.*\\.bin\\.index.*|flax.*|tf_.*");
    private static final String STEM = "(diffusion_pytorch_model|model)";
    private static final String SHARD = "-\\d+-of-\\d+";

    private final Listing all;
    private final boolean half;

    private HubFiles(Listing all, boolean half) {
        this.all = all;
        this.half = half;
    }

    /**
     * Returns the listing with the files that are needed.
     *
     * @param file the one that is asked for by name, empty to choose
     * @param half whether weights of half precision are taken where there are both
     * @throws Refusal if there are none that can be read, or several that may be meant
     */
    static Listing choose(Listing all, String file, boolean half) {
        return all.with(new HubFiles(all, half).chosen(file));
    }

    private List<RemoteFile> chosen(String file) {
        if (!file.isBlank()) {
            requireSafe(file);
            return withItsStrength(all.file(file)
                    .orElseThrow(() -> new Refusal(all.source() + " has no file '" + file + "'. It has: "
                            + String.join(", ", names(this::isSafe)) + ".")));
        }
        if (all.file("model_index.json").isPresent()) return folder();
        List<RemoteFile> safe = all.files().stream()
                .filter(f -> isSafe(f) && !f.path().contains("/"))
                .toList();
        List<RemoteFile> main = safe.stream()
                .filter(f -> f.path().equals("diffusion_pytorch_model.safetensors"))
                .toList();
        if (main.size() == 1)
            return Stream.concat(main.stream(), all.file("config.json").stream())
                    .toList();
        if (safe.size() == 1) return withItsStrength(safe.get(0));
        if (safe.isEmpty()) throw none(names(f -> f.path().matches(".*\\.(ckpt|bin|pt|pth)")));
        throw new Refusal(all.source() + " holds several models: "
                + String.join(", ", safe.stream().map(RemoteFile::path).toList()) + ". Say which by "
                + ShellWord.option("file", safe.get(0).path()) + ", or, in the window of models, by its address: "
                + safe.get(0).from() + ".");
    }

    /** An adapter that PEFT has saved tells how strong it is in a file beside it. */
    private List<RemoteFile> withItsStrength(RemoteFile file) {
        Optional<RemoteFile> beside = Optional.of(file.path())
                .filter(path -> path.matches("(.*/)?adapter_model\\.safetensors"))
                .flatMap(path -> all.file(path.replaceFirst("adapter_model\\.safetensors$", "adapter_config.json")));
        return Stream.concat(Stream.of(file), beside.stream()).toList();
    }

    /** Refuses the name of a file that is not taken, before a server is asked for it. */
    static void requireSafe(String file) {
        if (!file.endsWith(".safetensors"))
            throw new Refusal("file=" + file + ": only .safetensors files are downloaded; others can run code when they"
                    + " are opened. Give the name of one, such as file=model.safetensors.");
    }

    private List<RemoteFile> folder() {
        List<RemoteFile> files =
                new ArrayList<>(all.file("model_index.json").stream().toList());
        for (String own : List.of("prompt-to-prompt.json", "words.json"))
            all.file(own).ifPresent(files::add);
        for (String part : PARTS) {
            List<RemoteFile> inside = all.files().stream()
                    .filter(f -> f.path().matches(Pattern.quote(part) + "/[^/]+"))
                    .toList();
            inside.stream()
                    .filter(f -> SMALL.matcher(name(f)).matches()
                            && !INDEX.matcher(name(f)).matches())
                    .forEach(files::add);
            if (WITH_WEIGHTS.contains(part) && !inside.isEmpty()) files.addAll(weights(inside));
        }
        return files;
    }

    /** One file, or an index and its shards, of the wished precision before the other. */
    private List<RemoteFile> weights(List<RemoteFile> inside) {
        List<List<String>> patterns = new ArrayList<>(List.of(
                List.of(STEM + "\\.safetensors"),
                List.of(STEM + "\\.safetensors\\.index\\.json", STEM + SHARD + "\\.safetensors")));
        List<List<String>> halves = List.of(
                List.of(STEM + "\\.fp16\\.safetensors"),
                List.of(
                        STEM + "\\.safetensors\\.index\\.fp16\\.json",
                        STEM + "(\\.fp16" + SHARD + "|" + SHARD + "\\.fp16)\\.safetensors"));
        patterns.addAll(half ? 0 : patterns.size(), halves);
        for (List<String> pattern : patterns) {
            List<RemoteFile> found = inside.stream()
                    .filter(f -> pattern.stream().anyMatch(name(f)::matches))
                    .toList();
            boolean first = found.stream().anyMatch(f -> name(f).matches(pattern.get(0)));
            if (first) return found;
        }
        throw none(inside.stream().map(RemoteFile::path).toList());
    }

    private Refusal none(List<String> others) {
        return new Refusal(
                all.source() + " has its weights not as .safetensors"
                        + (others.isEmpty()
                                ? ""
                                : ", but as "
                                        + String.join(
                                                ", ", others.stream().limit(4).toList()))
                        + ": files of other kinds can run code and are not taken. Look for a copy of the model with .safetensors.");
    }

    private boolean isSafe(RemoteFile file) {
        return file.path().endsWith(".safetensors");
    }

    private List<String> names(Predicate<RemoteFile> which) {
        return all.files().stream().filter(which).map(RemoteFile::path).toList();
    }

    private static String name(RemoteFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
