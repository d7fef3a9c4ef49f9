package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;

/** What a newcomer sees of the dialogs, on screens large and small. Needs Xvfb. Pictures are in target/. */
@Tag("window")
@Tag("slow")
class DialogGuiTest {
    @ParameterizedTest
    @CsvSource({"1280x900, 1", "1366x768, 1", "1600x1000, 2"})
    void dialogsForPeople(String screen, String scale, @TempDir Path folder) throws Exception {
        new PlainImageJ(folder).withScreen(screen, scale).drive(DialogDriver.class);
        Properties seen = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("target/dialog-seen.txt"))) {
            seen.load(in);
        }
        try (Context context = new Context()) {
            assertEquals(
                    MenuOrder.ofPlainImageJ(context),
                    seen.getProperty("menu")
                            .lines()
                            .filter(line -> !line.startsWith("Examples/"))
                            .map(line -> line.substring(1))
                            .toList());
        }
        assertEquals("null", seen.getProperty("groovy"), "there is no Groovy in a plain ImageJ");
        assertTrue(seen.getProperty("example").contains("ExampleMacro"), seen.getProperty("example"));
        assertTrue(seen.getProperty("documentation").contains("CommandBridge"), seen.getProperty("documentation"));
        assertEquals("dialog open: false", seen.getProperty("without.image"), "it asked before it said what it lacks");
        assertEquals("dialog open: false", seen.getProperty("rois.without.image"));
        assertEquals(
                "Prompt | Edited prompt | Keep layout for tau (share of steps) | Seed | Model | ",
                seen.getProperty("in.view"));
        assertEquals("false", seen.getProperty("bar"), "a note of an unknown word has to be scrolled to");
        String advanced = seen.getProperty("advanced");
        for (String section : new String[] {"How the image is drawn", "Single words", "Where the image may change"})
            assertTrue(advanced.contains(section), advanced);
        assertEquals("10", seen.getProperty("steps"), "the model's steps");
        assertEquals("0.4 within tau", seen.getProperty("self"));
        assertEquals("the model's own", seen.getProperty("sampler"));
        assertTrue(seen.getProperty("inside").startsWith("true"), seen.getProperty("inside"));
        assertEquals("true", seen.getProperty("reached"), "the last field cannot be scrolled to");
        assertEquals("4 steps: tau 0.5 is 2 of 4 steps", seen.getProperty("few"));
        assertTrue(seen.getProperty("few.sweep").endsWith("0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4: 5 different images"));
        assertEquals("false 10", seen.getProperty("few.not"), "the sampler's steps stay behind");
        assertEquals("The model does not know 'bycicle': click here for 'bicycle'", seen.getProperty("unknown"));
        assertEquals("a red bicycle", seen.getProperty("taken"));
        assertEquals("star street striped", seen.getProperty("completion"));
        assertEquals("a red star, true", seen.getProperty("completed"));
        assertTrue(seen.getProperty("groups").startsWith("Things | Places | Colours"), seen.getProperty("groups"));
        assertTrue(seen.getProperty("help").startsWith("Prompt-to-Prompt: Word Swap..."), seen.getProperty("help"));
        assertEquals("true", seen.getProperty("help.pictures"));
        assertEquals("every 5 steps", seen.getProperty("preview"));
        assertEquals("JCheckBox", seen.getProperty("instances"));
        assertTrue(seen.getProperty("save").endsWith("/saved-here.png"), seen.getProperty("save"));
        assertEquals("dialog open: false", seen.getProperty("saved"));
        assertEquals("true", seen.getProperty("exists"));
    }
}
