package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The layout of an update site that {@code .ci/release} makes, named by {@code -Dupdate.site}: the updater of the Fiji that {@code
 * -Dfiji.app} names uploads it to a folder, and installs from there what is for this system alone.
 */
@EnabledIfSystemProperty(named = "update.site", matches = ".+")
class UpdateSiteTest {
    private static final Path FIJI = Path.of(System.getProperty("fiji.app", "")).toAbsolutePath();
    private static final Path SITE =
            Path.of(System.getProperty("update.site", "")).toAbsolutePath();
    private static final String NAME = "Prompt-to-Prompt";

    @Test
    void fijisUpdaterTakesIt(@TempDir Path folder) throws Exception {
        Path publisher = Files.createDirectories(folder.resolve("publisher"));
        copy(SITE, publisher);
        Path uploads = Files.createDirectories(folder.resolve("site"));
        String url = "file:" + uploads + "/";
        updater(folder, publisher, "add-update-site", NAME, url, "file:localhost", uploads.toString());
        String said = updater(folder, publisher, "upload-complete-site", "--force", "--platforms", "all", NAME);
        assertTrue(Files.exists(uploads.resolve("db.xml.gz")), said);

        Path user = Files.createDirectories(folder.resolve("user/jars")).getParent();
        Files.createDirectories(user.resolve("plugins"));
        updater(folder, user, "add-update-site", NAME, url);
        said = updater(folder, user, "update");
        Set<String> here = files(user);
        assertTrue(here.stream().anyMatch(file -> file.matches("plugins/Prompt_To_Prompt-.*\\.jar")), here + said);
        assertTrue(here.contains("scripts/Plugins/Prompt-to-Prompt/Examples/Boy_to_Girl.ijm"), here.toString());
        Set<String> natives = new TreeSet<>(here);
        natives.removeIf(file -> !file.contains("pytorch-native-cpu"));
        assertEquals(1, natives.size(), "natives of one system: " + natives + "\n" + said);
        assertTrue(natives.iterator().next().startsWith("jars/linux64/"), natives.toString());
        Set<String> others = files(SITE);
        others.removeIf(file -> file.contains("pytorch-native-cpu"));
        others.removeAll(here);
        assertEquals(Set.of(), others, "what the updater did not take");
    }

    private static String updater(Path folder, Path root, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "-Djava.awt.headless=true",
                "-Djava.util.prefs.userRoot=" + folder,
                "-Dimagej.dir=" + root,
                "-Dij.dir=" + root,
                "-Dscijava.app.directory=" + root,
                "-cp",
                jars(),
                "net.imagej.updater.CommandLine"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "updater", ".txt");
        return Hosts.end(Hosts.java(output, null, command), output);
    }

    private static String jars() throws IOException {
        try (Stream<Path> files = Files.walk(FIJI.resolve("jars"), 2)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Set<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
