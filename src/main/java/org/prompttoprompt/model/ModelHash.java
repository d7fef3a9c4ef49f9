package org.prompttoprompt.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.prompttoprompt.engine.Quiet;

/** The SHA-256 of the files that decide a model's images: made when it is asked for, or beside other work before. */
final class ModelHash {
    private final ModelLayout layout;
    private CompletableFuture<String> begun;
    private String value;
    /** Of whoever waits for what was begun. */
    private volatile Meter waiting = (done, total) -> true;

    ModelHash(ModelLayout layout) {
        this.layout = layout;
    }

    /** Begins to make it, on a thread that does not keep the process alive. */
    void begin() {
        begun = new CompletableFuture<>();
        begun.completeAsync(() -> made(this::goOnBeside), work -> {
            Thread thread = new Thread(work, "Prompt-to-Prompt reads a model");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private boolean goOnBeside(long done, long total) {
        Quiet.await();
        return waiting.goOn(done, total);
    }

    /** Returns whether it was asked for before. */
    boolean isKnown() {
        return value != null;
    }

    /** Returns whether nobody has to wait for it. */
    boolean isMade() {
        return isKnown() || begun != null && begun.isDone();
    }

    /**
     * Returns it when it is there.
     *
     * @param meter hears how far it is, where it was begun before too, and may stop it: it is never there then
     * @throws org.prompttoprompt.Refusal if a file cannot be read
     */
    String value(Meter meter) {
        waiting = meter;
        if (value == null) value = begun == null ? made(meter) : joined();
        return value;
    }

    private String joined() {
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        }
    }

    private String made(Meter meter) {
        Path place = layout.place();
        return FileHashes.sha256(Files.isDirectory(place) ? place : place.getParent(), layout.files(), meter);
    }
}
