package org.prompttoprompt.doc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.prompttoprompt.command.PlainImageJ;
import org.scijava.util.FileUtils;

/**
 * Takes the pictures of the documentation, into the folder that {@code -Ddoc.images} names; {@code -Ddoc.only} names some of
 * them. Needs Xvfb and openbox, which draws the frames of the windows.
 */
@Tag("window")
@EnabledIfSystemProperty(named = "doc.images", matches = ".+")
class DocPicturesTest {
    private static final Map<String, String> FILES = new LinkedHashMap<>();

    static {
        FILES.put("menu", "word-swap-dialog.png");
        FILES.put("attention", "attention-maps.png");
        FILES.put("rois", "words-to-rois.png");
        FILES.put("metrics", "metrics.png");
        FILES.put("preview", "live-preview.png");
        FILES.put("help", "documentation.png");
        FILES.put("check", "check-my-system.png");
        FILES.put("studio", "studio.png");
        for (String command : List.of(
                "generate",
                "replace-in-selection",
                "remove-in-selection",
                "fill-in-selection",
                "preview-mask",
                "token-table",
                "run-again",
                "save-with-recipe",
                "make-dataset",
                "models",
                "get-more-models",
                "models-engine",
                "contact-sheet",
                "compare-edits",
                "metrics-with-clip",
                "verify-model")) FILES.put(command, command + ".png");
    }

    /** Pictures of results, without a window: {@code -Ddoc.only=results} draws them alone, {@code beyond} some. */
    @Test
    void draw() throws Exception {
        String only = System.getProperty("doc.only", "results");
        if (only.equals("results")) ResultPictures.draw(Path.of(System.getProperty("doc.images")));
        if (only.equals("results") || only.equals("beyond"))
            BeyondPictures.draw(Path.of(System.getProperty("doc.images")));
    }

    @Test
    void take() throws Exception {
        if (List.of("results", "beyond").contains(System.getProperty("doc.only", ""))) return;
        // Check My System shows this folder.
        Path folder = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "imagej"));
        try {
            take(folder);
        } finally {
            FileUtils.deleteRecursively(folder.toFile());
        }
    }

    private static void take(Path folder) throws Exception {
        List<String> only = List.of(System.getProperty("doc.only", "").split(",")).stream()
                .filter(s -> !s.isEmpty())
                .toList();
        PlainImageJ imagej = new PlainImageJ(folder).withWindowManager();
        String[] scenes = FILES.keySet().stream()
                .filter(name -> !name.equals("studio") && (only.isEmpty() || only.contains(name)))
                .toArray(String[]::new);
        if (scenes.length > 0) imagej.drive(PictureDriver.class, scenes);
        if (only.isEmpty() || only.contains("studio")) imagej.drive(StudioPictureDriver.class);
        for (Map.Entry<String, String> picture : FILES.entrySet()) {
            if (!only.isEmpty() && !only.contains(picture.getKey())) continue;
            Files.move(
                    PlainImageJ.OUT.resolve(picture.getValue()),
                    Path.of(System.getProperty("doc.images"), picture.getValue()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
