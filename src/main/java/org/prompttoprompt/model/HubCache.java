package org.prompttoprompt.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;

/**
 * A folder of the Hugging Face download cache: {@code models--owner--name} with blobs, refs and snapshots, of which a snapshot
 * is the model's folder (https://huggingface.co/docs/huggingface_hub/guides/manage-cache).
 */
final class HubCache {
    private static final String BEGIN = "models--";
    private static final String SNAPSHOTS = "snapshots";

    private HubCache() {}

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
            throw new Refusal(folder + " cannot be read: " + e, e);
        }
    }
}
