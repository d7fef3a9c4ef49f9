package org.prompttoprompt.engine;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Removes native libraries that were unpacked badly, so that DJL unpacks them anew: DJL takes a folder for whole if one of
 * its files is there, and loads every file that lies in it.
 */
final class CachedNatives {
    private CachedNatives() {}

    /** To be called before the engine starts, while no other process unpacks. */
    static void mend() throws IOException {
        if (System.getenv("PYTORCH_LIBRARY_PATH") != null) return;
        Platform platform = Platform.detectPlatform("pytorch");
        if (platform.isPlaceholder()) return;
        Path cache = Utils.getEngineCacheDir("pytorch");
        CacheFolder.sweep(cache, "tmp");
        String source = "/pytorch/" + platform.getFlavor() + "/" + platform.getClassifier() + "/";
        Path folder =
                cache.resolve(platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier());
        if (!Files.isDirectory(folder)) return;
        CacheFolder.sweep(folder, "jni");
        boolean whole = Arrays.stream(platform.getLibraries())
                .allMatch(library -> isWhole(folder.resolve(library), source + library));
        if (!whole) CacheFolder.delete(folder);
        String jni = System.mapLibraryName("djl_torch");
        Path unpacked = folder.resolve(ai.djl.engine.Engine.getDjlVersion() + "-" + jni);
        if (!isWhole(unpacked, "/jnilib/" + platform.getClassifier() + "/" + platform.getFlavor() + "/" + jni))
            Files.deleteIfExists(unpacked);
    }

    /** Compares lengths: hundreds of megabytes are not read at each start. */
    private static boolean isWhole(Path file, String resource) {
        try {
            URL url = Platform.class.getResource(resource);
            if (url == null) return true; // DJL finds it elsewhere, or says what is missing
            URLConnection connection = url.openConnection();
            long expected = connection instanceof JarURLConnection jar
                    ? jar.getJarEntry().getSize()
                    : connection.getContentLengthLong();
            return Files.exists(file) && Files.size(file) == expected;
        } catch (IOException e) {
            return false;
        }
    }
}
