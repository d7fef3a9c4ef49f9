package org.prompttoprompt.spark;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.prompttoprompt.Refusal;

/**
 * Keeps other runs out of a folder. File systems of clusters lock no files, so a file that is touched again and again stands for a
 * run; one that is touched no more was left by a run that was killed.
 */
final class HadoopLock implements AutoCloseable {
    private static final long BEAT_S = 2;
    /** As long as a run is waited for that may be dead. */
    private static final long SILENCE_S = 4 * BEAT_S;

    private final FileSystem files;
    private final Path file;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "Data set's lock");
        thread.setDaemon(true);
        return thread;
    });

    private HadoopLock(FileSystem files, Path file) {
        this.files = files;
        this.file = file;
        heart.scheduleAtFixedRate(this::beat, BEAT_S, BEAT_S, TimeUnit.SECONDS);
    }

    /**
     * Takes a lock.
     *
     * @throws Refusal if another run has it
     * @throws IOException if the file cannot be written
     */
    static HadoopLock of(FileSystem files, Path file) throws IOException {
        if (files.exists(file)) requireSilent(files, file);
        Creation.of(files, file, true).close();
        return new HadoopLock(files, file);
    }

    private static void requireSilent(FileSystem files, Path file) throws IOException {
        long before = files.getFileStatus(file).getModificationTime();
        try {
            TimeUnit.SECONDS.sleep(SILENCE_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        if (files.exists(file) && files.getFileStatus(file).getModificationTime() != before)
            throw new Refusal(
                    "folder=" + file.getParent().getParent() + " is being written by another run: wait for its end.");
    }

    private void beat() {
        try {
            Creation.of(files, file, true).close();
        } catch (IOException e) {
            // what cannot be touched cannot be written either, and the run ends by that
        }
    }

    @Override
    public void close() {
        heart.shutdown();
        try {
            heart.awaitTermination(SILENCE_S, TimeUnit.SECONDS);
            files.delete(file, false);
        } catch (IOException e) {
            // the next run waits a little
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
