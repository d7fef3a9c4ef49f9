package org.prompttoprompt.dialog;

import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.store.StillWanted;

/** One thing at a time. */
class StoreWorkTest {
    /** Whoever asks for it shows again what holds: a choice that was made in a box would stand there and count nowhere. */
    @Test
    void whatIsAskedForMeanwhileIsToldThatItIsNotDone() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        SwingUtilities.invokeAndWait(() -> {
            StoreWork work = new StoreWork();
            work.run("", progress -> waited(goOn), done -> {
                heard.add(done);
                ended.countDown();
            });
            work.run("", progress -> "second", heard::add, told -> heard.add("not done"));
        });
        assertEquals(List.of("not done"), heard);
        goOn.countDown();
        assertTrue(ended.await(1, TimeUnit.MINUTES));
        assertEquals(List.of("not done", "first"), heard);
    }

    /** A server that is silent tells nothing of progress, which else hears of it. */
    @Test
    void whatIsStoppedIsNoMoreWantedOfServers() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        List<Boolean> wanted = new CopyOnWriteArrayList<>();
        SwingUtilities.invokeAndWait(() -> {
            StoreWork work = new StoreWork();
            work.run(
                    "",
                    progress -> {
                        wanted.add(StillWanted.here().getAsBoolean());
                        work.stop();
                        wanted.add(StillWanted.here().getAsBoolean());
                        return "";
                    },
                    done -> ended.countDown());
        });
        assertTrue(ended.await(1, TimeUnit.MINUTES));
        assertEquals(List.of(true, false), wanted);
    }

    private static String waited(CountDownLatch until) {
        try {
            assertTrue(until.await(1, TimeUnit.MINUTES));
            return "first";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWindowNamesNoKeyOfMacros() {
        assertEquals("/nix: there is no such folder", StoreWork.withoutKey("model=/nix: there is no such folder"));
        assertEquals("/a b/x is damaged: it", StoreWork.withoutKey("model=/a b/x: /a b/x is damaged: it"));
        assertEquals("'x' model=y", StoreWork.withoutKey("'x' model=y"));
    }
}
