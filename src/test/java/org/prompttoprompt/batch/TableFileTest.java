package org.prompttoprompt.batch;

import static org.junit.jupiter.api.Assertions.*;

import ij.measure.ResultsTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

/** The same table in each kind of file. */
class TableFileTest {
    @TempDir
    Path folder;

    private Table read(String name, String text) throws Exception {
        return TableFile.read(Files.writeString(folder.resolve(name), text).toString());
    }

    private String refused(String name, byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve(name), bytes);
        return assertThrows(Refusal.class, () -> TableFile.read(file.toString()))
                .getMessage();
    }

    private String refused(String name, String text) throws Exception {
        return refused(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static final List<Map<String, String>> CELLS = List.of(
            Map.of("prompt", "a red ball, with \"snow\"", "seed", "1, 2"), Map.of("prompt", "a cat", "seed", ""));

    private static List<Map<String, String>> cells(Table table) {
        return table.rows().stream().map(Table.Row::cells).toList();
    }

    @Test
    void everyKindSaysTheSame() throws Exception {
        String csv = "prompt,seed\r\n\"a red ball, with \"\"snow\"\"\",\"1, 2\"\r\na cat,\r\n";
        assertEquals(CELLS, cells(read("a.csv", csv)));
        assertEquals(CELLS, cells(read("bom.csv", "\uFEFF" + csv)));
        assertEquals(
                CELLS, cells(read("semicolon.csv", "prompt;seed\n\"a red ball, with \"\"snow\"\"\";1, 2\na cat;\n")));
        assertEquals(CELLS, cells(read("a.tsv", "prompt\tseed\n\"a red ball, with \"\"snow\"\"\"\t1, 2\na cat\t\n")));
        assertEquals(
                CELLS,
                cells(
                        read(
                                "a.jsonl",
                                "{\"prompt\": \"a red ball, with \\\"snow\\\"\", \"seed\": [1, 2]}\n\n{\"prompt\": \"a cat\", \"seed\": null}\n")));
    }

    @Test
    void aRowHasTheNumberThatASpreadsheetGivesIt() throws Exception {
        Table table = read("a.csv", "prompt\na\n\n\"b\nb\"\nc\n");
        assertEquals(
                List.of(2, 4, 5), table.rows().stream().map(Table.Row::number).toList());
    }

    @Test
    void aTableOfImageJIsOne() {
        ResultsTable results = new ResultsTable();
        results.addRow();
        results.addValue("prompt", "a cat");
        results.addValue("seed", 42);
        results.addValue("tau", 0.30000001);
        Table table = Table.of(results, "Results", folder);
        assertEquals("a cat", table.rows().get(0).get("prompt"));
        assertEquals("42", table.rows().get(0).get("seed"));
        assertEquals("0.30000001", table.rows().get(0).get("tau"));
        assertThrows(Refusal.class, () -> Table.of(new ResultsTable(), "Results", folder));
    }

    @Test
    void whatIsNoTableIsRefusedWithItsCure() throws Exception {
        assertTrue(refused("empty.csv", "").contains("no rows"));
        assertTrue(refused("heading.csv", "prompt,seed\n").contains("no rows"));
        assertTrue(refused("blank.csv", "prompt,seed\n,\n").contains("no rows"));
        assertTrue(refused("a.xlsx", "PK").contains(".csv, .tsv or .jsonl"));
        assertTrue(refused("twice.csv", "seed,seed\n1,2\n").contains("two columns 'seed'"));
        assertTrue(refused("open.csv", "prompt\n\"a cat\n").contains("quote"));
        String latin = refused("latin.csv", "prompt\na cat\nein M\u00e4dchen\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(latin.contains("UTF-8") && latin.contains("line 3"), latin);
        String wide = refused("wide.csv", "prompt\na cat\n".getBytes(StandardCharsets.UTF_16));
        assertTrue(wide.contains("UTF-8") && wide.contains("line 1"), wide);
        assertThrows(Refusal.class, () -> TableFile.read(""));
        assertThrows(Refusal.class, () -> TableFile.read(folder.toString()));
        assertThrows(
                Refusal.class, () -> TableFile.read(folder.resolve("no.csv").toString()));
    }

    @Test
    void allBadRowsAreToldAtOnce() throws Exception {
        List<Table.Row> wide =
                read("wide.csv", "prompt,seed\na,1,2\nb,1\nc,1,2,3\n").rows();
        assertTrue(wide.get(0).fault().startsWith("it has 3 cells"), wide.toString());
        assertEquals("", wide.get(1).fault());
        assertTrue(wide.get(2).fault().startsWith("it has 4 cells"), wide.toString());
        List<Table.Row> json = read("bad.jsonl", "{\"prompt\": \"a\"}\n[1]\n{\"prompt\": {}}\nno\n")
                .rows();
        assertEquals("", json.get(0).fault());
        for (int row : List.of(2, 3, 4)) {
            assertEquals(row, json.get(row - 1).number());
            assertTrue(json.get(row - 1).fault().contains("no JSON object"), json.toString());
        }
    }

    @Test
    void aFolderAndAFileWithoutEndingAreToldAsWhatTheyAre() throws Exception {
        String text = refused("cells", "prompt\na cat\n");
        assertTrue(text.contains(": it has no ending that says the kind of table."), text);
        String dots = refused("some.more", "prompt\na cat\n");
        assertTrue(dots.contains(": the ending .more says no kind of table."), dots);
        String place = Files.createDirectories(folder.resolve("a.csv")).toString();
        String message =
                assertThrows(Refusal.class, () -> TableFile.read(place)).getMessage();
        assertTrue(message.startsWith("table=" + place + " is a folder. Name a file in CSV"), message);
    }
}
