package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.EventQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.store.StillWanted;

/** What the window of models does takes time: one thing at a time beside the event thread, with a bar and a button that stops it. */
final class StoreWork {
    private static final int SCALE = 1000;
    private static final String KEY = "model=";
    private static final String STOPPED = "Stopped";

    private final JPanel row = new JPanel(new BorderLayout(8, 0));
    private final JProgressBar bar = new JProgressBar(0, SCALE);
    private final JButton stop = new JButton("Stop");
    private final Map<Component, BooleanSupplier> usable = new LinkedHashMap<>();
    private volatile boolean stopped;
    private volatile boolean closed;
    private volatile boolean busy;

    StoreWork() {
        bar.setStringPainted(true);
        bar.setString(" ");
        bar.setName("progress");
        stop.setName("stop");
        stop.setEnabled(false);
        stop.addActionListener(event -> stop());
        row.setBorder(BorderFactory.createEmptyBorder(6, 0, 0, 0));
        row.add(bar, BorderLayout.CENTER);
        row.add(stop, BorderLayout.EAST);
    }

    JPanel row() {
        return row;
    }

    /** Cannot be used while something is done. */
    <C extends Component> C offMeanwhile(C component) {
        return offUnless(component, () -> true);
    }

    /** Cannot be used while something is done, nor where there is nothing that it could do; the latter is asked after each work. */
    <C extends Component> C offUnless(C component, BooleanSupplier possible) {
        usable.put(component, possible);
        return component;
    }

    /** Asks anew which buttons have something to do. */
    void look() {
        enable(!busy);
    }

    void stop() {
        stopped = true;
    }

    /** Stops, and begins nothing any more: the window is gone. */
    void close() {
        closed = true;
        stop();
    }

    /** Tells something in the bar. */
    void tell(String text) {
        bar.setString(text.isEmpty() ? " " : text);
    }

    /**
     * Does something, and passes on what came of it.
     *
     * @param begin what is told at first
     */
    <T> void run(String begin, Function<Progress, T> job, Consumer<T> done) {
        run(begin, job, done, told -> {});
    }

    /**
     * Does something with what was chosen.
     *
     * @param again lets choose once more where that is refused, after what is told of it
     */
    <T> void runAgain(String begin, Function<Progress, T> job, Consumer<T> done, Runnable again) {
        run(begin, job, done, told -> {}, again);
    }

    /**
     * Does something that may leave a part of it behind.
     *
     * @param broken hears that it was stopped, has failed, or is not begun as something else is done, with what the bar tells of that
     */
    <T> void run(String begin, Function<Progress, T> job, Consumer<T> done, Consumer<String> broken) {
        run(begin, job, done, broken, () -> {});
    }

    private <T> void run(
            String begin, Function<Progress, T> job, Consumer<T> done, Consumer<String> broken, Runnable refused) {
        if (closed) return;
        if (busy) {
            broken.accept("");
            return;
        }
        busy = true;
        stopped = false;
        enable(false);
        tell(begin);
        bar.setIndeterminate(true);
        Beside.run(
                () -> StillWanted.during(() -> !stopped, () -> job.apply(this::progress)),
                result -> {
                    end("");
                    done.accept(result);
                },
                () -> {
                    end(STOPPED);
                    broken.accept(STOPPED);
                },
                why -> {
                    end("");
                    // What has changed is shown while the message is read.
                    broken.accept("");
                    refuse(row, why);
                    if (!closed) refused.run();
                });
    }

    private boolean progress(long done, long total, String message) {
        EventQueue.invokeLater(() -> {
            if (!busy) return;
            bar.setIndeterminate(total <= 1);
            bar.setValue((int) (SCALE * done / Math.max(1, total)));
            tell(message);
        });
        return !stopped;
    }

    private void end(String text) {
        busy = false;
        enable(true);
        bar.setIndeterminate(false);
        bar.setValue(0);
        tell(text);
    }

    private void enable(boolean on) {
        usable.forEach((component, possible) -> component.setEnabled(on && possible.getAsBoolean()));
        stop.setEnabled(!on);
    }

    /** Tells why something cannot be done. */
    static void refuse(Component at, String message) {
        ModelsBox.tell(at, Messages.forDialog(withoutKey(message)), JOptionPane.WARNING_MESSAGE);
    }

    /** The key is of macros: here nobody has typed it; and a path that the sentence names again is told once. */
    static String withoutKey(String message) {
        String told = message.startsWith(KEY) ? message.substring(KEY.length()) : message;
        return told.replaceFirst("^(\\S.*?): (?=\\1 )", "");
    }
}
