package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.ImagePlus;
import ij.WindowManager;
import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.service.P2PService;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/** Metrics with CLIP... on a tiny CLIP of random weights: its columns, and folders that are none. */
class MeasureWithClipTest {
    private static final Path CLIP = Path.of("src/test/resources/golden/models/tiny-clip");
    private static Context context;
    private static ImagePlus swap;

    @BeforeAll
    static void start() {
        context = new Context();
        swap = (ImagePlus) context.service(P2PService.class).wordSwap("a red ball", "a blue ball", "0,1");
    }

    @AfterAll
    static void stop() {
        WindowManager.setTempCurrentImage(null);
        context.dispose();
    }

    private static MeasureWithClip run(Path folder) throws Exception {
        WindowManager.setTempCurrentImage(swap);
        CommandModule module = context.service(CommandService.class)
                .run(MeasureWithClip.class, true, "clip", new File(folder.toString()), "judge", "no")
                .get();
        return (MeasureWithClip) module.getDelegateObject();
    }

    private static String refusal(Path folder) throws Exception {
        MeasureWithClip command = run(folder);
        assertTrue(command.isCanceled(), folder + " was taken");
        assertTrue(
                command.fault().isEmpty(), () -> "a fault: " + command.fault().get());
        return command.getCancelReason();
    }

    @Test
    void eachEditIsComparedWithItsSourceAndBothPrompts() {
        ResultsTable table = (ResultsTable) context.service(P2PService.class).metrics(swap, CLIP.toString());
        for (String column : List.of("CLIP source", "CLIP prompt", "CLIP edited prompt", "CLIP direction")) {
            for (int row = 0; row < 2; row++) {
                double value = table.getValue(column, row);
                assertTrue(value >= -1 && value <= 1, column + " is " + value);
            }
        }
    }

    @Test
    void theImageEncoderAloneComparesImages(@TempDir Path folder) throws Exception {
        copy(folder, json -> {
            JsonObject vision = json.getAsJsonObject("vision_config").deepCopy();
            json.entrySet().clear();
            vision.entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
        });
        ResultsTable table = (ResultsTable) context.service(P2PService.class).metrics(swap, folder.toString());
        assertEquals(
                ((ResultsTable) context.service(P2PService.class).metrics(swap, CLIP.toString()))
                        .getValue("CLIP source", 0),
                table.getValue("CLIP source", 0),
                1e-6);
        assertFalse(table.columnExists("CLIP prompt"));
    }

    @Test
    void whatIsNoClipIsRefusedByName(@TempDir Path folder) throws Exception {
        assertTrue(refusal(Path.of("")).contains("clip is empty"));
        assertTrue(refusal(Path.of("models/mini")).contains("no folder of a CLIP model"));
        assertTrue(refusal(Path.of("models/mini/text_encoder")).contains("is no CLIP model"));
        Path one = Files.createDirectory(folder.resolve("one"));
        copy(one, json -> {});
        Files.delete(one.resolve("preprocessor_config.json"));
        assertTrue(refusal(one).contains("preprocessor_config.json"));
        Path two = Files.createDirectory(folder.resolve("two"));
        copy(two, json -> json.getAsJsonObject("vision_config").addProperty("patch_size", 8));
        assertTrue(refusal(two).contains("patch_embedding"));
        Path three = Files.createDirectory(folder.resolve("three"));
        copy(three, json -> {});
        Path file = three.resolve("preprocessor_config.json");
        Files.writeString(file, Files.readString(file).replace("\"resample\": 3", "\"resample\": 2"));
        assertTrue(refusal(three).contains("resample"));
        Path four = Files.createDirectory(folder.resolve("four"));
        copy(four, json -> {});
        Files.delete(four.resolve("vocab.json"));
        assertTrue(refusal(four).contains("vocab.json"));
    }

    private static void copy(Path folder, Consumer<JsonObject> change) throws IOException {
        try (Stream<Path> files = Files.list(CLIP)) {
            for (Path file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
        }
        Path config = folder.resolve("config.json");
        JsonObject json = JsonParser.parseString(Files.readString(config)).getAsJsonObject();
        change.accept(json);
        Files.writeString(config, json.toString());
    }
}
