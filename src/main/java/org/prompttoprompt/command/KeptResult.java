package org.prompttoprompt.command;

import ij.ImagePlus;
import ij.gui.Plot;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.scijava.Context;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** Keeps what a command has made in files, where no window, macro or script has it. */
final class KeptResult {
    private static final String EXTENSION = "\\.[A-Za-z]{2,4}$";

    private KeptResult() {}

    /**
     * Returns if nothing will be lost.
     *
     * @throws Refusal if the command line's {@code --run} calls without a display and names no file, or one that cannot be
     */
    static void requirePlace(File save, ModuleInfo command, Context context) {
        if (!save.getPath().isBlank()) {
            File folder = save.getAbsoluteFile().getParentFile();
            if (save.isDirectory() || folder == null || !Files.isWritable(folder.toPath()))
                throw new Refusal("save=" + save + ": name a file in a folder that exists and is not write-protected.");
            return;
        }
        if (MacroEnd.isSeen() || !Callers.now(context).areRunOfCommandLine()) return;
        for (ModuleItem<?> output : command.outputs()) {
            if (output.getType() == ImagePlus.class || output.getType() == ResultsTable.class) {
                throw new Refusal(
                        "What --run makes would be lost without a display: add a file, such as save='/home/me/result.tif'.");
            }
        }
    }

    /** Writes images as TIFF and tables as CSV beside each other, under the file's name, and says where. */
    static void save(Module module, File save, Context context) {
        String name = save.getAbsolutePath().replaceAll(EXTENSION, "");
        List<Path> saved = new ArrayList<>();
        int images = 0;
        for (ModuleItem<?> output : module.getInfo().outputs()) {
            Object made = module.getOutput(output.getName());
            if (made instanceof ResultsTable table) {
                Path file = Path.of(name + ".csv");
                if (!table.save(file.toString())) throw cannotWrite(file);
                saved.add(file);
            } else if (made instanceof ImagePlus image) {
                boolean plot = image.getProperty(Plot.PROPERTY_KEY) != null;
                String number = plot ? "-plot" : ++images == 1 ? "" : "-" + images;
                Path file = Path.of(name + number + ".tif");
                if (!write(image, file)) throw cannotWrite(file);
                saved.add(file);
            }
        }
        saved.forEach(file -> context.service(LogService.class).info("Saved " + file));
    }

    private static boolean write(ImagePlus image, Path file) {
        FileSaver saver = new FileSaver(image);
        return image.getStackSize() > 1 ? saver.saveAsTiffStack(file.toString()) : saver.saveAsTiff(file.toString());
    }

    private static Refusal cannotWrite(Path file) {
        return new Refusal(file + " cannot be written.");
    }
}
