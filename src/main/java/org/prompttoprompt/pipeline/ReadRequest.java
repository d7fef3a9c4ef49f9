package org.prompttoprompt.pipeline;

import static org.prompttoprompt.request.Option.NEGATIVE;
import static org.prompttoprompt.request.Option.PROMPT;
import static org.prompttoprompt.request.Option.SCHEDULER;
import static org.prompttoprompt.request.Option.SPACING;
import static org.prompttoprompt.request.Option.TARGET;

import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.model.ModelOutline;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/**
 * A request read for one model: checked, with everything filled in that it left open, by the model's configurations and tokenizer
 * alone. What is wrong with it is told here, before gigabytes are read.
 *
 * @param settings of the request, filled in
 * @param negative the empty or negative prompt
 * @param source the source prompt
 * @param target the target prompt; the source for a generation or re-weighting
 * @param alignment A(j) of the two
 * @param sampler makes a fresh sampler for each seed
 */
record ReadRequest(
        Settings settings,
        Tokens negative,
        Tokens source,
        Tokens target,
        Alignment alignment,
        Schedulers.Sampler sampler) {
    /**
     * Reads one.
     *
     * @throws Refusal with one readable sentence if it cannot be run
     */
    static ReadRequest of(EditRequest request, EditInput input, ModelOutline model) {
        Settings read = Settings.of(model.facts().fill(request));
        Fitting.require(input, read);
        if (model.inpaints() && input.image().isEmpty()) {
            throw new Refusal("The model '" + model.name() + "' fills in what a mask hides, and needs an image: choose "
                    + Task.EDIT.command());
        }
        model.requireTakes(read.request());
        Schedulers.Sampler sampler =
                Schedulers.sampler(scheduler(read, model), read.request().get(SCHEDULER), read.steps());
        Fitting.requireInvertible(read, sampler);
        Fitting.requireSpeed(read);
        // What the model's file names stands in the recipe by its name.
        Settings settings = read.withSampler(sampler.name());
        int chunks = chunks(settings, model);
        Tokens source = prompt(PROMPT, settings, model, chunks);
        boolean same = request.kind() == Task.GENERATE || request.kind() == Task.REWEIGHT;
        Tokens target = same ? source : prompt(TARGET, settings, model, chunks);
        Tokens negative = tokens(NEGATIVE, settings, model, chunks);
        Edits.requireWords(settings, source, target);
        return new ReadRequest(
                settings, negative, source, target, Edits.align(request.kind(), source, target), sampler);
    }

    private static Config scheduler(Settings settings, ModelOutline model) {
        String spacing = settings.request().get(SPACING);
        Config options = model.scheduler();
        return spacing.equals(Option.OF_THE_MODEL)
                ? options
                : options.with("timestep_spacing", spacing, SPACING.key() + "=" + spacing);
    }

    /** All prompts of a run are read in as many parts as the longest. */
    private static int chunks(Settings settings, ModelOutline model) {
        return Stream.of(PROMPT, TARGET, NEGATIVE)
                .filter(settings.request().task().options()::contains)
                .mapToInt(option -> model.chunks(settings.request().get(option)))
                .max()
                .orElse(1);
    }

    private static Tokens prompt(Option option, Settings settings, ModelOutline model, int chunks) {
        if (settings.request().get(option).isBlank()) {
            throw new Refusal(option.key() + " is empty: write " + option.meaning() + ".");
        }
        return tokens(option, settings, model, chunks);
    }

    /** Reads a prompt whose words the model knows and whose tokens fit. */
    private static Tokens tokens(Option option, Settings settings, ModelOutline model, int chunks) {
        String text = settings.request().get(option);
        Prompts.refuseForeign(option, text);
        Tokens tokens = model.tokens(text, chunks);
        Prompts.requireKnown(option, text, tokens, model);
        return tokens;
    }
}
