package org.prompttoprompt.cli;

import ij.ImagePlus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.ij.Movie;
import org.prompttoprompt.pipeline.Interpolation;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.InterpolationRequest;

/** Makes a film: {@code interpolate "prompt=a red ball" "target=a blue cube" frames=24 out=film}. */
final class InterpolateLine {
    static final String NAME = "interpolate";

    private InterpolateLine() {}

    /** Runs it and returns what was made. */
    static String run(List<String> args) {
        InterpolationRequest asked = new InterpolationRequest();
        Map<String, String> given = KeyValues.read(NAME, "frames=24", args);
        String out = Optional.ofNullable(given.remove("out")).orElse(CommandLine.DEFAULT_OUT);
        for (Map.Entry<String, String> option : given.entrySet())
            asked = asked.with(option.getKey(), option.getValue());
        String plan = Interpolation.plan(asked);
        CommandLine.requireWritable(out);
        System.err.println(plan);
        try (PromptToPrompt p2p = new PromptToPrompt();
                ToldRun told = ToldRun.ofMany()) {
            Interpolation made = Interpolation.of(p2p, asked, told);
            ImagePlus movie = Movie.of(made, asked.rate());
            return CommandLine.save(movie, out) + "\n" + made.told();
        }
    }
}
