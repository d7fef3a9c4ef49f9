package org.prompttoprompt.command;

import ij.ImagePlus;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.FilmStack;
import org.prompttoprompt.ij.PromptWords;
import org.prompttoprompt.pipeline.Film;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.NegativePrompt;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;

/** The films that show how an image is drawn. */
public record Films(P2PService p2p) {
    /**
     * Returns how the source of a request is drawn, with its guidance and without any; with {@link NegativePrompt#GUIDANCE} where
     * its own is none.
     *
     * @param words whose attention is shown, separated by commas; empty: the clearest one
     * @throws Refusal if a word does not occur
     */
    public ImagePlus ofGuidance(EditRequest request, String words, Progress progress) {
        EditRequest own = p2p.resolve(request.ofSource());
        EditRequest guided = isGuided(own) ? own : own.with(Option.GUIDANCE, NegativePrompt.GUIDANCE);
        NamedWords.require(p2p, guided, words);
        Film on = p2p.films(guided, half(progress, 0)).get(0);
        Film off = p2p.films(guided.with(Option.GUIDANCE, 1).with(Option.NEGATIVE, ""), half(progress, 1))
                .get(0);
        List<Integer> chosen =
                words.isBlank() ? List.of(PromptWords.clearest(on.maps())) : PromptWords.named(words, on.maps());
        return FilmStack.of(List.of(on, off), chosen);
    }

    /**
     * Returns how the first image of an edit is drawn beside its source.
     *
     * @throws Refusal if it is no edit, or that of an image
     */
    public ImagePlus ofEdit(EditRequest request, Progress progress) {
        if (request.task() == Task.GENERATE || request.task().takesImage())
            throw new Refusal("compare=edit needs an edit of a prompt in front, such as a result of Word Swap...,"
                    + " and this is one of " + request.task().command() + " Use compare=guidance.");
        return FilmStack.ofEdit(p2p.films(request, progress));
    }

    /** Returns whether a request asks for guidance. */
    static boolean isGuided(EditRequest request) {
        return request.number(Option.GUIDANCE, 0, EditRequest.MAX_GUIDANCE) != 1;
    }

    /** Two films of the same length are one task. */
    private static Progress half(Progress whole, int part) {
        return whole.part((done, total, message) -> whole.goOn(done + part * total, 2 * total, message));
    }
}
