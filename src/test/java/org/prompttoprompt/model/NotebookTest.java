package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.*;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.CacheLock;
import org.prompttoprompt.engine.OwnCache;

/** Notes that many processes write at the same time: each is there from then on, for whoever reads. */
class NotebookTest {
    private static final String FILE = "checked-files.json";
    private static final int WRITERS = 3;
    private static final int EACH = 60;

    @TempDir
    private Path cache;

    @RegisterExtension
    private final OwnCache own = new OwnCache(() -> cache);

    private static Notebook book() {
        return new Notebook(FILE);
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
        return start(Writer.class, ProcessBuilder.Redirect.INHERIT, name);
    }

    private Process start(Class<?> main, ProcessBuilder.Redirect out, String... arguments) throws IOException {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-D" + CacheFolder.SETTING + "=" + cache,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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

    /** What one process does that has the lock and is halted. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] none) throws Exception {
            CacheLock.alone("notebook", Duration.ofMinutes(1), () -> {
                System.out.println("held");
                return System.in.read();
            });
        }
    }

    @Test
    void aHaltedProcessHoldsUpNobodyWhoNotes() throws Exception {
        Notebook book = book();
        book.put("before", note(1));
        Process other = start(Holder.class, ProcessBuilder.Redirect.PIPE);
        try (BufferedReader out = other.inputReader()) {
            assertEquals("held", out.readLine());
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                for (int i = 0; i < 100; i++) book.put("key " + i, note(i));
            });
            assertEquals(99, value(book, "key 99"), "this process knows it");
            assertEquals(-1, value(book(), "key 99"), "and does not write beside the other");
            assertEquals(1, value(book(), "before"));
        } finally {
            other.destroyForcibly().waitFor();
        }
        book.put("after", note(2));
        for (String key : List.of("before", "key 0", "key 99", "after")) assertNotEquals(-1, value(book(), key), key);
    }

    private String file(String name) throws IOException {
        return Files.createFile(cache.resolve(name)).toString();
    }

    @Test
    void soManyAreKeptThoseThatWereNotedLast() throws IOException {
        Notebook book = Notebook.ofFiles(FILE, 3);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 5; i++) keys.add(file("file " + i));
        for (int i = 0; i < 4; i++) book.put(keys.get(i), note(i));
        book.put(keys.get(1), note(10)); // noted anew
        book.put(keys.get(4), note(4));
        assertEquals(
                List.of(-1, 10, -1, 3, 4),
                keys.stream().map(key -> value(book, key)).toList());
    }

    /** Thousands of files that tests and trials made and deleted drove out the notes of a model of gigabytes, which was read again. */
    @Test
    void whereThereAreTooManyThoseOfFilesThatAreGoneGoFirst() throws IOException {
        Notebook book = Notebook.ofFiles(FILE, 3);
        String model = file("model");
        book.put(model, note(0));
        for (int i = 1; i < 10; i++) book.put(cache.resolve("gone " + i).toString(), note(i));
        book.put(file("other"), note(10));
        assertEquals(0, value(book, model));
        assertEquals(9, value(book, cache.resolve("gone 9").toString()), "those that were noted last stay");
        assertEquals(-1, value(book, cache.resolve("gone 8").toString()));
    }

    @Test
    void whereThereAreTooManyThoseOfPlacesThatAreGoneGoFirst() throws IOException {
        Notebook book = Notebook.ofPlaces(FILE, 2);
        book.put("mine", at(Path.of(file("model"))));
        for (int i = 0; i < 5; i++) book.put("trial " + i, at(cache.resolve("gone " + i)));
        assertTrue(book.get("mine").isPresent());
        assertTrue(book.get("trial 4").isPresent());
        assertTrue(book.get("trial 3").isEmpty());
    }

    private static JsonObject at(Path path) {
        JsonObject note = new JsonObject();
        note.addProperty(Notebook.PATH, path.toString());
        return note;
    }

    /** Of a disk that is unplugged and comes back. */
    @Test
    void aFileThatIsNotThereForAWhileKeepsItsNotes(@TempDir Path disk) throws IOException {
        Path mounted = Files.createDirectory(disk.resolve("usb"));
        Path weights = Files.write(mounted.resolve("a.safetensors"), new byte[10]);
        CheckedFiles.begin(weights).ended("sha256:1", true);
        String hash = FileHashes.sha256(weights);
        SoundFiles.note(List.of(weights));
        ModelReference.of("a", hash).lies(mounted);
        Files.move(mounted, disk.resolve("unplugged"));
        assertTrue(CheckedFiles.of(weights, "sha256:1").isEmpty());
        Path other = Files.write(disk.resolve("b.safetensors"), new byte[11]);
        CheckedFiles.begin(other).ended("sha256:2", true);
        SoundFiles.note(List.of(other));
        ModelReference.of("b", FileHashes.sha256(other)).lies(other);
        Files.move(disk.resolve("unplugged"), mounted);
        assertTrue(CheckedFiles.of(weights, "sha256:1")
                .filter(check -> check.right() && check.current())
                .isPresent());
        assertEquals(Optional.of(hash), FileHashes.known(weights));
        assertTrue(SoundFiles.areAll(List.of(weights, other)));
        assertEquals(
                mounted.toString(),
                ModelReference.located(ModelReference.of("a", hash).toString()));
    }

    private void requireNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(
                    List.of(FILE, "lock-notebook"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
