package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import ij.Macro;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.ij.PngText;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.macro.MacroLine;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.scijava.Context;
import org.scijava.script.ScriptService;

/** Awkward prompts come back out of a recipe, a macro line and a Groovy script as they went in, or are refused. */
class RoundTripTest {
    private static Context context;

    @BeforeAll
    static void start() {
        context = new Context();
    }

    @AfterAll
    static void stop() {
        context.dispose();
    }

    static Stream<String> prompts() {
        return Stream.of(
                "a red ball",
                "ball",
                "[ball]",
                "'ball'",
                "[ball",
                "ball]",
                "][",
                "a [red] ball",
                "[a red] ball",
                "[a] [red] ball",
                "[a [red]] ball]",
                "'a red' ball",
                "it's a \"red\" ball",
                "\"ball\"",
                "a ball \\",
                "\\",
                "c:\\new\\ball",
                "a \\u0041 ball",
                "\\\\u0041",
                "a \\n ball",
                "&ball",
                "a & ball",
                "a = b",
                "=",
                "a=b",
                "tau=0.3",
                "a ball tau=0.3",
                "seed=7 ball",
                "a ball Tau=0.3",
                "a ball selfAttention=1",
                "a ball otau=1",
                "task=generate",
                "草地上的红球",
                "草地 上的 红球",
                "🙂 ball",
                "a ball\nseed=9",
                "a ball\r\non the grass",
                "a ball\ron the grass",
                "a\tred\tball",
                "a\u2028ball",
                "${ball} $ball",
                "'''ball'''",
                "/* ball */ // ball",
                "<b>ball</b> &amp;",
                "%s %d %n",
                "ball ".repeat(3000));
    }

    private static EditRequest request(String prompt) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", prompt)
                .with("target", prompt)
                .with("negative", prompt)
                .with("seed", "7, 8");
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void recipe(String prompt) {
        EditRequest request = request(prompt);
        assertEquals(request.toText(), EditRequest.parse(request.toText()).toText());
        for (Option option : List.of(Option.PROMPT, Option.TARGET, Option.NEGATIVE)) {
            assertEquals(
                    request.get(option), EditRequest.parse(request.toText()).get(option));
        }
        assertEquals(
                "7, 8", EditRequest.parse(request.toText()).get(Option.SEED), "the prompt is no line of the recipe");
        assertEquals(
                prompt.strip().replaceAll("(?U)\\s+", " "),
                request.get(Option.PROMPT).replaceAll("(?U)\\s+", " "));
    }

    /** What ImageJ's macro language makes of the line's string literal. */
    private static String literal(String line) {
        assertTrue(line.startsWith("run(\"Word Swap...\", \"") && line.endsWith("\");"), line);
        String text = line.substring("run(\"Word Swap...\", \"".length(), line.length() - "\");".length());
        assertFalse(text.contains("\n"), "a string of a macro ends with its line");
        return text.replaceAll("\\\\(.)", "$1");
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void macro(String prompt) {
        EditRequest request = request(prompt);
        String line;
        try {
            line = MacroLine.of(request);
        } catch (IllegalArgumentException e) {
            assertTrue(e.getMessage().length() > 30 && e.getMessage().contains("run(\"Word Swap...\""), e.getMessage());
            return;
        }
        String options = literal(line) + " ";
        for (Option option : List.of(Option.PROMPT, Option.TARGET, Option.NEGATIVE, Option.SEED)) {
            assertEquals(request.get(option), Macro.getValue(options, option.key(), null), line);
        }
        for (Option option : List.of(Option.TAU, Option.STEPS))
            assertNull(Macro.getValue(options, option.key(), null), line);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void groovy(String prompt) throws Exception {
        EditRequest request = request(prompt);
        String script = new Recipe(request.toText()).groovy().replace("image = p2p.run(", "image = (");
        Object read = context.service(ScriptService.class)
                .run("again.groovy", new StringReader(script), true)
                .get()
                .getOutput("image");
        assertEquals(request.toText(), ((EditRequest) read).toText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"task=dance\n", "task=\n", "tau=1\n", "", "no recipe"})
    void whatIsNoRecipeIsToldSo(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> EditRequest.parse(text))
                .getMessage();
        assertTrue(message.startsWith("This is no Prompt-to-Prompt recipe"), message);
    }

    @Test
    void aFileThatOnlyLooksLikeAPngHoldsNoTexts(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("text.png"), "no picture");
        assertEquals(Map.of(), PngText.read(file));
    }

    @Test
    void recipesDoNotDependOnTheLanguageOfTheComputer() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            EditRequest request =
                    EditRequest.of(Task.REWEIGHT).with("prompt", "a ball").with("words", "ball");
            assertTrue(request.toText().startsWith("task=reweight\n"), request.toText());
            assertEquals(Task.REWEIGHT, EditRequest.parse(request.toText()).task());
        } finally {
            Locale.setDefault(before);
        }
    }
}
