package org.prompttoprompt.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prompttoprompt.canvas.GivenMask;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.p2p.ImageMask;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.ClipScore;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.ImageJudge;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.pipeline.Prompts;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.text.Tokens;
import org.scijava.event.ContextDisposingEvent;
import org.scijava.event.EventHandler;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.Service;

/** Shares one facade among all contexts of the process, since its native library and its models are heavy. */
@Plugin(type = Service.class)
public final class DefaultP2PService extends AbstractService implements P2PService {
    private static PromptToPrompt facade;
    private static int users;

    private final RunQueue queue = new RunQueue();
    private boolean uses;

    @Override
    public EditResult run(EditRequest request, Progress progress) {
        return run(request, GivenMask.of(request), progress);
    }

    @Override
    public EditResult run(EditRequest request, EditInput input, Progress progress) {
        Prompts.require(request); // before PyTorch is unpacked or started
        return queue.inTurn(request, progress, () -> facade().run(request, input, progress));
    }

    @Override
    public EditResult edit(EditRequest request, Progress progress) {
        return edit(request, GivenMask.of(request), progress);
    }

    @Override
    public EditResult edit(EditRequest request, EditInput input, Progress progress) {
        Prompts.require(request);
        return queue.inTurn(request, progress, () -> facade().edit(request, input, progress));
    }

    @Override
    public List<Double> judge(EditRequest request, List<SourceImage> images, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().judge().edits(request, images, progress));
    }

    @Override
    public List<ClipScore> clip(
            Path folder, EditRequest request, List<SourceImage> sources, List<SourceImage> images, Progress progress) {
        return queue.inTurn(request, progress, () -> ClipScore.of(folder, request, sources, images, progress));
    }

    @Override
    public Optional<ImageMask> region(EditRequest request, SourceImage image, Progress progress) {
        return queue.inTurn(request, progress, () -> {
            ImageJudge judge = facade().judge();
            return List.of("yes", Option.LOCAL).contains(request.get(Option.AUTOMASK))
                    ? judge.mask(request, image, progress)
                    : judge.words(request, image, progress);
        });
    }

    @Override
    public float[] alike(EditRequest request, SourceImage image, double y, double x, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().judge().alike(request, image, y, x, progress));
    }

    @Override
    public void clearInversions() {
        facade().clearInversions();
    }

    @Override
    public void forgetSource() {
        synchronized (DefaultP2PService.class) {
            if (facade != null) facade.forgetSource();
        }
    }

    @Override
    public EditRequest resolve(EditRequest request) {
        return PromptToPrompt.resolve(request);
    }

    @Override
    public ModelDefaults defaults(EditRequest request) {
        return PromptToPrompt.defaults(request);
    }

    @Override
    public AttentionMaps attention(EditRequest request, boolean eachStep, int components, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().attention(request, eachStep, components, progress));
    }

    @Override
    public AttentionMaps fineAttention(EditRequest request, int components, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().fineAttention(request, components, progress));
    }

    @Override
    public String verify(EditRequest request, String published, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().verify(request, published, progress));
    }

    @Override
    public List<Film> films(EditRequest request, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().films(request, progress));
    }

    @Override
    public Tokens tokens(EditRequest request, String prompt) {
        return PromptToPrompt.tokens(request, prompt);
    }

    @Override
    public String load(EditRequest request, Progress progress) {
        return queue.inTurn(request, progress, () -> facade().loaded(request, progress));
    }

    @Override
    public <T> T lend(EditRequest request, Progress progress, Function<PromptToPrompt, T> job) {
        return queue.inTurn(request, progress, () -> job.apply(facade()));
    }

    private PromptToPrompt facade() {
        synchronized (DefaultP2PService.class) {
            queue.requireOpen();
            if (!uses) users++;
            uses = true;
            if (facade == null) facade = new PromptToPrompt();
            return facade;
        }
    }

    /** Stops it before SciJava disposes its threads, which waits for those that run: five seconds, with the host's windows open. */
    @EventHandler
    private void stop(ContextDisposingEvent event) {
        queue.close();
    }

    /** Stops this context's run within a layer and waits for nothing: a host disposes on its event thread. */
    @Override
    public void dispose() {
        queue.close();
        synchronized (DefaultP2PService.class) {
            if (uses && --users == 0) {
                facade.close();
                facade = null;
            }
            uses = false;
        }
    }
}
