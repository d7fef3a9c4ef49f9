package org.prompttoprompt.batch;

import static org.junit.jupiter.api.Assertions.*;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.Split;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;

/** What rows ask for, and what is wrong with them; nothing is drawn. */
class RowReaderTest {
    @TempDir
    Path folder;

    /** A heading must mean one thing. */
    @Test
    void noColumnIsCalledAsAnOption() {
        for (Column column : Column.values())
            for (Option option : Option.values()) assertNotEquals(option.key(), column.key());
    }

    private Table table(String... lines) {
        String[] columns = lines[0].split("\\|", -1);
        List<Table.Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            Map<String, String> cells = new LinkedHashMap<>();
            String[] values = lines[i].split("\\|", -1);
            for (int c = 0; c < columns.length; c++) cells.put(columns[c], values[c]);
            rows.add(new Table.Row(i + 1, cells));
        }
        return new Table("t.csv", folder, List.of(columns), rows);
    }

    private static List<Sample> samples(Table table) {
        Problems problems = new Problems(table.name());
        List<Sample> samples = new RowReader(table, LabelKind.NONE, problems).samples();
        problems.refuse();
        return samples;
    }

    private static String refused(Table table) {
        return assertThrows(Refusal.class, () -> samples(table)).getMessage();
    }

    @Test
    void theCellsSayWhichEditIsMeant() {
        List<Sample> samples = samples(table(
                "prompt|target|words|weight",
                "a red ball|||",
                "a red ball|a blue ball||",
                "a red ball|a red ball on the grass||",
                "a red ball||red|2"));
        assertEquals(
                List.of(Task.GENERATE, Task.SWAP, Task.PHRASE, Task.REWEIGHT),
                samples.stream().map(s -> s.request().task()).toList());
        assertEquals("10", samples.get(0).request().get(Option.STEPS));
    }

    @Test
    void listsAndRangesUnfold() {
        List<Sample> samples = samples(
                table("prompt|target|tau|seed", "a red ball|a blue ball|0:0.5:1, 0.2-0.8|7, 9", "a cat|||1:1:3"));
        assertEquals(4 * 2 + 3, samples.size());
        assertEquals(
                List.of("0", "0.5", "1", "0.2-0.8"),
                samples.subList(0, 4).stream()
                        .map(s -> s.request().get(Option.TAU))
                        .toList());
        assertEquals(11, new HashSet<>(samples.stream().map(Sample::id).toList()).size());
        List<Unit> units = Unit.of(samples);
        assertEquals(5, units.size());
        assertEquals(1, units.get(0).sweeps().size());
        assertEquals(
                "0, 0.5, 1, 0.2-0.8", units.get(0).sweeps().get(0).request().get(Option.TAU));
    }

    @Test
    void everyBadCellIsToldWithRowAndColumn() {
        String message = refused(table(
                "prompt|target|tau|seed|steps|split|labels",
                "a red ball|a blue ball|1.5|x|10|train|",
                "|a blue ball|0.3|1|10|here|",
                "a red ball|a blue ball|0.3|random|10|train|masks.tif",
                "a red ball|a blue ball|0.3|1|0.5||"));
        for (String place : List.of(
                "row 2, column tau",
                "row 2, column seed",
                "row 3, column prompt",
                "row 3, column split",
                "row 4, column seed",
                "row 4, column labels",
                "row 5, column steps")) assertTrue(message.contains(place), place + " in\n" + message);
        assertTrue(message.contains("7 places are wrong"), message);
    }

    @Test
    void anUnknownColumnIsNamedWithTheNearest() {
        String message = refused(table("promt|tua", "a cat|0.3"));
        assertTrue(message.contains("'promt'; did you mean 'prompt'"), message);
        assertTrue(message.contains("'tua'"), message);
        assertTrue(message.startsWith("table=t.csv: 2 places are wrong"), message);
    }

    /** Columns, cells and whole rows, in the order of the rows. */
    @Test
    void whatIsWrongWithColumnsCellsAndRowsIsToldTogether() {
        Table good = table("prompt|targt|seed", "a cat|a dog|x", "a cat|a dog|1");
        List<Table.Row> rows = new ArrayList<>(good.rows());
        rows.add(1, new Table.Row(9, Map.of(), "it has 4 cells"));
        String message = refused(new Table("t.csv", folder, good.columns(), rows));
        List<String> lines = message.lines().skip(1).toList();
        assertEquals(3, lines.size(), message);
        assertTrue(lines.get(0).startsWith("there is no column 'targt'; did you mean 'target'?"), message);
        assertTrue(lines.get(1).startsWith("row 2, column seed: "), message);
        assertEquals("row 9: it has 4 cells", lines.get(2));
        assertTrue(refused(table("seed", "1", "2", "3")).contains("one place is wrong"), "no prompt: told once");
    }

    @Test
    void aParameterThatTheEditDoesNotReadIsRefused() {
        assertTrue(refused(table("prompt|tau", "a cat|0.3")).contains("row 2, column tau"));
    }

    private String image(String name, int width, int height, String type) {
        ImagePlus image = IJ.createImage(name, type, width, height, 1);
        image.getProcessor().set(3, 3, 1);
        IJ.saveAsTiff(image, folder.resolve(name).toString());
        return name;
    }

    @Test
    void imagesAndTheirLabelsAreLookedAtBefore() throws Exception {
        image("cells.tif", 64, 64, "8-bit black");
        image("labels.tif", 64, 64, "16-bit black");
        image("small.tif", 32, 64, "16-bit black");
        image("colour.tif", 64, 64, "RGB black");
        String heading = "prompt|target|image|labels";
        String row = "a red ball|a blue ball|";
        List<Sample> samples = samples(table(heading, row + "cells.tif|labels.tif"));
        assertEquals(LabelKind.CARRIED, samples.get(0).labels());
        assertEquals(Task.EDIT, samples.get(0).request().task());
        Files.createDirectory(folder.resolve("some"));
        Files.writeString(folder.resolve("notes.tif"), "no image");
        String message = refused(table(
                heading,
                row + "no.tif|labels.tif",
                row + "cells.tif|small.tif",
                row + "cells.tif|gone.tif",
                row + "cells.tif|colour.tif",
                row + "some|labels.tif",
                row + "notes.tif|labels.tif"));
        assertTrue(
                message.contains("row 2, column image: " + folder.resolve("no.tif") + ": there is no such file."),
                message);
        assertTrue(message.contains("row 3, column labels: the labels small.tif are 32 x 64"), message);
        assertTrue(
                message.contains("row 4, column labels: " + folder.resolve("gone.tif") + ": there is no such file."),
                message);
        assertTrue(message.contains("row 5, column labels"), message);
        assertTrue(
                message.contains(
                        "/some: this is a folder, and no file of an image. Name one of the files in it, such as cells.tif."),
                message);
        assertTrue(
                message.contains(
                        "/notes.tif: this file is no image that ImageJ can open. Save the image as TIFF or PNG"),
                message);
    }

    @Test
    void anEditNeverStandsInAnotherSplitThanItsSource() {
        String message = refused(
                table("prompt|target|seed|split", "a red ball|a blue ball|1|train", "a red ball|a red cube|1|test"));
        assertTrue(message.contains("row 3, column split: row 2 has the same source in 'train'"), message);
        Split split = Split.of("0.6, 0.2, 0.2");
        List<Sample> samples = new ArrayList<>(samples(table(
                "prompt|target|tau|seed|guidance",
                "a red ball|a blue ball|0, 0.5, 1|1:1:300|2",
                "a red ball|a red cube|0.5|1:1:300|3")));
        Map<String, String> bySeed = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Sample sample : samples) {
            String part = sample.part(split);
            String before = bySeed.put(sample.request().get(Option.SEED), part);
            assertTrue(before == null || before.equals(part), "one seed in two parts");
            counts.merge(part, 1, Integer::sum);
        }
        assertEquals(0.6, counts.get("train") / 1200.0, 0.1);
        assertEquals(0.2, counts.get("val") / 1200.0, 0.1);
        List<String> parts = samples.stream().map(sample -> sample.part(split)).toList();
        List<Sample> shuffled = new ArrayList<>(samples);
        Collections.shuffle(shuffled, new Random(1));
        for (Sample sample : shuffled)
            assertEquals(parts.get(samples.indexOf(sample)), sample.part(split), "by hash, not by order");
        assertThrows(Refusal.class, () -> Split.of("0.8, 0.1"));
        assertThrows(Refusal.class, () -> Split.of("0.8, 0.1, 0.2"));
    }

    @Test
    void equalRequestsAreOneHoweverTheyAreWritten() {
        List<Sample> samples = samples(table(
                "prompt|target|tau|seed|steps",
                "a red ball|a blue ball|0.5|1|10",
                "a red ball|a blue ball|0.50|1.0|",
                "a red ball|a blue ball|0.5|1|10"));
        assertEquals(1, new HashSet<>(samples.stream().map(Sample::id).toList()).size());
        assertEquals(1, Unit.of(samples).get(0).samples().size());
    }

    @Tag("slow")
    @Test
    void aHundredThousandRowsAreRead() {
        List<Table.Row> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++)
            rows.add(new Table.Row(
                    i + 2,
                    Map.of(
                            "prompt",
                            "a red ball",
                            "target",
                            "a blue ball",
                            "seed",
                            String.valueOf(i / 10),
                            "tau",
                            "0." + i % 10)));
        Table table = new Table("large.csv", folder, List.of("prompt", "target", "seed", "tau"), rows);
        List<Unit> units = Unit.of(samples(table));
        assertEquals(10_000, units.size());
        assertEquals(1, units.get(9_999).sweeps().size());
        assertEquals(10, units.get(9_999).samples().size());
    }

    @Test
    void tooManyImagesAreRefused() {
        assertTrue(
                refused(table("prompt|target|tau|seed|injection", "a red ball|a blue ball|0:0.01:1|1:1:1000|0:0.01:1"))
                        .contains("more than 1000000"));
    }
}
