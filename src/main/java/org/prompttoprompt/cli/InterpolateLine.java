package org.prompttoprompt.cli;

import ij.ImagePlus;
import java.util.List;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Movie;
import org.prompttoprompt.pipeline.Interpolation;
import org.prompttoprompt.pipeline.PromptToPrompt;
import org.prompttoprompt.request.InterpolationRequest;
import org.prompttoprompt.service.TimeLeft;

/** Makes a film: {@code interpolate "prompt=a red ball" "target=a blue cube" frames=24 out=film}. */
final class InterpolateLine {
    static final String NAME = "interpolate";

    private InterpolateLine() {}

    /** Runs it and returns what was made. */
    static String run(List<String> args) {
        InterpolationRequest asked = new InterpolationRequest();
        String out = CommandLine.DEFAULT_OUT;
        for (String arg : args) {
            int at = arg.indexOf('=');
            if (at < 0) throw new Refusal("'" + arg + "' is no key=value: write, for example, frames=24.");
            if (arg.startsWith(CommandLine.OUT)) out = arg.substring(CommandLine.OUT.length());
            else asked = asked.with(arg.substring(0, at), arg.substring(at + 1));
        }
        String plan = Interpolation.plan(asked);
        CommandLine.requireWritable(out);
        System.err.println(plan);
        TimeLeft left = new TimeLeft();
        try (PromptToPrompt p2p = new PromptToPrompt()) {
            Interpolation made = Interpolation.of(
                    p2p,
                    asked,
                    (done, total, message) -> CommandLine.print(done, total, message + left.after(done, total)));
            ImagePlus movie = Movie.of(made, asked.rate());
            return CommandLine.save(movie, out) + "\n" + made.told();
        }
    }
}
