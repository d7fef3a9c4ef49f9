package org.prompttoprompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.pipeline.Option;
import org.scijava.Context;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

/** Runs what the README shows, with fewer steps, and compares its table with the code. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");

    private static List<String> blocks(String language) throws Exception {
        Matcher m =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        return m.results().map(r -> r.group(1)).toList();
    }

    @Test
    void parameterTableIsThatOfTheCode() throws Exception {
        String table = Arrays.stream(Option.values())
                .map(o -> "| `" + o.key() + "` | " + (o.defaultValue().isEmpty() ? "" : "`" + o.defaultValue() + "`")
                        + " | " + o.meaning() + " |")
                .collect(Collectors.joining("\n"));
        assertTrue(Files.readString(README).contains(table), "The README's table should be:\n" + table);
    }

    @Test
    void groovyExampleRuns() throws Exception {
        String script = blocks("groovy").get(0);
        String quick = script.replace(
                "p2p.wordSwap(\"a red ball on the grass\", \"a blue ball on the grass\", \"0:0.2:1\")",
                "p2p.run(org.prompttoprompt.pipeline.EditRequest.parse("
                        + "'task=swap\\nprompt=a red ball on the grass\\ntarget=a blue ball on the grass\\ntau=0:0.2:1\\nsteps=2'))");
        assertTrue(!quick.equals(script), "the example changed: adapt how it is sped up");
        try (Context context = new Context()) {
            ScriptModule module = context.service(ScriptService.class)
                    .run("readme.groovy", new StringReader(quick), true)
                    .get();
            assertEquals(7, ((ImagePlus) module.getOutput("stack")).getStackSize());
        }
    }

    @Test
    void javaExampleCompilesAndRuns(@TempDir Path folder) throws Exception {
        String body = blocks("java").get(0).replace(".with(\"tau\"", ".with(\"steps\", 2)\n.with(\"tau\"");
        Path source = Files.writeString(
                folder.resolve("Example.java"),
                "import org.prompttoprompt.pipeline.*;\npublic class Example { public static void main(String[] a) {\n"
                        + body + "\n} }");
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", path, source.toString()));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
    }

    @Test
    void macroLineIsThatOfTheTestedMacro() throws Exception {
        String line = blocks("ijm").get(0).strip();
        assertTrue(Files.readString(Path.of("macros/Cat_Bicycle_to_Car.ijm")).contains(line));
    }

    @Test
    void theCheckRunsTheReadmesTests() throws Exception {
        List<String> commands = blocks("sh");
        assertEquals("mvn -B -q compile exec:java", commands.get(0).strip());
        assertTrue(Files.readString(Path.of(".ci/run"))
                .contains("\n" + commands.get(1).strip() + "\n"));
    }

    @Test
    void theGpuSwitchIsOneOfTheBuild() throws Exception {
        String property = "own.libtorch";
        assertTrue(Files.readString(README).contains("`-D" + property + "`"));
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<name>!" + property + "</name>"));
    }
}
