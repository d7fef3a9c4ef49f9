package org.prompttoprompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.engine.EngineSetting;

/** The tests themselves: nothing is left out in silence, and what runs in processes of its own is measured too. */
class HarnessTest {
    private static final Path TESTS = Path.of("src/test/java");

    private static List<String> files(Predicate<String> text) throws IOException {
        try (Stream<Path> walk = Files.walk(TESTS)) {
            return walk.filter(file -> file.toString().endsWith(".java") && text.test(read(file)))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("HarnessTest"))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTest(String text) {
        return text.contains("@Test");
    }

    /** What a machine lacks fails where it is asked for; only what a property names may be left out without it. */
    @Test
    void nothingIsSkipped() throws IOException {
        // GoldenTest says which cases of somebody else's folder it cannot read yet, FeedForwardTest, FullSizeMemoryTest
        // and MappedPagesTest
        // that this is not Linux, the others that they may not mount disks.
        Predicate<String> skips = text -> text.matches(
                "(?s).*(Assumptions|MountedDisk\\.|@Disabled|@EnabledOnOs|@EnabledIfEnvironmentVariable).*");
        assertEquals(
                List.of(
                        "EngineStoreTest",
                        "FeedForwardTest",
                        "FullSizeMemoryTest",
                        "GoldenTest",
                        "MappedPagesTest",
                        "ModelStoreTest",
                        "MountedDisk",
                        "OddDisksTest",
                        "PlacesTest"),
                files(skips));
        assertEquals(
                List.of("DocPicturesTest", "FijiTest", "SingleJarTest", "UpdateSiteTest"),
                files(text -> text.contains("@EnabledIf")));
    }

    /** Disks are mounted, unmounted and asked for in one place. */
    @Test
    void disksAreMountedInOnePlace() throws IOException {
        assertEquals(List.of("MountedDisk"), files(text -> text.contains("\"mount\"") || text.contains("\"umount\"")));
    }

    /** What lies in the system's temporary folder after each run fills it in the end. */
    @Test
    void temporaryFilesAreDeletedByWhoeverMakesThem() throws IOException {
        Predicate<String> leaves = text -> text.matches("(?s).*(createTemp\\w+\\(\"|getDirectory\\('temp'\\)).*")
                && !text.matches("(?s).*(CacheFolder.delete|Files.delete|deleteOnExit).*");
        // GoldenSampler's folder is deleted by RequestGolden, which asks for it.
        assertEquals(List.of("GoldenSampler"), files(leaves));
    }

    @Test
    void testsOfWindowsAreTagged() throws IOException {
        Predicate<String> windows =
                text -> isTest(text) && text.matches("(?s).*(new PlainImageJ\\(|Screen\\.open\\().*");
        assertTrue(files(windows).contains("GuiTest"));
        assertEquals(List.of(), files(text -> windows.test(text) && !text.contains("@Tag(\"window\")")));
    }

    /** Another tag would be in no group that is run. */
    @Test
    void thereAreTwoTags() throws IOException {
        assertEquals(
                List.of(),
                files(text -> text.replaceAll("@Tag\\(\"(slow|window)\"\\)", "").contains("@Tag")));
        assertTrue(files(text -> text.contains("@Tag(\"slow\")")).contains("EndingTest"));
        assertTrue(read(Path.of("pom.xml")).contains("<excludedGroups>slow</excludedGroups>"));
        assertTrue(read(Path.of(".ci/run")).contains("\nmvn -B -q test -Dgroups=slow -DexcludedGroups=\n"));
    }

    /** Whatever is faster here: models of tests, and of the processes that they start, compute in what they are compared in. */
    @Test
    void modelsComputeInSinglePrecision() throws IOException {
        assertEquals("float32", EngineSetting.of("precision", ""));
        String inherited = "<PROMPTTOPROMPT_PRECISION>float32</PROMPTTOPROMPT_PRECISION>";
        assertTrue(read(Path.of("pom.xml")).contains(inherited));
    }

    @Test
    void childrenHaveTheAgentsOfTheirParent() throws IOException {
        List<String> starters = files(text -> text.contains("\"java.home\""));
        assertEquals(List.of("ChildJvm", "FijiTest", "ThreadsBenchmark"), starters);
    }
}
