package org.prompttoprompt.service;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.text.Tokens;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/** Shares one facade among all contexts of the process, since its native library and its models are heavy. */
@Plugin(type = Service.class)
public final class DefaultP2PService extends AbstractService implements P2PService {
    private static final ReentrantLock QUEUE = new ReentrantLock(true);
    private static final long LOOK_AGAIN_MILLIS = 200;
    private static PromptToPrompt facade;
    private static int users;

    private boolean uses;

    @Override
    public EditResult run(EditRequest request, Progress progress) {
        return inTurn(progress, () -> facade().run(request, progress));
    }

    @Override
    public EditResult edit(EditRequest request, Progress progress) {
        return inTurn(progress, () -> facade().edit(request, progress));
    }

    @Override
    public void forgetSource() {
        QUEUE.lock();
        try {
            if (facade != null) facade.forgetSource();
        } finally {
            QUEUE.unlock();
        }
    }

    @Override
    public EditRequest resolve(EditRequest request) {
        return PromptToPrompt.resolve(request);
    }

    @Override
    public AttentionMaps attention(EditRequest request, boolean eachStep, int components, Progress progress) {
        return inTurn(progress, () -> facade().attention(request, eachStep, components, progress));
    }

    @Override
    public Tokens tokens(EditRequest request, String prompt) {
        return inTurn(Progress.NONE, () -> facade().tokens(request, prompt));
    }

    /** Runs a job when those before it are done; who waits is told so and may leave the queue. */
    private static <T> T inTurn(Progress progress, Supplier<T> job) {
        try {
            while (!QUEUE.tryLock(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!progress.goOn(0, 1, "Waiting for the run before"))
                    throw new CancellationException("Left the queue");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting for the run before");
        }
        try {
            return job.get();
        } finally {
            QUEUE.unlock();
        }
    }

    private PromptToPrompt facade() {
        if (!uses) users++;
        uses = true;
        if (facade == null) facade = new PromptToPrompt();
        return facade;
    }

    @Override
    public void dispose() {
        QUEUE.lock();
        try {
            if (uses && --users == 0) {
                facade.close();
                facade = null;
            }
            uses = false;
        } finally {
            QUEUE.unlock();
        }
    }
}
