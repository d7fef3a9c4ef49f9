package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.prompttoprompt.engine.LocalPath;

/**
 * Models that other programs keep: AUTOMATIC1111's web interface and ComfyUI have a folder for each kind below {@code models},
 * InvokeAI one for each family or model. They are read where they are.
 */
final class OtherPrograms {
    /** Deeper, and of more, nobody keeps models. */
    private static final int DEEPEST = 6;

    private static final int MOST = 500;
    private static final String MODELS = "models";
    private static final List<String> PROGRAMS = List.of(
            "stable-diffusion-webui",
            "stable-diffusion-webui-forge",
            "ComfyUI",
            "Documents/ComfyUI",
            "Documents/stable-diffusion-webui",
            "invokeai",
            "InvokeAI",
            "Documents/invokeai");

    private OtherPrograms() {}

    /** Returns the folders where such programs usually lie, as far as they are there. */
    static List<Path> usual() {
        Path home = LocalPath.of("user.home", System.getProperty("user.home"));
        Stream<String> named = Stream.of("INVOKEAI_ROOT").map(System::getenv).filter(root -> root != null);
        return Stream.concat(PROGRAMS.stream().map(home::resolve), named.map(Path::of))
                .filter(Files::isDirectory)
                .toList();
    }

    /** Returns whose folder it is, as far as names and layout tell. */
    static ModelEntry.Origin program(Path root) {
        Path folder = root.endsWith(MODELS) && root.getParent() != null ? root.getParent() : root;
        String name = String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT);
        Path models = folder.resolve(MODELS);
        if (name.contains("invokeai") || has(folder, "invokeai.yaml", "databases/invokeai.db"))
            return ModelEntry.Origin.INVOKEAI;
        if (name.contains("comfyui") || has(folder, "comfy") || has(models, "checkpoints", "diffusion_models"))
            return ModelEntry.Origin.COMFYUI;
        if (name.contains("stable-diffusion-webui") || has(folder, "webui.py") || has(models, "Stable-diffusion"))
            return ModelEntry.Origin.AUTOMATIC1111;
        return ModelEntry.Origin.FOLDER;
    }

    private static boolean has(Path folder, String... names) {
        return Stream.of(names).anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /**
     * Returns whether a folder is one in diffusers' layout, whole or not. Without its index it is one by its network and what only such a
     * folder has beside: ComfyUI's folder of models has {@code unet} and {@code vae} too.
     */
    static boolean isLayout(Path folder) {
        boolean network = has(folder, "unet/config.json", "text_encoder", "tokenizer", "scheduler");
        return has(folder, "model_index.json") || Files.isDirectory(folder.resolve("unet")) && network;
    }

    /** Returns what may be a model below a folder: a folder in diffusers' layout, or a file of weights outside of one. */
    static List<Path> below(Path root) {
        Set<Path> found = new LinkedHashSet<>();
        List<Path> begin = Stream.of(root.resolve(MODELS), root.resolve("embeddings"))
                .filter(Files::isDirectory)
                .toList();
        for (Path folder : begin.isEmpty() ? List.of(root) : begin) walk(folder, found);
        return eachOnce(found);
    }

    /** What links lead to a second time is the same model: by the path without links, else the one with fewest folders. */
    private static List<Path> eachOnce(Set<Path> found) {
        Map<Path, Path> byReal = new LinkedHashMap<>();
        for (Path one : found) {
            Path real = real(one);
            if (isBetter(one, byReal.get(real), real)) byReal.put(real, one);
        }
        return new ArrayList<>(byReal.values());
    }

    private static boolean isBetter(Path one, Path before, Path real) {
        if (before == null || one.equals(real)) return true;
        return !before.equals(real) && one.getNameCount() < before.getNameCount();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path; // a link that leads nowhere
        }
    }

    private static void walk(Path folder, Set<Path> found) {
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(java.nio.file.FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                            if (found.size() >= MOST) return FileVisitResult.TERMINATE;
                            if (dir.getFileName() != null
                                    && dir.getFileName().toString().startsWith("."))
                                return FileVisitResult.SKIP_SUBTREE;
                            if (!isLayout(dir)) return FileVisitResult.CONTINUE;
                            found.add(dir);
                            return FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (file.toString().matches(".*\\.(safetensors|ckpt|pt|gguf)"))
                                found.add(PartFile.is(file) ? file.getParent() : file);
                            return found.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE; // somebody else's
                        }
                    });
        } catch (IOException e) {
            // What cannot be read is not found.
        }
    }
}
