package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.io.OpenDialog;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.LocalPath;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.ij.PngText;
import org.prompttoprompt.ij.PngTexts;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.ij.Shown;
import org.prompttoprompt.ij.SliceMaps;
import org.scijava.ItemIO;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;

/**
 * Saves the active result as PNG with its recipe, with the line that Stable Diffusion tools read, and marked as made by a
 * model. A stack becomes one numbered file per slice, each with its own values.
 */
@Plugin(
        type = Command.class,
        headless = true,
        menu = {
            @Menu(label = "Plugins"),
            @Menu(label = "Prompt-to-Prompt"),
            @Menu(label = "Recipe", weight = 40),
            @Menu(label = "Save with Recipe...", weight = 45)
        })
public final class SaveWithRecipe extends MenuCommand {
    private static final String EXTENSION = ".png";
    private static final int LONGEST_NAME = 80;

    @Parameter(
            label = "PNG file",
            style = FileWidget.SAVE_STYLE,
            persist = false,
            description = "A stack adds the slice's number to the name; files of the same name are replaced")
    private File path = new File("");

    @Parameter
    private StatusService status;

    @Parameter(type = ItemIO.OUTPUT)
    private int saved;

    private boolean byDialog;

    /** Begins with the image's title, in the folder where something was saved last. */
    @Override
    public void fillDialog() {
        byDialog = true;
        ImagePlus image = requireImage();
        Recipe.of(image);
        if (!path.getPath().isBlank()) return;
        String folder = OpenDialog.getDefaultDirectory();
        String name = image.getTitle()
                .replaceAll("[^\\p{L}\\p{N}._ -]+", " ")
                .replaceAll(" +", " ")
                .strip();
        path = new File(folder == null ? System.getProperty("user.home") : folder, shortened(name) + EXTENSION);
    }

    private static String shortened(String name) {
        String bare = name.replaceAll("(?i)\\.(png|tiff?)$", "");
        return bare.length() <= LONGEST_NAME
                ? bare
                : bare.substring(0, LONGEST_NAME).strip();
    }

    @Override
    protected void work() {
        ImagePlus image = Shown.of(activeImage());
        Recipe recipe = Recipe.of(activeImage());
        SliceMaps maps = new SliceMaps(image);
        Path file = file();
        int slices = image.getStackSize();
        Path last = file;
        for (int i = 1; i <= slices; i++) {
            Path numbered = slices == 1 ? file : numbered(file, i, slices);
            Recipe written = recipe.ofSlice(image.getStack().getSliceLabel(i));
            written = new Recipe(written.text() + maps.of(i).toText());
            PngText.write(image.getStack().getProcessor(i).getBufferedImage(), PngTexts.of(written), numbered);
            last = numbered;
            saved++;
        }
        String message = saved == 1
                ? "Saved " + last
                : "Saved " + saved + " files, " + numbered(file, 1, slices) + " to " + last.getFileName();
        status.showStatus(message);
        IJ.showStatus(message); // plain ImageJ has nobody who listens to SciJava's status
        if (byDialog) IJ.showMessage("Prompt-to-Prompt", Messages.forDialog(message));
    }

    private Path file() {
        if (path.getPath().isBlank()) {
            throw new Refusal("path is empty: name a file, such as path=/home/me/swap.png.");
        }
        Path file = LocalPath.of("path", path.getPath()).toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw new Refusal(
                    "path=" + path + " is a folder: add the name of a file, such as " + file.resolve("swap.png") + ".");
        }
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(EXTENSION)) file = Path.of(file + EXTENSION);
        if (!Files.isDirectory(file.getParent())) {
            throw new Refusal(file.getParent() + " is no folder: choose one that exists.");
        }
        return file;
    }

    private static Path numbered(Path file, int slice, int slices) {
        String name = file.getFileName().toString();
        String number =
                String.format(Locale.ROOT, "-%0" + String.valueOf(slices).length() + "d", slice);
        return file.resolveSibling(name.substring(0, name.length() - EXTENSION.length()) + number + EXTENSION);
    }
}
