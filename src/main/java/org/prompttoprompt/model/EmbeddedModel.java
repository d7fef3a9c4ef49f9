package org.prompttoprompt.model;

import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.CacheLock;
import org.prompttoprompt.engine.Unpacked;

/**
 * The models that come with the plugin, each known by a name: a folder while developing, else unpacked from the jar once per
 * version into the user's cache, for weights are mapped from files. A copy there that is not whole is replaced.
 */
public final class EmbeddedModel {
    /** Their names; the first is the one of requests that name none. */
    public static final List<String> NAMES = List.of("mini", "cells");

    /** The licence of all of them, by its short name, and where it can be read. */
    public static final String LICENCE = "BSD-2-Clause";

    public static final String LICENCE_LINK = "https://opensource.org/license/bsd-2-clause";

    private static final String MODELS = "models";

    /** What a model's folder in the cache is called. */
    private static final Pattern UNPACKED = Pattern.compile("(" + String.join("|", NAMES) + ")-[0-9a-f]{8}");

    /** The folders that were given out, with the names of their models. */
    private static final Map<Path, String> GIVEN = new ConcurrentHashMap<>();

    private EmbeddedModel() {}

    /** Returns whether a request's model is one of these: by its name, or by none. */
    public static boolean isMeant(String model) {
        return model.isBlank() || NAMES.contains(model.strip());
    }

    /** Returns the name of the model in a folder, whose place in a cache says nothing to the user; empty for other models. */
    static Optional<String> at(Path folder) {
        return Optional.ofNullable(GIVEN.get(folder));
    }

    /** Returns whether it is the folder of one of these. */
    static boolean isAt(Path folder) {
        boolean unpacked = folder.getNameCount() > 1
                && folder.getParent().endsWith(MODELS)
                && UNPACKED.matcher(folder.getFileName().toString()).matches();
        return unpacked || at(folder).isPresent();
    }

    /** Returns the folder of the model that requests which name none mean. */
    public static Path folder() {
        return folder("");
    }

    /**
     * Returns a model's folder.
     *
     * @param model one that {@link #isMeant}
     */
    static Path folder(String model) {
        String name = model.isBlank() ? NAMES.get(0) : model.strip();
        URL index = EmbeddedModel.class.getResource("/" + root(name) + "model_index.json");
        if (index == null) {
            throw new Refusal("The plugin's jar has no model '" + name + "'; give a model folder: model=/path");
        }
        Path folder = folder(name, index);
        GIVEN.put(folder, name);
        return folder;
    }

    /**
     * Returns a model's folder, all of whose files were compared with those of the jar just now, and unpacked anew where they differed.
     *
     * @param model one that {@link #isMeant}
     * @throws Refusal if that is not possible
     */
    public static Path compared(String model) {
        Unpacked.compareAnew(folder(model));
        return folder(model);
    }

    private static String root(String name) {
        return MODELS + "/" + name + "/";
    }

    static Path folder(String name, URL index) {
        try {
            URLConnection connection = index.openConnection();
            if (!(connection instanceof JarURLConnection inJar))
                return Path.of(index.toURI()).getParent();
            inJar.setUseCaches(false);
            try (JarFile jar = inJar.getJarFile()) {
                return unpacked(name, jar);
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

    private static Path unpacked(String model, JarFile jar) throws Exception {
        List<Unpacked.Item> items = jar.stream()
                .filter(entry -> entry.getName().startsWith(root(model)) && !entry.isDirectory())
                .map(entry -> new Unpacked.Item(
                        entry.getName().substring(root(model).length()),
                        entry.getSize(),
                        entry.getCrc(),
                        () -> jar.getInputStream(entry)))
                .toList();
        CRC32 contents = new CRC32();
        for (Unpacked.Item item : items) contents.update((item.name() + Long.toHexString(item.crc())).getBytes());
        String name = String.format("%s-%08x", model, contents.getValue());
        Optional<Path> ready =
                CacheFolder.readOnly().filter(cache -> in(cache, name, items).isWhole());
        if (ready.isPresent()) return ready.get().resolve(MODELS).resolve(name);
        Path cache = CacheFolder.path();
        CacheLock.unpack(model, () -> in(cache, name, items).isWhole(), () -> {
            CacheFolder.sweep(Files.createDirectories(cache.resolve(MODELS)), Unpacked.PARTIAL);
            return in(cache, name, items).make();
        });
        return cache.resolve(MODELS).resolve(name);
    }

    private static Unpacked in(Path cache, String name, List<Unpacked.Item> items) {
        return new Unpacked("the embedded model", cache.resolve(MODELS).resolve(name), items);
    }
}
