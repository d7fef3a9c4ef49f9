package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.swing.JMenuItem;
import javax.swing.JTable;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.store.ModelEntry;

/** The list of models, without its window. */
class InstalledTabTest {
    private static Component named(Container in, String name) {
        for (Component one : in.getComponents()) {
            if (name.equals(one.getName())) return one;
            Component inside = one instanceof Container container ? named(container, name) : null;
            if (inside != null) return inside;
        }
        return null;
    }

    @Test
    void filesOfModelsThatOtherProgramsHaveCanBeChecked(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("hub/models--a--b/snapshots/c"));
        Files.writeString(folder.resolve("hub/models--a--b/snapshots/c/model_index.json"), "{}");
        System.setProperty(InstalledModels.PROPERTY, folder.resolve("own").toString());
        System.setProperty("HF_HUB_CACHE", folder.resolve("hub").toString());
        List<String> seen = new ArrayList<>();
        try {
            InstalledTab tab = new InstalledTab(new StoreWork(), ModelLook.Use.MODEL, null);
            JTable table = (JTable) named(tab, "models");
            SwingUtilities.invokeAndWait(() -> tab.refresh("mini"));
            for (int i = 0; i < 600 && table.getRowCount() == 0; i++) Thread.sleep(100);
            assertTrue(table.getRowCount() >= 3, "mini, cells and a/b");
            for (String name : List.of("mini", "a/b")) {
                SwingUtilities.invokeAndWait(() -> {
                    int row = 0;
                    while (!table.getValueAt(row, 0).equals(name)) row++;
                    table.setRowSelectionInterval(row, row);
                    seen.add(name + " " + named(tab, "Check Files").isEnabled() + " "
                            + named(tab, "Remove...").isEnabled());
                });
            }
        } finally {
            System.clearProperty(InstalledModels.PROPERTY);
            System.clearProperty("HF_HUB_CACHE");
        }
        assertEquals(List.of("mini false false", "a/b true false"), seen);
    }

    /** A folder that holds nothing now, or is not there, is forgotten by the menu; one with models by one of them, too. */
    @Test
    void aFolderThatIsLookedIntoCanBeForgotten(@TempDir Path folder) throws Exception {
        Path programs = folder.resolve("ComfyUI");
        Path gone = folder.resolve("gone");
        List<Path> asked = new ArrayList<>();
        FoldersMenu folders = new FoldersMenu(null, () -> {}, asked::add);
        assertEquals(List.of("Find in a Folder..."), items(folders));
        Files.createDirectories(programs);
        folders.show(List.of(programs, gone, programs.resolve("models")));
        assertEquals(
                List.of(
                        "Find in a Folder...",
                        "Stop Looking in " + programs + "...",
                        "Stop Looking in " + gone + ", which is not there now...",
                        "Stop Looking in " + programs.resolve("models") + ", which is not there now..."),
                items(folders));
        Path ink = programs.resolve("models/ink.safetensors");
        assertEquals(Optional.of(programs.resolve("models")), folders.of(entry(ModelEntry.Origin.COMFYUI, ink)));
        assertEquals(
                Optional.of(programs),
                folders.of(entry(ModelEntry.Origin.FOLDER, programs.resolve("ink.safetensors"))));
        assertEquals(Optional.empty(), folders.of(entry(ModelEntry.Origin.FOLDER, folder.resolve("ink.safetensors"))));
        assertEquals(Optional.empty(), folders.of(entry(ModelEntry.Origin.ADDED, ink)), "its name is taken off");
        assertEquals(Optional.empty(), folders.of(entry(ModelEntry.Origin.HUB, ink)));
    }

    private static List<String> items(FoldersMenu folders) {
        return Arrays.stream(folders.menu().getComponents())
                .filter(JMenuItem.class::isInstance)
                .map(item -> ((JMenuItem) item).getText())
                .toList();
    }

    private static ModelEntry entry(ModelEntry.Origin origin, Path place) {
        ModelLook look = new ModelLook(ModelLook.Use.LORA, "a LoRA", "half", 1, "");
        return new ModelEntry(place.toString(), "ink", origin, place, look, "", "");
    }

    /** A dialog takes a path as it is; a macro needs brackets around one with blanks. */
    @Test
    void aMacroGetsAPathWithBlanksInBrackets() {
        ModelEntry one = entry(ModelEntry.Origin.COMFYUI, Path.of("/my loras/ink.safetensors"));
        assertEquals("lora=[/my loras/ink.safetensors]", ModelsTable.option(one));
        assertTrue(ModelsTable.details(one).startsWith("Macros: lora=[/my loras/ink.safetensors]\n"));
    }
}
