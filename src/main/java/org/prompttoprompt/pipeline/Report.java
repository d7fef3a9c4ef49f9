package org.prompttoprompt.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.Note;
import org.prompttoprompt.diffusion.Schedulers;
import org.prompttoprompt.model.StableDiffusion;
import org.prompttoprompt.p2p.Tally;
import org.prompttoprompt.request.EditValues;
import org.prompttoprompt.request.FewSteps;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Settings;
import org.prompttoprompt.request.Speed;
import org.prompttoprompt.request.WithoutEffect;
import org.prompttoprompt.sweep.Pace;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;

/** Says in a few lines what a run did: which tokens took whose maps, how many maps were replaced where, and the cost. */
final class Report {
    private Report() {}

    static String of(Job job, Pace pace, Tally tally, Cost cost, boolean finished) {
        List<String> lines = new ArrayList<>();
        lines.add(job.request().task().command() + " '" + job.source().prompt() + "'"
                + (job.target() == job.source() ? "" : " -> '" + job.target().prompt() + "'"));
        lines.addAll(job.request().commaNotes());
        WithoutEffect.of(job.settings(), job.input().mask().isPresent()).forEach(line -> lines.add(Note.line(line)));
        if (job.source().chunks() > 1) {
            lines.add("A long prompt: read in " + job.source().chunks() + " parts of " + job.tokensOfAPart()
                    + " tokens, each encoded alone, as other programs do; the model was trained with one part.");
        }
        if (job.edits()) {
            lines.add("Tokens: " + tokens(job.source(), job.target(), job.alignment()));
            lines.add(
                    "Maps replaced: " + tally.total() + " in " + tally.counts().size() + " layers" + places(tally)
                            + (finished ? ", as planned" : ", as planned up to the stop"));
            lines.add(tally.proof().toString());
            alike(job).ifPresent(lines::add);
            int steps = job.settings().steps();
            if (FewSteps.are(steps))
                lines.add("Of " + steps + (steps == 1 ? " step: " : " steps: ") + windows(job.settings()) + ".");
        }
        lines.add(cost.toString());
        if (!job.request().get(Option.SPEED).equals(Speed.names().get(0))) lines.add(left(job, pace));
        return String.join("\n", lines);
    }

    /** Of values that are nearer together than the steps are, several make one image. */
    private static Optional<String> alike(Job job) {
        int asked = job.plan().variants().size();
        int different = job.plan().leads(job.plan().steps().size() - 1).size();
        int steps = job.settings().steps();
        return different == asked
                ? Optional.empty()
                : Optional.of(Note.line("Of " + asked + " edits of the sweep " + different
                        + (different == 1 ? " is" : " are") + " different, as there "
                        + (steps == 1 ? "is one step." : "are " + steps + " steps.")));
    }

    /** What a run that was stopped has made, as lines of a report go on. */
    static String kept(Settings settings, int frames) {
        int all = settings.seeds().stream()
                .mapToInt(seed -> settings.frames(seed).size())
                .sum();
        return "\n" + Note.line("Stopped: " + frames + " of " + all + " images are done and kept.");
    }

    /** What is unusual about the sampling and the model is said behind the report. */
    static String withNotes(String report, Job job, StableDiffusion model, Optional<Reconstruction> reconstruction) {
        List<String> lines = new ArrayList<>(List.of(report));
        boolean few = model.facts.isOfFewSteps(job.request());
        Schedulers.misfit(job.request().get(Option.SCHEDULER), job.settings().steps(), few)
                .ifPresent(lines::add);
        reconstruction.ifPresent(drawn ->
                lines.addAll(drawn.lines(job.settings().way().orElseThrow().method())));
        lines.addAll(model.notes(job.settings().steps()));
        return String.join("\n", lines);
    }

    /** What the run left out. */
    private static String left(Job job, Pace pace) {
        int first = job.firstEvaluation();
        long evaluations = pace.count(first, step -> true);
        String speed = job.request().get(Option.SPEED);
        String few =
                Speed.ofFew(speed, job.settings().steps()).map(why -> " " + why).orElse("");
        if (pace.exact()) return "Speed " + speed + ": nothing could be left out of this run." + few;
        boolean steps = evaluations == job.settings().steps() - job.settings().firstStep();
        List<String> parts = new ArrayList<>();
        if (job.settings().guided()) some(pace.count(first, step -> !step.guided()), " without guidance", parts);
        some(pace.count(first, Pace.Evaluation::shallow), " with the deep features of one before", parts);
        some(pace.count(first, Pace.Evaluation::frozen), " with cross-attention frozen", parts);
        String some = parts.isEmpty()
                ? ""
                : "of " + evaluations + (steps ? " steps " : " evaluations ") + String.join(", ", parts);
        String all = pace.downsampled().isEmpty() ? "" : downsampled(pace);
        return "Speed " + speed + ": " + some + (some.isEmpty() || all.isEmpty() ? "" : "; ") + all + "." + few;
    }

    private static void some(long steps, String what, List<String> parts) {
        if (steps > 0) parts.add(steps + what);
    }

    private static String downsampled(Pace pace) {
        int layers = pace.downsampled().size();
        int side = pace.downsample();
        return "self-attention of " + layers + (layers == 1 ? " layer" : " layers") + " by one pixel of each " + side
                + " x " + side;
    }

    /** What few steps leave of the windows of tau. */
    private static String windows(Settings settings) {
        return settings.variants().stream()
                .map(EditValues::tau)
                .distinct()
                .map(tau -> "tau=" + tau + " is " + FewSteps.text(tau, settings.steps()))
                .collect(Collectors.joining(", "));
    }

    private static String places(Tally tally) {
        if (tally.counts().isEmpty()) return "";
        return tally.counts().entrySet().stream()
                .collect(Collectors.groupingBy(
                        e -> place(e.getKey()), java.util.TreeMap::new, Collectors.summingInt(e -> e.getValue())))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String place(String layer) {
        String third = layer.substring(0, layer.indexOf('_'));
        return third + (layer.endsWith("attn2") ? " cross" : layer.endsWith("attn1") ? " self" : " features");
    }

    private static String tokens(Tokens source, Tokens target, Alignment alignment) {
        List<String> pairs = new ArrayList<>();
        for (int j = 1; j < target.end(); j++) {
            List<Integer> from = alignment.sources(j);
            String words = from.stream()
                    .map(i ->
                            i < source.tokens().size() ? source.tokens().get(i).text() : "padding")
                    .collect(Collectors.joining("+"));
            String text = target.tokens().get(j).text();
            pairs.add(from.isEmpty() ? text + " (new)" : words.equals(text) ? text : text + " <- " + words);
        }
        return String.join(", ", pairs);
    }
}
