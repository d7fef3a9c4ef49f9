package org.prompttoprompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prompttoprompt.cli.CommandLine;
import org.prompttoprompt.model.EmbeddedModel;
import org.prompttoprompt.request.Option;
import org.scijava.Context;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

/** Runs what the README shows and compares its table, and the pages that it leads to, with the code. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Set<String> DRAWN = Set.of(
            "word-swap.png",
            "add-phrase.png",
            "re-weight.png",
            "attention.png",
            "labelled-montage.png",
            "denoising-film.png",
            "cells.png",
            "score-benchmark.png",
            "move-object.png",
            "adaptive-sweep.png",
            "interpolate.png",
            "kept.png");
    private static final int LARGEST_PICTURE = 150 << 10;

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
        if (Boolean.getBoolean("doc.tables")) {
            String readme = Files.readString(README);
            int start = readme.indexOf("| `prompt` |");
            Files.writeString(
                    README, readme.substring(0, start) + table + readme.substring(readme.indexOf("\n\n", start)));
        }
        assertTrue(Files.readString(README).contains(table), "The README's table should be:\n" + table);
    }

    @Test
    void groovyExampleRuns() throws Exception {
        String script = blocks("groovy").get(0);
        try (Context context = new Context()) {
            ScriptModule module = context.service(ScriptService.class)
                    .run("readme.groovy", new StringReader(script), true)
                    .get();
            assertEquals(7, ((ImagePlus) module.getOutput("stack")).getStackSize());
        }
    }

    @Test
    void javaExampleCompilesAndRuns(@TempDir Path folder) throws Exception {
        String body = blocks("java").get(0).replace(".with(\"tau\"", ".with(\"steps\", 2)\n.with(\"tau\"");
        Path source = Files.writeString(
                folder.resolve("Example.java"),
                "import ij.ImagePlus;\nimport org.prompttoprompt.ij.*;\nimport org.prompttoprompt.pipeline.*;\nimport org.prompttoprompt.request.*;\npublic class Example { public static void main(String[] a) {\n"
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
    void theOtherRequestRuns(@TempDir Path folder) throws Exception {
        Matcher line = Pattern.compile("-Dexec.args='([^']*)'").matcher(Files.readString(README));
        assertTrue(line.find(), "the README shows no other request");
        List<String> args = new ArrayList<>(Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(line.group(1).replaceAll("out=\\S+", ""))
                .results()
                .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                .toList());
        args.add("steps=2");
        args.add("out=" + folder.resolve("fluffy"));
        CommandLine.main(args.toArray(new String[0]));
        assertEquals(8, IJ.openImage(folder.resolve("fluffy.tif").toString()).getStackSize());
    }

    /** Links and pictures of all pages, headings included. */
    @Test
    void linksLeadSomewhere() throws Exception {
        List<Path> pages = new ArrayList<>(List.of(README, Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")));
        for (String model : EmbeddedModel.NAMES) pages.add(Path.of("models", model, "README.md"));
        try (Stream<Path> docs = Files.walk(Path.of("src/doc"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path file : pages) {
            Matcher link = Pattern.compile("\\]\\((?!http)([^)#]*)(#[^)]*)?\\)").matcher(Files.readString(file));
            while (link.find()) {
                Path to = link.group(1).isEmpty()
                        ? file
                        : file.toAbsolutePath().resolveSibling(link.group(1)).normalize();
                assertTrue(Files.exists(to), file + " links to " + link.group(1));
                if (link.group(2) != null)
                    assertTrue(anchors(to).contains(link.group(2)), file + " links to " + link.group());
            }
        }
    }

    private static List<String> anchors(Path page) throws Exception {
        return Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> "#"
                        + line.replaceAll("^#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'))
                .toList();
    }

    /** Except those whose pixels are the model's: they stay as they were drawn. */
    @Test
    void picturesOfWindowsAreSmall() throws Exception {
        try (Stream<Path> pictures = Files.list(Path.of("src/doc/images"))) {
            for (Path picture : pictures.filter(
                            p -> !DRAWN.contains(p.getFileName().toString()))
                    .toList())
                assertTrue(Files.size(picture) < LARGEST_PICTURE, picture + " has " + Files.size(picture) + " bytes");
        }
    }

    /** The science page names classes as `package.Class`. */
    @Test
    void theSciencePageNamesClassesThatExist() throws Exception {
        Matcher name = Pattern.compile("`([a-z0-9]+)\\.([A-Z][A-Za-z]+)`")
                .matcher(Files.readString(Path.of("src/doc/science.md")));
        int found = 0;
        while (name.find()) {
            Class.forName(
                    "org.prompttoprompt." + name.group(1) + "." + name.group(2),
                    false,
                    getClass().getClassLoader());
            found++;
        }
        assertTrue(found > 15, found + " classes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mini", "cells"})
    void theCardListsTheWordsThatTheModelKnows(String model) throws Exception {
        assertTrue(EmbeddedModel.NAMES.contains(model));
        String card = Files.readString(Path.of("models", model, "README.md"));
        String section = card.substring(card.indexOf("## Words it knows"), card.indexOf("## Data"));
        Set<String> listed = section.lines()
                .filter(line -> line.startsWith("- "))
                .flatMap(line -> Arrays.stream(line.replaceAll("^.*:", "").split("[, ]+")))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        String modelFile = Files.readString(Path.of("models", model, "prompt-to-prompt.json"));
        Set<String> known = Pattern.compile("\"([a-z]+)\"")
                .matcher(modelFile.substring(modelFile.indexOf("vocabulary") + "vocabulary\"".length()))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
        assertEquals(known, listed);
    }

    @Test
    void theGpuSwitchIsOneOfTheBuild() throws Exception {
        String property = "own.libtorch";
        assertTrue(Files.readString(README).contains("`-D" + property + "`"));
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<name>!" + property + "</name>"));
    }
}
