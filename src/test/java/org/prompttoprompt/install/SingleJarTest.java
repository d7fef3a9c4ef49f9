package org.prompttoprompt.install;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;

/** The jar of {@code -Psingle-jar}, named by {@code -Dsingle.jar}, alone in the plugins folder of a plain ImageJ. */
@Tag("window")
@EnabledIfSystemProperty(named = "single.jar", matches = ".+")
class SingleJarTest {
    private static final Path JAR = Path.of(System.getProperty("single.jar", ""));

    @Test
    void holdsNoImageJAndNoSignatures() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertNull(jar.getEntry("ij/IJ.class"));
            assertNotNull(jar.getEntry("plugins.config"));
            assertTrue(jar.stream().noneMatch(entry -> entry.getName().matches("META-INF/.*\\.(SF|RSA|DSA)")));
            String index = new String(jar.getInputStream(jar.getEntry("META-INF/json/org.scijava.plugin.Plugin"))
                    .readAllBytes());
            assertTrue(index.contains("org.prompttoprompt.command.Generate") && index.contains("org.scijava.plugin."));
        }
    }

    @Test
    void plainImageJNeedsNothingElse(@TempDir Path folder) throws Exception {
        assertTrue(Hosts.isInstalled("Xvfb"), "Xvfb is not installed");
        Path plugins = Files.createDirectories(folder.resolve("Image J é/plugins"));
        Files.copy(JAR, plugins.resolve(JAR.getFileName()));
        Path image = folder.resolve("ball.tif");
        Path macro = Files.writeString(
                folder.resolve("ball.ijm"),
                "run('Generate...', 'prompt=[a red ball] seed=7 steps=4'); saveAs('Tiff', '" + image
                        + "'); run('Quit');");
        Path output = folder.resolve("output.txt");
        try (Hosts.Screen screen = Hosts.Screen.open()) {
            Process imagej = Hosts.java(
                    output,
                    screen.display(),
                    List.of(
                            "-Dplugins.dir=" + plugins.getParent(),
                            "-Duser.home=" + folder,
                            "-Djava.util.prefs.userRoot=" + folder,
                            "-cp",
                            Hosts.imagej().toString(),
                            "ij.ImageJ",
                            "-batch",
                            macro.toString()));
            String said = Hosts.end(imagej, output);
            assertFalse(said.contains("SLF4J") || said.contains("inter-op"), said);
        }
        assertTrue(Files.exists(image), Files.readString(output));
        try (Context context = new Context()) {
            ImagePlus expected = (ImagePlus) context.service(P2PService.class)
                    .run(EditRequest.of(Task.GENERATE)
                            .with("prompt", "a red ball")
                            .with("seed", 7)
                            .with("steps", 4));
            assertArrayEquals((int[]) expected.getProcessor().getPixels(), (int[])
                    IJ.openImage(image.toString()).getProcessor().getPixels());
        }
    }
}
