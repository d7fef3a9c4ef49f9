package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.MountedDisk;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.Option;

/** Folders of every layout that cannot be written, that hold links, and that must stay as they are. */
class PlacesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aFolderThatCannotBeWrittenRuns(DiskLayout layout) throws IOException {
        Path weights = layout.copy(folder);
        Path place = folder.resolve(DiskLayout.PLACE);
        writable(place, false);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            assertEquals(
                    1, DiskLayout.run(p2p, layout.request(weights)).frames().size());
        } finally {
            writable(place, true);
        }
    }

    private static void writable(Path place, boolean writable) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            files.forEach(file -> file.toFile().setWritable(writable));
        }
    }

    private Map<String, String> everyFile(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            Map<String, String> all = new TreeMap<>();
            for (Path file : files.toList())
                all.put(file.toString(), Files.getLastModifiedTime(file).toString());
            return all;
        }
    }

    /** Neither a hash nor a converted copy is put beside a model, which may lie in a folder of many. */
    @ParameterizedTest
    @EnumSource
    void nothingIsWrittenBesideIt(DiskLayout layout) throws IOException {
        Path weights = layout.copy(folder);
        Path place = folder.resolve(DiskLayout.PLACE);
        Map<String, String> before = everyFile(place);
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            DiskLayout.run(p2p, layout.request(weights));
            if (layout.option == Option.MODEL) p2p.verify(layout.request(weights), "", Progress.NONE);
        }
        ModelLook.at(weights);
        assertEquals(before, everyFile(place));
    }

    /** As a network drive or a disc gives it: not even root can write there. */
    @ParameterizedTest
    @EnumSource
    void aDiskThatCannotBeWrittenRuns(DiskLayout layout) throws Exception {
        Path weights = layout.copy(folder);
        Path place = folder.resolve(DiskLayout.PLACE);
        try (MountedDisk disk = MountedDisk.bound(place)) {
            assertTrue(disk.remount("bind,ro"));
            assertFalse(Files.isWritable(weights));
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                assertEquals(
                        1, DiskLayout.run(p2p, layout.request(weights)).frames().size());
            }
        }
    }

    /** As the Hugging Face cache keeps its files; a link whose file is gone is told by its name. */
    @ParameterizedTest
    @EnumSource
    void linksStandForTheirFiles(DiskLayout layout) throws IOException {
        Path weights = layout.copy(folder);
        int[] plain;
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            plain = DiskLayout.pixels(DiskLayout.run(p2p, layout.request(weights)));
        }
        Path blob = folder.resolve("blobs");
        Files.move(weights, Files.createDirectories(blob).resolve("ff00"));
        Files.createSymbolicLink(weights, blob.resolve("ff00"));
        Path place = Files.createSymbolicLink(folder.resolve("linked"), folder.resolve(DiskLayout.PLACE));
        Path linked = place.resolve(folder.resolve(DiskLayout.PLACE).relativize(weights));
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            assertArrayEquals(plain, DiskLayout.pixels(DiskLayout.run(p2p, layout.request(linked))));
            Files.delete(blob.resolve("ff00"));
            String told = DiskLayout.refusal(p2p, layout.request(linked));
            String name = linked.getFileName().toString();
            assertTrue(told.contains(name) && told.contains("no longer there"), told);
        }
    }
}
