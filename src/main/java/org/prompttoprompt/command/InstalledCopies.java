package org.prompttoprompt.command;

import ij.IJ;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scijava.util.VersionUtils;

/** Finds a plugin that is installed more than once, where chance decides which copy runs. */
public final class InstalledCopies {
    private static final Pattern VERSION = Pattern.compile("-(\\d[^/\\\\]*)\\.jar$");
    private static boolean warned;

    private InstalledCopies() {}

    /** Returns a sentence that names the files to delete, empty if there is one copy. */
    public static String warning() {
        try {
            return warning(copies());
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The plugin's files cannot be listed: " + e.getMessage(), e);
        }
    }

    static String warning(List<Path> copies) {
        if (copies.size() < 2) return "";
        Path newest = Collections.max(copies, (a, b) -> VersionUtils.compare(version(a), version(b)));
        return "Prompt-to-Prompt is installed " + copies.size()
                + " times, and chance decides which copy runs: quit ImageJ, delete "
                + copies.stream()
                        .filter(copy -> !copy.equals(newest))
                        .map(Path::toString)
                        .collect(Collectors.joining(" and "))
                + ", and keep " + newest + ".";
    }

    private static String version(Path jar) {
        Matcher version = VERSION.matcher(jar.getFileName().toString());
        return version.find() ? version.group(1) : "0";
    }

    /** Returns the jars, or folders of classes, that hold this class. */
    static List<Path> copies() throws IOException, URISyntaxException {
        String name = InstalledCopies.class.getName().replace('.', '/') + ".class";
        Set<Path> places = new LinkedHashSet<>();
        for (URL url : Collections.list(InstalledCopies.class.getClassLoader().getResources(name))) {
            URLConnection connection = url.openConnection();
            Path place = connection instanceof JarURLConnection jar
                    ? Path.of(jar.getJarFileURL().toURI())
                    : Path.of(url.toURI());
            places.add(place.toRealPath());
        }
        return new ArrayList<>(places);
    }

    /** Says in ImageJ's log, once, that there are several copies. */
    static synchronized void warnOnce() {
        if (warned) return;
        warned = true;
        String warning = warning();
        if (!warning.isEmpty()) IJ.log(warning);
    }
}
