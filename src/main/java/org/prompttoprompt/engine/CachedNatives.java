package org.prompttoprompt.engine;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The native libraries, unpacked as DJL would do it, but for what it passes over: DJL takes a folder for whole if one of its
 * files is there, loads every file that lies in it, and cannot be started again in the same process if it failed.
 */
final class CachedNatives {
    private static volatile Path used;

    private CachedNatives() {}

    /**
     * Unpacks them where they are missing or damaged, and tells DJL where they are; to be called before the engine starts.
     *
     * @throws org.prompttoprompt.Refusal if there is no room, or no folder that can be written
     */
    static void unpack() throws Exception {
        if (EngineBoot.libtorch() != null) {
            pointDjlTo(CacheFolder.path());
            return;
        }
        Platform platform = Platform.detectPlatform("pytorch");
        List<Unpacked.Item> items = platform.isPlaceholder() ? List.of() : items(platform);
        String name = platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier();
        Optional<Path> ready = CacheFolder.readOnly()
                .filter(cache -> !items.isEmpty() && in(cache, name, items).isWhole());
        if (ready.isPresent()) {
            pointDjlTo(ready.get());
            return;
        }
        Path cache = CacheFolder.path();
        pointDjlTo(cache);
        if (items.isEmpty()) return; // DJL finds them elsewhere, or says what is missing
        CacheLock.unpack("natives", () -> in(cache, name, items).isWhole(), () -> {
            Path natives = Utils.getEngineCacheDir("pytorch");
            CacheFolder.sweep(natives, "tmp");
            CacheFolder.sweep(natives, Unpacked.PARTIAL);
            if (Files.isDirectory(natives.resolve(name))) CacheFolder.sweep(natives.resolve(name), "jni");
            in(cache, name, items).make();
            return null;
        });
    }

    /** Returns the cache that they were unpacked in, or will be. */
    static Path cache() {
        return used == null ? CacheFolder.path() : used;
    }

    private static void pointDjlTo(Path cache) {
        used = cache;
        if (System.getenv(CacheFolder.SETTING) == null) System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    /** Another folder for the natives alone, which DJL knows, comes first. */
    private static Unpacked in(Path cache, String name, List<Unpacked.Item> items) {
        boolean elsewhere = System.getenv("ENGINE_CACHE_DIR") != null || System.getProperty("ENGINE_CACHE_DIR") != null;
        Path natives = elsewhere ? Utils.getEngineCacheDir("pytorch") : cache.resolve("pytorch");
        return new Unpacked("PyTorch's libraries", natives.resolve(name), items);
    }

    /** Returns none if one of them is not on the class path. */
    private static List<Unpacked.Item> items(Platform platform) throws IOException {
        List<Unpacked.Item> items = new ArrayList<>();
        String source = "/pytorch/" + platform.getFlavor() + "/" + platform.getClassifier() + "/";
        for (String library : platform.getLibraries()) items.add(item(library, source + library));
        String jni = System.mapLibraryName("djl_torch");
        items.add(item(
                Engine.getDjlVersion() + "-" + jni,
                "/jnilib/" + platform.getClassifier() + "/" + platform.getFlavor() + "/" + jni));
        return items.contains(null) ? List.of() : items;
    }

    private static Unpacked.Item item(String name, String resource) throws IOException {
        URL url = Platform.class.getResource(resource);
        if (url == null) return null;
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return new Unpacked.Item(
                    name, jar.getJarEntry().getSize(), jar.getJarEntry().getCrc(), url::openStream);
        }
        return new Unpacked.Item(name, connection.getContentLengthLong(), -1, url::openStream);
    }
}
