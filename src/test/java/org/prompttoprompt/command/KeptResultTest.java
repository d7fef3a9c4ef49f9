package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Plot;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.log.LogService;
import org.scijava.module.DefaultMutableModule;
import org.scijava.module.DefaultMutableModuleItem;

/** What the option {@code save} of {@code --run} keeps: all that a command made, beside each other, and where it cannot it says so. */
class KeptResultTest {
    private final Context context = new Context(LogService.class);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        context.dispose();
    }

    private static ImagePlus image(String recipe, int slices) {
        ImageStack stack = new ImageStack(4, 3);
        for (int i = 0; i < slices; i++) stack.addSlice("slice", new ByteProcessor(4, 3));
        ImagePlus image = new ImagePlus("made", stack);
        image.setProperty("Info", recipe);
        return image;
    }

    private static <T> void add(DefaultMutableModule module, String name, Class<T> type, T value) {
        DefaultMutableModuleItem<T> item = new DefaultMutableModuleItem<>(module, name, type);
        item.setIOType(ItemIO.OUTPUT);
        module.addOutput(item);
        module.setOutput(name, value);
    }

    private static DefaultMutableModule module() {
        DefaultMutableModule module = new DefaultMutableModule();
        add(module, "stack", ImagePlus.class, image("task=swap", 3));
        ImagePlus plot = image("", 1);
        plot.setProperty(Plot.PROPERTY_KEY, new Plot("plot", "x", "y"));
        add(module, "plot", ImagePlus.class, plot);
        add(module, "second", ImagePlus.class, image("task=generate", 1));
        ResultsTable table = new ResultsTable();
        table.incrementCounter();
        table.addValue("tau", 0.25);
        add(module, "table", ResultsTable.class, table);
        add(module, "report", String.class, "said, and not kept");
        add(module, "none", ImagePlus.class, null);
        return module;
    }

    private List<String> left() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void imagesTablesAndPlotsLieBesideEachOther() throws Exception {
        List<String> said = new ArrayList<>();
        context.service(LogService.class).addLogListener(message -> said.add(message.text()));
        KeptResult.save(module(), folder.resolve("ball.v2.tif").toFile(), context);
        List<String> told = Stream.of(".tif", "-plot.tif", "-2.tif", ".csv")
                .map(end -> "Saved " + folder.resolve("ball.v2" + end))
                .toList();
        assertEquals(told, said);
        assertEquals(List.of("ball.v2-2.tif", "ball.v2-plot.tif", "ball.v2.csv", "ball.v2.tif"), left());
        ImagePlus first = IJ.openImage(folder.resolve("ball.v2.tif").toString());
        assertEquals(3, first.getStackSize());
        assertTrue(first.getInfoProperty().contains("task=swap"), "the recipe is in it");
        ImagePlus second = IJ.openImage(folder.resolve("ball.v2-2.tif").toString());
        assertTrue(second.getInfoProperty().contains("task=generate"), "the recipe is in it");
        assertTrue(Files.readString(folder.resolve("ball.v2.csv")).contains("0.25"));
    }

    @Test
    void aNameWithoutAnEndingHasOne() throws Exception {
        KeptResult.save(module(), folder.resolve("ball").toFile(), context);
        assertTrue(left().containsAll(List.of("ball.tif", "ball.csv")), left().toString());
    }

    /** As where the disk has filled since it was looked at. */
    @Test
    void whatCannotBeWrittenIsTold() {
        for (String full : List.of("ball.tif", "ball.csv", "ball-2.tif", "ball-plot.tif")) {
            File here = folder.resolve(full + "-there").resolve("ball.tif").toFile();
            assertTrue(new File(here.getParentFile(), full).mkdirs());
            String told = assertThrows(Refusal.class, () -> KeptResult.save(module(), here, context))
                    .getMessage();
            assertTrue(told.startsWith(new File(here.getParentFile(), full) + " could not be written"), told);
            assertTrue(told.contains("name another file by save="), told);
        }
    }
}
