package org.prompttoprompt.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;

/**
 * The model that comes with the plugin: a folder while developing, else unpacked from the jar once per version into the
 * user's cache, for weights are mapped from files. A copy there that is not whole is replaced.
 */
public final class EmbeddedModel {
    static final String NAME = "mini";
    private static final String ROOT = "models/" + NAME + "/";
    private static final String RESOURCE = "/" + ROOT + "model_index.json";
    private static final String PARTIAL = "partial-";

    /** The folder that was given out last. */
    private static volatile Path given;

    private EmbeddedModel() {}

    /** Returns whether a folder is the embedded model's, whose place in a cache says nothing to the user. */
    static boolean isAt(Path folder) {
        return folder.equals(given);
    }

    /** Returns the model's folder. */
    public static Path folder() {
        URL index = EmbeddedModel.class.getResource(RESOURCE);
        if (index == null)
            throw new Refusal("The plugin's jar has no embedded model; give a model folder: model=/path");
        given = folder(index);
        return given;
    }

    static Path folder(URL index) {
        try {
            URLConnection connection = index.openConnection();
            if (!(connection instanceof JarURLConnection inJar))
                return Path.of(index.toURI()).getParent();
            inJar.setUseCaches(false);
            try (JarFile jar = inJar.getJarFile()) {
                return CacheFolder.alone(NAME, () -> unpacked(jar));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (Refusal e) {
            throw e;
        } catch (Exception e) {
            throw new Refusal(
                    "The embedded model cannot be unpacked (" + e.getMessage()
                            + "): close other ImageJs, free some space in " + CacheFolder.path()
                            + ", or delete that folder and try again.",
                    e);
        }
    }

    private static Path unpacked(JarFile jar) throws IOException {
        List<JarEntry> entries = jar.stream()
                .filter(entry -> entry.getName().startsWith(ROOT) && !entry.isDirectory())
                .toList();
        Path cache = Files.createDirectories(CacheFolder.path().resolve("models"));
        CacheFolder.sweep(cache, PARTIAL);
        CRC32 contents = new CRC32();
        for (JarEntry entry : entries) contents.update((entry.getName() + Long.toHexString(entry.getCrc())).getBytes());
        Path folder = cache.resolve(String.format("%s-%08x", NAME, contents.getValue()));
        if (isWhole(folder, entries)) return folder;

        Path fresh = Files.createTempDirectory(cache, PARTIAL);
        for (JarEntry entry : entries) {
            Path to = place(fresh, entry);
            Files.createDirectories(to.getParent());
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, to);
            }
        }
        // Moved and not deleted: another ImageJ may have mapped what is still good of it.
        if (Files.exists(folder))
            Files.move(folder, Files.createTempDirectory(cache, PARTIAL).resolve("damaged"));
        Files.move(fresh, folder);
        CacheFolder.sweep(cache, PARTIAL);
        return folder;
    }

    private static boolean isWhole(Path folder, List<JarEntry> entries) throws IOException {
        for (JarEntry entry : entries) {
            Path file = place(folder, entry);
            if (!Files.isRegularFile(file)) return false;
            try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
                if (in.getChecksum().getValue() != entry.getCrc()) return false;
            }
        }
        return true;
    }

    private static Path place(Path folder, JarEntry entry) {
        return folder.resolve(entry.getName().substring(ROOT.length()));
    }
}
