package org.prompttoprompt.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.pipeline.Progress;

/** What the window of models does takes time: one thing at a time beside the event thread, with a bar and a button that stops it. */
final class StoreWork {
    private static final int SCALE = 1000;

    private final JPanel row = new JPanel(new BorderLayout(8, 0));
    private final JProgressBar bar = new JProgressBar(0, SCALE);
    private final JButton stop = new JButton("Stop");
    private final List<Component> meanwhileOff = new ArrayList<>();
    private volatile boolean stopped;
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
        meanwhileOff.add(component);
        return component;
    }

    void stop() {
        stopped = true;
    }

    boolean isBusy() {
        return busy;
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
        if (busy) return;
        busy = true;
        stopped = false;
        enable(false);
        tell(begin);
        bar.setIndeterminate(true);
        Thread thread = new Thread(() -> work(job, done), "Prompt-to-Prompt models");
        thread.setDaemon(true);
        thread.start();
    }

    private <T> void work(Function<Progress, T> job, Consumer<T> done) {
        try {
            T result = job.apply(this::progress);
            end("", () -> done.accept(result));
        } catch (CancellationException e) {
            end("Stopped", () -> {});
        } catch (Refusal e) {
            end("", () -> refuse(row, e.getMessage()));
        } catch (RuntimeException | Error e) {
            String fault = Messages.ofFault(e);
            end("", () -> refuse(row, fault));
        }
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

    private void end(String text, Runnable then) {
        EventQueue.invokeLater(() -> {
            busy = false;
            enable(true);
            bar.setIndeterminate(false);
            bar.setValue(0);
            tell(text);
            then.run();
        });
    }

    private void enable(boolean on) {
        meanwhileOff.forEach(component -> component.setEnabled(on));
        stop.setEnabled(!on);
    }

    /** Tells why something cannot be done. */
    static void refuse(Component at, String message) {
        JOptionPane.showMessageDialog(at, Messages.forDialog(message), "Models", JOptionPane.WARNING_MESSAGE);
    }
}
