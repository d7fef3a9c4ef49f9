package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.*;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.engine.CacheFolder;

/** Notes that many processes write at the same time: each is there from then on, for whoever reads. */
class NotebookTest {
    private static final String FILE = "checked-files.json";
    private static final int WRITERS = 3;
    private static final int EACH = 60;

    @TempDir
    private Path cache;

    private String before;

    @BeforeEach
    void anotherCache() {
        before = System.getProperty(CacheFolder.SETTING);
        System.setProperty(CacheFolder.SETTING, cache.toString());
    }

    @AfterEach
    void theCacheAgain() {
        if (before == null) System.clearProperty(CacheFolder.SETTING);
        else System.setProperty(CacheFolder.SETTING, before);
    }

    private static Notebook book() {
        return new Notebook(FILE, note -> true);
    }

    private static JsonObject note(int value) {
        JsonObject note = new JsonObject();
        note.addProperty("value", value);
        return note;
    }

    private static int value(Notebook book, String key) {
        return book.get(key).map(note -> note.get("value").getAsInt()).orElse(-1);
    }

    /** What one of the writing processes does. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] name) {
            Notebook book = book();
            for (int i = 0; i < EACH; i++) book.put(name[0] + i, note(i));
        }
    }

    private Process start(String name) throws IOException {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-D" + CacheFolder.SETTING + "=" + cache,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Writer.class.getName(),
                name));
        return new ProcessBuilder(command).inheritIO().start();
    }

    @Test
    void manyProcessesLoseNothingAndAReaderFindsItAtAnyMoment() throws Exception {
        book().put("first", note(1));
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) writers.add(start("writer " + i + " "));
        int reads = 0;
        while (writers.stream().anyMatch(Process::isAlive)) {
            assertEquals(1, value(book(), "first"), "gone after " + reads + " reads");
            reads++;
        }
        for (Process writer : writers) assertEquals(0, writer.waitFor());
        JsonObject all =
                JsonParser.parseString(Files.readString(cache.resolve(FILE))).getAsJsonObject();
        assertEquals(1 + WRITERS * EACH, all.size(), () -> all.keySet().toString());
        requireNothingLeft();
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        Notebook one = book();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Notebook its = t % 2 == 0 ? one : book();
            String name = "thread " + t + " ";
            threads.add(new Thread(() -> {
                for (int i = 0; i < 20; i++) its.put(name + i, note(i));
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join(TimeUnit.MINUTES.toMillis(1));
        for (int t = 0; t < 4; t++)
            for (int i = 0; i < 20; i++) assertEquals(i, value(book(), "thread " + t + " " + i));
    }

    /** A list that is open all day does not take back what a check on the command line has found. */
    @Test
    void whatAnotherProcessNotesLaterCounts() {
        Notebook old = book();
        old.put("file", note(1));
        book().put("file", note(2));
        assertEquals(2, value(old, "file"));
        old.put("other", note(3));
        assertEquals(2, value(book(), "file"), "the older note came back");
    }

    @Test
    void notesThatCannotBeReadJustNowAreNotBegunAnew() throws IOException {
        book().put("file", note(1));
        byte[] notes = Files.readAllBytes(cache.resolve(FILE));
        Files.delete(cache.resolve(FILE));
        Files.createDirectory(cache.resolve(FILE)); // to read it fails, as with too many open files
        Notebook book = book();
        book.put("other", note(2));
        assertEquals(2, value(book, "other"), "this process knows it");
        assertTrue(Files.isDirectory(cache.resolve(FILE)));
        Files.delete(cache.resolve(FILE));
        Files.write(cache.resolve(FILE), notes);
        book.put("third", note(3));
        for (String key : List.of("file", "other", "third")) assertNotEquals(-1, value(book(), key), key);
        requireNothingLeft();
    }

    @Test
    void whatAKilledProcessLeftIsTidiedUp() throws IOException {
        Files.createFile(cache.resolve("notes-1.json"));
        book().put("file", note(1));
        requireNothingLeft();
    }

    private void requireNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(
                    List.of(FILE, "lock-notebook"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
