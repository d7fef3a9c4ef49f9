package org.prompttoprompt.command;

import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.text.Tokens;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/** Shares one facade among all contexts of the process, since its native library and its models are heavy. */
@Plugin(type = Service.class)
public final class DefaultP2PService extends AbstractService implements P2PService {
    private static final Object QUEUE = new Object();
    private static PromptToPrompt facade;
    private static int users;

    private boolean uses;

    @Override
    public EditResult run(EditRequest request, Progress progress) {
        synchronized (QUEUE) {
            return facade().run(request, progress);
        }
    }

    @Override
    public EditRequest resolve(EditRequest request) {
        synchronized (QUEUE) {
            return facade().resolve(request);
        }
    }

    @Override
    public AttentionMaps attention(EditRequest request, boolean eachStep, int components, Progress progress) {
        synchronized (QUEUE) {
            return facade().attention(request, eachStep, components, progress);
        }
    }

    @Override
    public Tokens tokens(EditRequest request, String prompt) {
        synchronized (QUEUE) {
            return facade().tokens(request, prompt);
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
        synchronized (QUEUE) {
            if (uses && --users == 0) {
                facade.close();
                facade = null;
            }
            uses = false;
        }
    }
}
