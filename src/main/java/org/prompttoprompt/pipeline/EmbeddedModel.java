package org.prompttoprompt.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The model that comes with the plugin: a folder while developing, else unpacked from the jar once per version into the
 * user's cache, for weights are mapped from files.
 */
final class EmbeddedModel {
    static final String NAME = "mini";
    private static final String RESOURCE = "/models/" + NAME + "/model_index.json";

    private EmbeddedModel() {}

    /** Returns the model's folder. */
    static Path folder() {
        URL index = EmbeddedModel.class.getResource(RESOURCE);
        if (index == null)
            throw new IllegalArgumentException(
                    "The plugin's jar has no embedded model; give a model folder: model=/path");
        try {
            URI uri = index.toURI();
            return uri.getScheme().equals("jar") ? unpacked(uri) : Path.of(uri).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack the embedded model: " + e.getMessage(), e);
        }
    }

    private static Path unpacked(URI jar) throws IOException {
        String hash;
        try (InputStream in = EmbeddedModel.class.getResourceAsStream(
                "/models/" + NAME + "/unet/diffusion_pytorch_model.safetensors")) {
            hash = Hashes.sha256(in).substring(0, 12);
        }
        Path cache = Path.of(System.getProperty("user.home"), ".prompt-to-prompt", "models");
        Path folder = cache.resolve(NAME + "-" + hash);
        if (Files.exists(folder)) return folder;
        Files.createDirectories(cache);
        Path partial = Files.createTempDirectory(cache, NAME);
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of())) {
            Path root = zip.getPath("/models/" + NAME);
            List<Path> files;
            try (Stream<Path> walk = Files.walk(root)) {
                files = walk.filter(Files::isRegularFile).toList();
            }
            for (Path file : files) {
                Path to = partial.resolve(root.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        try {
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Another process was faster.
            if (!Files.exists(folder)) throw e;
        }
        return folder;
    }
}
