package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Unreadable;
import org.prompttoprompt.engine.LocalPath;

/**
 * A folder of the Hugging Face download cache: {@code models--owner--name} with blobs, refs and snapshots, of which a snapshot
 * is the model's folder (https://huggingface.co/docs/huggingface_hub/guides/manage-cache).
 */
final class HubCache {
    private static final String BEGIN = "models--";
    private static final String SNAPSHOTS = "snapshots";

    private HubCache() {}

    /** Returns the folder of all models, as its own library finds it: HF_HUB_CACHE, else below HF_HOME, else in the home. */
    static Path folder() {
        for (String name : List.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")) {
            String named = setting(name);
            if (!named.isBlank()) return LocalPath.of(name, named);
        }
        String home = setting("HF_HOME");
        if (!home.isBlank()) return LocalPath.of("HF_HOME", home).resolve("hub");
        String caches = setting("XDG_CACHE_HOME");
        Path cache = caches.isBlank()
                ? LocalPath.of("user.home", System.getProperty("user.home")).resolve(".cache")
                : LocalPath.of("XDG_CACHE_HOME", caches);
        return cache.resolve("huggingface").resolve("hub");
    }

    private static String setting(String name) {
        String set = System.getProperty(name, System.getenv(name));
        return set == null ? "" : set.strip();
    }

    /** Returns the folder of one model, if it is there. */
    static Optional<Path> of(String owner, String name) {
        return Optional.of(folder().resolve(BEGIN + owner + "--" + name)).filter(Files::isDirectory);
    }

    /** Returns the repository of a folder of the cache, {@code owner/name}. */
    static String id(Path model) {
        return model.getFileName().toString().substring(BEGIN.length()).replaceFirst("--", "/");
    }

    /** Returns the folders of all models, sorted. */
    static List<Path> all() {
        if (!Files.isDirectory(folder())) return List.of();
        return list(folder()).stream()
                .filter(model -> model.getFileName().toString().startsWith(BEGIN))
                .toList();
    }

    /**
     * Returns the folder itself, or the snapshot that it stands for: that of {@code refs/main}, or the only one.
     *
     * @throws Refusal if it has several and does not say which
     */
    static Path snapshot(Path folder) {
        Path snapshots = folder.resolve(SNAPSHOTS);
        if (!Files.isDirectory(snapshots) || Files.exists(folder.resolve("unet"))) return folder;
        List<Path> all = list(snapshots);
        Optional<Path> main = main(folder).map(snapshots::resolve).filter(Files::isDirectory);
        if (main.isPresent()) return main.get();
        if (all.size() == 1) return all.get(0);
        throw new Refusal(folder + " is a folder of the Hugging Face download cache with "
                + (all.isEmpty()
                        ? "no snapshot: download the model again."
                        : all.size() + " snapshots. Name one of them: " + all.get(0) + ", ..."));
    }

    /** Returns the snapshots of a folder; none where they cannot be read. */
    static List<Path> snapshots(Path folder) {
        Path snapshots = folder.resolve(SNAPSHOTS);
        try {
            return Files.isDirectory(snapshots) ? list(snapshots) : List.of();
        } catch (Refusal e) {
            return List.of();
        }
    }

    /** Returns what people call the model of a folder: its name, of a snapshot the {@code owner--name} of the cache. */
    static String name(Path folder) {
        Path parent = folder.getParent();
        boolean snapshot = parent != null && parent.endsWith(SNAPSHOTS) && parent.getParent() != null;
        String name = (snapshot ? parent.getParent() : folder).getFileName().toString();
        if (snapshot && name.startsWith(BEGIN)) return name.substring(BEGIN.length());
        return Files.isRegularFile(folder) ? name.replaceFirst("\\.safetensors$", "") : name;
    }

    private static Optional<String> main(Path folder) {
        Path ref = folder.resolve("refs").resolve("main");
        try {
            return Files.exists(ref) ? Optional.of(Files.readString(ref).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw Unreadable.refusal(folder, e);
        }
    }
}
