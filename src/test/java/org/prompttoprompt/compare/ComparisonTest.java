package org.prompttoprompt.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.Refusal;

/** Comparisons without a window: pairs that are found, verdicts that are kept, and what is refused. */
class ComparisonTest {
    @TempDir
    Path folder;

    private final Hand clock = new Hand();

    /** A clock that is set by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-01-02T03:04:05Z");

        void waits(double seconds) {
            now = now.plusMillis((long) (1000 * seconds));
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static ImageSet stack(String title, int width, int... grey) {
        ImageStack stack = new ImageStack(width, 8);
        for (int value : grey) {
            ColorProcessor pixels = new ColorProcessor(width, 8);
            for (int i = 0; i < width * 8; i++) pixels.set(i, value);
            stack.addSlice(pixels);
        }
        return ImageSet.ofStack(title, new ImagePlus(title, stack));
    }

    private static Pairs pairs() {
        return Pairs.of(stack("one", 8, 1, 2, 3, 4, 9), stack("other", 8, 5, 6, 7, 8, 9), Optional.empty());
    }

    private Comparison comparison(Pairs pairs, Optional<Long> seed) {
        return new Comparison(pairs, folder.resolve("verdicts.csv").toString(), seed, 7, clock);
    }

    private void answer(Comparison comparison, int key) {
        clock.waits(1.5);
        assertTrue(comparison.answer(key));
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("verdicts.csv"));
    }

    @Test
    void everyVerdictIsOnTheDiskAtOnce() throws Exception {
        Comparison comparison = comparison(pairs(), Optional.empty());
        assertEquals(4, comparison.size(), "the fifth pair is the same in both");
        String first = comparison.pair().name();
        boolean left = comparison.firstIsLeft();
        answer(comparison, 1);
        assertEquals(
                List.of(
                        "pair,choice,left,seconds,at,order,first,second",
                        first + "," + (left ? "first,first" : "second,second")
                                + ",1.50,2026-01-02T03:04:06Z,7,one,other"),
                lines());
        answer(comparison, 0);
        assertEquals(3, lines().size());
    }

    /** Left after two of four, it asks for the other two, in the same order and on the same sides, whatever chance says now. */
    @Test
    void whatWasLeftIsTakenUpAgain() throws Exception {
        Comparison whole = new Comparison(pairs(), folder.resolve("whole.csv").toString(), Optional.of(7L), 1, clock);
        StringBuilder order = new StringBuilder();
        while (!whole.done()) {
            order.append(whole.pair().name()).append(whole.firstIsLeft());
            answer(whole, 0);
        }
        StringBuilder parts = new StringBuilder();
        Comparison left = comparison(pairs(), Optional.empty());
        for (int i = 0; i < 2; i++) {
            parts.append(left.pair().name()).append(left.firstIsLeft());
            answer(left, 2);
        }
        Comparison again =
                new Comparison(pairs(), folder.resolve("verdicts.csv").toString(), Optional.empty(), 99, clock);
        assertEquals(2, again.given());
        while (!again.done()) {
            parts.append(again.pair().name()).append(again.firstIsLeft());
            answer(again, 1);
        }
        assertEquals(order.toString(), parts.toString());
        assertEquals(5, lines().size());
        assertEquals(4, again.share().first() + again.share().second());
        assertTrue(comparison(pairs(), Optional.of(7L)).done());
    }

    @Test
    void aRowThatWasCutShortIsAskedAgain() throws Exception {
        Comparison comparison = comparison(pairs(), Optional.empty());
        answer(comparison, 1);
        String cut = comparison.pair().name();
        answer(comparison, 1);
        Path file = folder.resolve("verdicts.csv");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 9));
        Comparison again = comparison(pairs(), Optional.empty());
        assertEquals(1, again.given());
        assertEquals(cut, again.pair().name());
        answer(again, 1);
        assertEquals(3, lines().size());
        assertEquals(
                text, Files.readString(file).replace("03:04:09", "03:04:08").replace("03:04:10", "03:04:08"));
    }

    @Test
    void theLastVerdictOnAPairCounts() throws Exception {
        Comparison comparison = comparison(pairs(), Optional.empty());
        String name = comparison.pair().name();
        answer(comparison, 1);
        comparison.back();
        assertEquals(name, comparison.pair().name());
        answer(comparison, 0);
        assertEquals(3, lines().size(), "both are kept");
        assertEquals(
                new WinShare(0, 0, 1), comparison(pairs(), Optional.empty()).share());
    }

    @Test
    void aKeyThatIsHeldDownIsOneVerdict() {
        Comparison comparison = comparison(pairs(), Optional.empty());
        answer(comparison, 1);
        clock.waits(.05);
        assertFalse(comparison.answer(1));
        assertEquals(1, comparison.given());
    }

    /** The pair stays until its verdict is kept. */
    @Test
    void whatCannotBeWrittenDoesNotCount() throws Exception {
        Comparison comparison = comparison(pairs(), Optional.empty());
        answer(comparison, 1);
        Path file = folder.resolve("verdicts.csv");
        Path aside = folder.resolve("aside.csv");
        Files.move(file, aside);
        Files.createDirectory(file);
        String name = comparison.pair().name();
        clock.waits(1);
        assertThrows(UncheckedIOException.class, () -> comparison.answer(2));
        assertEquals(name, comparison.pair().name());
        Files.delete(file);
        Files.move(aside, file);
        answer(comparison, 2);
        assertEquals(3, lines().size());
    }

    @Test
    void theSummaryStandsBesideTheTable() throws Exception {
        Comparison comparison = comparison(pairs(), Optional.empty());
        for (int i = 0; i < 3; i++) {
            clock.waits(1);
            comparison.answer(comparison.firstIsLeft() ? 1 : 2);
        }
        comparison.writeSummary();
        assertEquals(
                List.of(
                        "first,second,wins_first,wins_second,ties,left_out,share_first,low,high,p",
                        "one,other,3,0,0,1,1.0000,0.4385,1.0000,0.2500"),
                Files.readAllLines(folder.resolve("verdicts-summary.csv")));
        assertEquals(
                "one better 3 times, other 0 times, no difference 0 times: a share of 1.000 of those decided (95 %: 0.439 to"
                        + " 1.000; p 0.250). 1 pairs are left for another time. 1 left out: 5 is the same in both.",
                comparison.told());
    }

    private static void refused(String told, org.junit.jupiter.api.function.Executable what) {
        String message = assertThrows(Refusal.class, what).getMessage();
        assertTrue(message.contains(told), message);
    }

    @Test
    void stacksThatDoNotFitAreRefused() {
        ImageSet three = stack("three", 8, 1, 2, 3);
        refused(
                "second=two has 2 slices and first=three has 3",
                () -> Pairs.of(three, stack("two", 8, 4, 5), Optional.empty()));
        refused(
                "second=wide has 9 x 8 pixels and first=three 8 x 8",
                () -> Pairs.of(three, stack("wide", 9, 4, 5, 6), Optional.empty()));
        refused(
                "source=two has 2 slices",
                () -> Pairs.of(three, stack("other", 8, 4, 5, 6), Optional.of(stack("two", 8, 1, 1))));
        refused("no pair to compare: 1 is the same in both", () -> Pairs.of(three, three, Optional.empty()));
        Pairs one = Pairs.of(three, stack("other", 8, 4, 5, 6), Optional.of(stack("source", 8, 1)));
        assertTrue(one.pair("2").source().isPresent(), "one source is shown with every pair");
    }

    @Test
    void whatIsNoImageIsToldAsWhatItIs() throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.tif"), "no image");
        refused(
                "first=" + notes + ": this file is no image that ImageJ can open. Save the image as TIFF or PNG",
                () -> ImageSet.of("first", notes.toString()));
        refused(
                "no open image has this title, and no folder or file of images this name",
                () -> ImageSet.of("first", folder.resolve("none.tif").toString()));
    }

    @Test
    void foldersArePairedByName() throws Exception {
        Path a = Files.createDirectory(folder.resolve("a"));
        Path b = Files.createDirectory(folder.resolve("b"));
        for (String name : List.of("cat", "dog", "owl", "sun")) save(a.resolve(name + ".png"), 8, 1);
        save(b.resolve("cat.png"), 8, 2);
        save(b.resolve("dog.png"), 9, 2);
        Files.writeString(b.resolve("owl.png"), "no image");
        save(b.resolve("fox.png"), 8, 2);
        Files.writeString(a.resolve("notes.txt"), "no image");
        Pairs pairs =
                Pairs.of(ImageSet.of("first", a.toString()), ImageSet.of("second", b.toString()), Optional.empty());
        assertEquals(List.of("cat"), pairs.names());
        assertEquals(
                List.of(
                        "dog has 8 x 8 and 9 x 8 pixels",
                        "owl cannot be read",
                        "sun is not in " + b,
                        "fox is not in " + a),
                pairs.skipped());
        assertTrue(pairs.told().startsWith("4 left out: dog"), pairs.told());
    }

    private static void save(Path file, int width, int value) {
        ColorProcessor pixels = new ColorProcessor(width, 8);
        for (int i = 0; i < width * 8; i++) pixels.set(i, value);
        assertTrue(new FileSaver(new ImagePlus("", pixels)).saveAsPng(file.toString()));
    }

    @Test
    void setsThatAreNoneAreRefused() throws Exception {
        refused("first is empty", () -> ImageSet.of("first", " "));
        refused("second=nothing: no open image", () -> ImageSet.of("second", "nothing"));
        refused("no image is in this folder", () -> ImageSet.of("first", folder.toString()));
        Path text = Files.writeString(folder.resolve("text.txt"), "no image");
        refused("first=" + text, () -> ImageSet.of("first", text.toString()));
    }

    @Test
    void tablesThatAreNoneAreRefused() throws Exception {
        refused("table is empty", () -> new Comparison(pairs(), "", Optional.empty(), 1, clock));
        Path below = Files.writeString(folder.resolve("file"), "").resolve("verdicts.csv");
        refused("cannot be written", () -> new Comparison(pairs(), below.toString(), Optional.empty(), 1, clock));
        refused("cannot be written", () -> new Comparison(pairs(), folder.toString(), Optional.empty(), 1, clock));
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n");
        refused(
                "a file of something else",
                () -> new Comparison(pairs(), other.toString(), Optional.empty(), 1, clock));
        answer(comparison(pairs(), Optional.of(3L)), 1);
        refused("was begun with order=3", () -> comparison(pairs(), Optional.of(4L)));
        Pairs others = Pairs.of(stack("one", 8, 1), stack("third", 8, 2), Optional.empty());
        refused("compares one with other, and not one with third", () -> comparison(others, Optional.empty()));
        Path file = folder.resolve("verdicts.csv");
        Files.writeString(file, Files.readString(file).replace(",7,", ",x,").replace(",3,", ",x,"));
        refused("a row that is no verdict", () -> comparison(pairs(), Optional.empty()));
        assertTrue(Files.readString(other).contains("a,b"), "nothing of another file is touched");
    }

    @Test
    void whatIsRefusedLeavesFilesAndFoldersAsTheyWere() throws Exception {
        Path other = folder.resolve("other.csv");
        for (byte[] bytes : List.of(
                "no line end".getBytes(), "a,b\n1,2".getBytes(), "\"".getBytes(), new byte[] {(byte) 0x89, 'P', '\n', 0
                })) {
            Files.write(other, bytes);
            assertThrows(Refusal.class, () -> new Comparison(pairs(), other.toString(), Optional.empty(), 1, clock));
            assertArrayEquals(bytes, Files.readAllBytes(other));
        }
        String impossible = folder.resolve("new/deep").resolve("n".repeat(300)).toString();
        refused("its name is too long", () -> new Comparison(pairs(), impossible, Optional.empty(), 1, clock));
        assertTrue(Files.notExists(folder.resolve("new")));
        for (String begun : List.of("", "pair,cho")) {
            Path file = Files.writeString(folder.resolve("begun.csv"), begun);
            assertEquals(7, new VerdictFile(file, "one", "other", Optional.of(7L), 1).order());
            assertTrue(Files.readString(file).startsWith("pair,choice,"), begun);
        }
    }
}
