package org.prompttoprompt.model;

import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.Unpacked;

/**
 * The model that comes with the plugin: a folder while developing, else unpacked from the jar once per version into the
 * user's cache, for weights are mapped from files. A copy there that is not whole is replaced.
 */
public final class EmbeddedModel {
    static final String NAME = "mini";
    private static final String ROOT = "models/" + NAME + "/";
    private static final String RESOURCE = "/" + ROOT + "model_index.json";
    private static final String MODELS = "models";

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
                return unpacked(jar);
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (Refusal e) {
            throw e;
        } catch (Exception e) {
            throw new Refusal(
                    "The embedded model cannot be unpacked (" + e.getMessage()
                            + "): close other ImageJs, or name another folder by " + CacheFolder.SETTING + ".",
                    e);
        }
    }

    private static Path unpacked(JarFile jar) throws Exception {
        List<Unpacked.Item> items = jar.stream()
                .filter(entry -> entry.getName().startsWith(ROOT) && !entry.isDirectory())
                .map(entry -> new Unpacked.Item(
                        entry.getName().substring(ROOT.length()),
                        entry.getSize(),
                        entry.getCrc(),
                        () -> jar.getInputStream(entry)))
                .toList();
        CRC32 contents = new CRC32();
        for (Unpacked.Item item : items) contents.update((item.name() + Long.toHexString(item.crc())).getBytes());
        String name = String.format("%s-%08x", NAME, contents.getValue());
        Optional<Path> ready =
                CacheFolder.readOnly().filter(cache -> in(cache, name, items).isWhole());
        if (ready.isPresent()) return ready.get().resolve(MODELS).resolve(name);
        return CacheFolder.alone(NAME, () -> {
            Path models = Files.createDirectories(CacheFolder.path().resolve(MODELS));
            CacheFolder.sweep(models, Unpacked.PARTIAL);
            in(CacheFolder.path(), name, items).make();
            return models.resolve(name);
        });
    }

    private static Unpacked in(Path cache, String name, List<Unpacked.Item> items) {
        return new Unpacked("the embedded model", cache.resolve(MODELS).resolve(name), items);
    }
}
