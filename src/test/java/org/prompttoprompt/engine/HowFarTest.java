package org.prompttoprompt.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HowFarTest {
    private long millis = 500;
    private final HowFar far = new HowFar("Reading", () -> millis * 1_000_000L);

    @Test
    void whatIsOverSoonNeedsNoNumbers() {
        assertEquals("Reading", far.line(0, 10));
        millis += 1999;
        assertEquals("Reading", far.line(9, 10));
        millis += 1;
        assertEquals("Reading: 90 %", far.line(9, 10));
        assertEquals("Reading: 66 %", far.line(2, 3));
    }

    @Test
    void whatIsOfNoSizeAndWhatIsLargerThanItsSizeIsDone() {
        millis += 5000;
        assertEquals("Reading: 0 %", far.line(0, 0));
        assertEquals("Reading: 100 %", far.line(11, 10));
        assertEquals("Reading: 50 %", far.line(1L << 40, 1L << 41));
    }

    @Test
    void aPercentIsToldOnce() {
        List<String> told = new CopyOnWriteArrayList<>();
        Consumer<String> hears = told::add;
        Doing.listen(hears);
        try {
            far.tell(1, 1000);
            millis += 3000;
            for (int done = 400; done < 415; done++) far.tell(done, 1000);
        } finally {
            Doing.forget(hears);
        }
        assertEquals(List.of("Reading: 40 %", "Reading: 41 %"), told);
    }
}
