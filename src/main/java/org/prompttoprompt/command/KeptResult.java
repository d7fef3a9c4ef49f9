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
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.OutputFile;
import org.scijava.Context;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/** Keeps what a command has made in files, where no window, macro or script has it. */
final class KeptResult {
    private static final String EXTENSION = "\\.[A-Za-z]{2,4}$";
    private static final String TIFF = ".tif";
    private static final String CSV = ".csv";

    private KeptResult() {}

    /**
     * Returns if nothing will be lost.
     *
     * @throws Refusal if the command line's {@code --run} calls without a display and names no file, or one that cannot be
     */
    static void requirePlace(File save, ModuleInfo command, Context context) {
        if (!save.getPath().isBlank()) {
            requireWritable(save, command);
            return;
        }
        if (MacroEnd.isSeen() || !Callers.now(context).areRunOfCommandLine()) return;
        for (ModuleItem<?> output : command.outputs()) {
            if (isKept(output)) {
                throw new Refusal(
                        "What --run makes would be lost without a display: add a file, such as save='/home/me/result.tif'.");
            }
        }
    }

    private static void requireWritable(File save, ModuleInfo command) {
        Path folder = save.getAbsoluteFile().toPath().getParent();
        Optional<String> why = Optional.empty();
        if (save.isDirectory()) why = Optional.of("it is a folder");
        else if (!Files.isDirectory(folder)) why = Optional.of("there is no folder " + folder);
        for (ModuleItem<?> output : command.outputs()) {
            String ending = output.getType() == ImagePlus.class ? TIFF : CSV;
            if (why.isEmpty() && isKept(output)) why = OutputFile.problem(Path.of(name(save) + ending));
        }
        why.ifPresent(reason -> {
            throw new Refusal("save=" + save + " cannot be written, because " + reason
                    + ". Name a file in a folder that is there and takes files: save=/folder/result.tif.");
        });
    }

    private static boolean isKept(ModuleItem<?> output) {
        return output.getType() == ImagePlus.class || output.getType() == ResultsTable.class;
    }

    private static String name(File save) {
        return save.getAbsolutePath().replaceAll(EXTENSION, "");
    }

    /** Writes images as TIFF and tables as CSV beside each other, under the file's name, and says where. */
    static void save(Module module, File save, Context context) {
        String name = name(save);
        List<Path> saved = new ArrayList<>();
        int images = 0;
        for (ModuleItem<?> output : module.getInfo().outputs()) {
            Object made = module.getOutput(output.getName());
            if (made instanceof ResultsTable table) {
                Path file = Path.of(name + CSV);
                if (!table.save(file.toString())) throw cannotWrite(file);
                saved.add(file);
            } else if (made instanceof ImagePlus image) {
                boolean plot = image.getProperty(Plot.PROPERTY_KEY) != null;
                String number = plot ? "-plot" : ++images == 1 ? "" : "-" + images;
                Path file = Path.of(name + number + TIFF);
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
        return new Refusal(
                file + " could not be written: the disk may be full. The result is open or in the macro still;"
                        + " name another file by save=, on a disk with room.");
    }
}
