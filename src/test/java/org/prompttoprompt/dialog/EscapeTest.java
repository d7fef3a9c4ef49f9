package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the key closes a dialog is seen in windows ({@code ModelsWindowGuiTest}); here, that none of ours was forgotten. */
class EscapeTest {
    @Test
    void eachDialogIsClosedByIt() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            List<Path> dialogs = all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> text(file).contains("new JDialog("))
                    .toList();
            assertFalse(dialogs.isEmpty());
            assertEquals(
                    List.of(),
                    dialogs.stream()
                            .filter(file -> !text(file).contains("Escape.closes(dialog)"))
                            .toList());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
