package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.ImagePlus;
import ij.ImageStack;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Commands without a display, without an image, and with one that is closed while they read it. */
class OddStateTest {
    private static Context context;
    private static CommandService commands;

    @BeforeAll
    static void start() {
        context = new Context();
        commands = context.service(CommandService.class);
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    @AfterEach
    void noImage() {
        while (Interpreter.getBatchModeImageCount() > 0)
            Interpreter.removeBatchModeImage(Interpreter.getLastBatchModeImage());
        Interpreter.batchMode = false;
    }

    private static List<CommandInfo> menu() {
        return commands.getCommands().stream()
                .filter(info -> info.getMenuPath().size() > 1
                        && info.getMenuPath().get(1).getName().equals("Prompt-to-Prompt"))
                .toList();
    }

    /** Commands take their defaults; those that read an image say that there is none. */
    @Test
    void everyCommandWorksOrSaysWhyNotWithoutADisplay() throws Exception {
        assertTrue(menu().size() >= 14, menu().toString());
        for (CommandInfo info : menu()) {
            Map<String, Object> inputs = new HashMap<>();
            if (info.getInput("steps") != null) inputs.put("steps", 2);
            CommandModule module = commands.run(info, true, inputs).get(); // throws what the command throws
            String name = info.getMenuPath().getLeaf().getName();
            if (!module.isCanceled()) continue;
            String reason = module.getCancelReason();
            assertNotNull(reason, name);
            assertTrue(reason.length() > 20 && !reason.contains("Exception"), name + ": " + reason);
        }
    }

    /** A result whose window is closed while its second slice is read. */
    private static ImagePlus closingWhileRead() {
        int side = 32;
        ImagePlus image = new ImagePlus();
        ImageStack stack = new ImageStack(side, side) {
            @Override
            public ImageProcessor getProcessor(int slice) {
                if (slice == 2) image.flush(); // what closing the window does
                return super.getProcessor(slice);
            }
        };
        for (String label : new String[] {"source", "tau=0.2", "tau=0.8"}) {
            int[] pixels = new int[side * side];
            for (int i = 0; i < pixels.length; i++) pixels[i] = i * (stack.getSize() + 1);
            stack.addSlice(label, new ColorProcessor(side, side, pixels));
        }
        image.setStack("closing", stack);
        EditRequest request = EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball")
                .with("target", "a blue ball")
                .with("tau", "0.2, 0.8")
                .with("steps", 2);
        image.setProperty("Info", request.toText());
        Interpreter.batchMode = true;
        Interpreter.addBatchModeImage(image); // what an open window does, without a display
        return image;
    }

    private static CommandModule run(Class<? extends Command> command, Object... inputs) throws Exception {
        CommandModule module = commands.run(command, true, inputs).get();
        assertFalse(module.isCanceled(), module.getCancelReason());
        return module;
    }

    @Test
    void anImageClosedWhileItIsReadIsReadToItsEnd(@TempDir Path folder) throws Exception {
        ImagePlus image = closingWhileRead();
        assertEquals(2, ((ResultsTable) run(MeasureSweep.class).getOutput("table")).size());
        run(SaveWithRecipe.class, "path", folder.resolve("swap.png").toFile());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
        assertNotNull(run(WordsToRois.class).getOutput("labels"));
        image.flush();
        assertNull(image.getProcessor(), "the image gives its memory back after the command");
    }

    @Test
    void anImageClosedBeforeItIsReadIsTold() throws Exception {
        closingWhileRead().flush();
        for (Class<? extends Command> command :
                List.of(MeasureSweep.class, SaveWithRecipe.class, WordsToRois.class, ShowRecipe.class)) {
            CommandModule module = commands.run(
                            command,
                            true,
                            command == SaveWithRecipe.class ? new Object[] {"path", new File("x.png")} : new Object[0])
                    .get();
            assertTrue(module.isCanceled(), command.toString());
            assertTrue(
                    module.getCancelReason().startsWith("The image 'closing' was closed before"),
                    module.getCancelReason());
        }
    }

    /** Not even root writes a file of so long a name. */
    @Test
    void aFileThatCannotBeWrittenIsTold(@TempDir Path folder) throws Exception {
        closingWhileRead();
        String name = "n".repeat(300);
        File path = folder.resolve(name + ".png").toFile();
        CommandModule module =
                commands.run(SaveWithRecipe.class, true, "path", path).get();
        assertTrue(module.isCanceled());
        assertEquals(
                folder.resolve(name + "-1.png")
                        + " cannot be written, because its name is too long. Choose another folder.",
                module.getCancelReason().replaceAll("\\s+", " "));
    }

    /** As the command line's --run names one: refused before anything is drawn. */
    @Test
    void aResultThatCannotBeSavedIsNotDrawn(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        for (Path save : List.of(
                folder.resolve("n".repeat(300) + ".tif"),
                folder,
                folder.resolve("none/x.tif"),
                file.resolve("x.tif"))) {
            CommandModule module = commands.run(Generate.class, true, "prompt", "a red ball", "save", save.toFile())
                    .get();
            assertTrue(module.isCanceled(), save.toString());
            String told = module.getCancelReason().replaceAll("\\s+", " ");
            assertTrue(told.startsWith("save=" + save + " cannot be written, because "), told);
            assertNull(module.getOutput("image"), "it was drawn");
        }
    }
}
