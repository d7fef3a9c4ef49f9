package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.batch.Column;
import org.prompttoprompt.batch.DatasetOption;
import org.prompttoprompt.dataset.LayoutName;
import org.prompttoprompt.macro.MacroLine;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;

/** The command asks for what a data set reads, and takes a results table where no file is named. */
class MakeDatasetTest {
    @TempDir
    Path folder;

    @Test
    void itsKeysAreTheOptionsOfADataSet() throws Exception {
        try (Context context = new Context()) {
            var info = context.service(CommandService.class).getCommand(MakeDataset.class);
            Module module = context.service(ModuleService.class).createModule(info);
            List<String> keys = MacroLine.keys(info);
            assertEquals(
                    Arrays.stream(DatasetOption.values())
                            .map(DatasetOption::key)
                            .sorted()
                            .toList(),
                    keys.stream().sorted().toList());
            for (DatasetOption option : DatasetOption.values()) {
                Object value = module.getInput(option.key());
                String text = value instanceof File file ? file.getPath() : String.valueOf(value);
                assertEquals(option.defaultValue(), text, option.key());
                assertEquals(option.label(), info.getInput(option.key()).getLabel());
            }
            assertEquals(
                    Arrays.stream(LayoutName.values()).map(LayoutName::key).toList(),
                    info.getInput("layout").getChoices());
        }
    }

    @Test
    void theTableInFrontIsTaken() throws Exception {
        ResultsTable table = new ResultsTable();
        table.addRow();
        table.addValue("prompt", "a red ball");
        table.addValue("steps", 1);
        table.addValue("seed", 7);
        Analyzer.setResultsTable(table);
        try (Context context = new Context()) {
            CommandModule module = context.service(CommandService.class)
                    .run(
                            MakeDataset.class,
                            true,
                            "folder",
                            folder.resolve("out").toFile())
                    .get();
            String report = String.valueOf(module.getOutput("report"));
            assertTrue(report.contains("1 train") || report.contains("1 val") || report.contains("1 test"), report);
            assertTrue(Files.exists(folder.resolve("out/manifest.csv")));
        } finally {
            Analyzer.setResultsTable(new ResultsTable());
        }
    }

    @Test
    void badCellsEndItWithAllOfThem() throws Exception {
        Path table = Files.writeString(folder.resolve("t.csv"), "prompt,tau,seed\na red ball,0.3,x\n");
        try (Context context = new Context()) {
            CommandModule module = context.service(CommandService.class)
                    .run(
                            MakeDataset.class,
                            true,
                            "table",
                            table.toFile(),
                            "folder",
                            folder.resolve("out").toFile())
                    .get();
            assertTrue(module.isCanceled());
            assertTrue(module.getCancelReason().contains("row 2, column tau"), module.getCancelReason());
            assertTrue(module.getCancelReason().contains("row 2, column seed"), module.getCancelReason());
            assertFalse(Files.exists(folder.resolve("out")));
        }
    }

    /** The page names the columns that tables may have. */
    @Test
    void thePageListsTheColumns() throws Exception {
        String page = Files.readString(Path.of("src/doc/commands/make-dataset.md"));
        StringBuilder rows = new StringBuilder();
        for (Column column : Column.values())
            rows.append("| `")
                    .append(column.key())
                    .append("` | ")
                    .append(column.meaning())
                    .append(" |\n");
        assertTrue(page.contains("|---|---|\n" + rows), "The page should have\n" + rows);
    }
}
