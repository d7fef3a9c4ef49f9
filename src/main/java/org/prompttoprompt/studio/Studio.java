package org.prompttoprompt.studio;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.request.Window;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.service.PreviewSetting;
import org.prompttoprompt.studio.StudioJobs.Aim;
import org.scijava.Context;

/** What the Studio's widgets do. Lives on the event thread; images and maps are made by a {@link StudioJobs}. */
final class Studio {
    private final P2PService p2p;
    private final StudioExports exports;
    private final StudioHistory history = new StudioHistory();
    private final StudioFrame frame;
    private final StudioJobs jobs;
    private final Following following;
    private final StudioAttention attention;
    private final ModelNumbers numbers;
    private StudioState state;
    private StudioState drawing;
    /** What the pictures are of that stand there without a result, if there are some. */
    private Optional<StudioState> begun = Optional.empty();
    /** What is usual with the model, once it has answered. */
    private Optional<ModelDefaults> usual = Optional.empty();
    /** What the status row says when nothing goes on. */
    private String idleText;

    Studio(Context context, Beginning first) {
        p2p = context.service(P2PService.class);
        state = first.state();
        frame = new StudioFrame(this, state);
        jobs = new StudioJobs(new StudioStatus(frame.status, this::showLast));
        following = new Following(p2p, jobs, frame);
        StudioOutputs outputs = new StudioOutputs(context);
        exports = new StudioExports(outputs, frame, jobs, history, () -> begun, () -> state, done -> {
            showDone(done);
            lookAt();
        });
        attention = new StudioAttention(frame);
        numbers = new ModelNumbers(p2p, this::leaveToModel, why -> {
            // Unless something goes on that the row tells of.
            if (!jobs.busy()) frame.status.failed(why);
        });
        begin(first);
    }

    private void begin(Beginning other) {
        if (jobs.runs(Aim.RESULT)) jobs.stop();
        history.leave();
        state = other.state();
        begun = other.pictures().map(images -> state);
        frame.show(state);
        frame.pictures.begin();
        other.pictures().ifPresent(images -> frame.pictures.begin(images, state));
        showLast();
        showDone(other.note());
        askModel();
    }

    /** Edits the image in front from now on, or goes back to images that are drawn. */
    void startFrom() {
        refusable(() -> begin(Beginning.after(state, frame.form.model())));
    }

    StudioFrame frame() {
        return frame;
    }

    private void showLast() {
        frame.show(history);
        frame.undo.setEnabled(canUndo());
    }

    private void showDone(String text) {
        idleText = text;
        frame.status.done(text);
    }

    private void leaveToModel(EditRequest filled, ModelDefaults defaults) {
        usual = Optional.of(defaults);
        frame.vocabulary = defaults.vocabulary();
        frame.form.showNumbers(filled);
        if (filled.task().takesImage()) frame.tau.showUsual(filled.get(Option.STRENGTH));
        if (jobs.busy() || history.entry().isPresent()) return;
        state = state.leftToModel(filled);
        Window tau = state.image().isPresent() ? defaults.imageTau() : defaults.tau();
        if (state.task() == Task.GENERATE) state = state.withTau(tau);
        frame.showCarried(state);
    }

    /** Asks another model for its numbers, once it is named. */
    void askModel() {
        numbers.ask(state.asks(), state.source().with(Option.MODEL, frame.form.model()));
    }

    /** Draws what the form asks for; where its prompt is the same, the edit stays. */
    void generate() {
        refusable(() -> draw(state.withSource(frame.form.source())));
    }

    /** Makes the image of another edit, of the source that the form asks for or of the open image, as they are by now. */
    void edit(StudioState changed) {
        following.end();
        try {
            StudioState asked = changed.withUsualTau(state, usual).editOf(frame.form.source());
            if (asked.image().isEmpty() && history.shows(asked)) showEntry();
            else draw(asked);
        } catch (Refusal e) {
            // What is being drawn is not what stands here any more.
            if (jobs.runs(Aim.RESULT)) jobs.stop();
            state = changed;
            frame.showEdit(state);
            frame.undo.setEnabled(canUndo());
            frame.status.failed(e.getMessage());
        }
    }

    /** Takes tau or options of the edit that are others; without an edit they decide nothing. */
    void decide(UnaryOperator<StudioState> change) {
        StudioState changed = change.apply(state);
        if (changed.task() == Task.GENERATE) frame.showEdit(state = changed);
        else edit(changed);
    }

    /** Shows what they would make of the images that stand there, while they are being chosen; an open image is not edited so. */
    void look(UnaryOperator<StudioState> change) {
        StudioState asked = change.apply(state);
        if (asked.task() != Task.GENERATE && asked.image().isEmpty() && history.showsSource(asked)) following.to(asked);
    }

    private void draw(StudioState asked) {
        StudioState drawn = asked.image().map(image -> asked.on(image.now())).orElse(asked);
        state = drawn;
        frame.show(state);
        Optional<Timed> known = following.made(drawn);
        if (known.isPresent()) {
            if (jobs.runs(Aim.RESULT)) jobs.stop();
            add(drawn, known.get());
            return;
        }
        frame.status.running(0, "Waiting");
        boolean sourceStays = history.showsSource(drawn);
        // Where the source of an edit is being drawn, it is waited for and not drawn once more.
        boolean begun = jobs.runs(Aim.RESULT) && drawing.isSourceOf(drawn);
        if (!begun) drawing = drawn;
        jobs.run(
                Aim.RESULT,
                begun,
                progress -> Timed.edit(p2p, drawn, progress),
                timed -> add(drawn, timed),
                new StudioJobs.Preview(PreviewSetting.stepsBetween(p2p.context()), images -> {
                    if (state == drawn || drawn.isSourceOf(state)) frame.pictures.preview(images, sourceStays);
                }));
        frame.undo.setEnabled(canUndo());
    }

    private void add(StudioState drawn, Timed timed) {
        if (timed.result().cancelled()) {
            frame.status.failed(StudioJobs.STOPPED);
            return;
        }
        drawing = state;
        history.add(new StudioEntry(drawn, timed.result(), timed.shown()));
        frame.show(history);
        showDone(StatusTexts.done(timed.result(), timed.seconds()));
        lookAt();
    }

    /** Lays the chosen word's attention over both images, if that is wanted. */
    void lookAt() {
        attention.look(history.entry(), state, jobs.runs(Aim.RESULT));
    }

    /** Returns whether an edit was asked for that is no result: it is being drawn, or came to nothing. */
    private boolean isOpen() {
        return history.entry().isPresent() && (jobs.runs(Aim.RESULT) || !history.shows(state));
    }

    private boolean canUndo() {
        return history.canUndo() || isOpen();
    }

    void goTo(int entry) {
        history.go(entry);
        showEntry();
    }

    /** Goes back; an edit that is no result is taken back first. */
    void undo() {
        if (isOpen() || history.undo()) showEntry();
    }

    void redo() {
        if (history.redo()) showEntry();
    }

    private void showEntry() {
        // Else its result would take the place of this one, whose words and tau stand in the widgets.
        if (jobs.runs(Aim.RESULT)) jobs.stop();
        state = history.entry().orElseThrow().state();
        frame.show(state);
        frame.show(history);
        idleText = StatusTexts.shown(history);
        if (!jobs.busy()) frame.status.done(idleText);
        lookAt();
    }

    void toStack() {
        exports.toStack(usual.map(ModelDefaults::sweep).orElse(StudioState.ALL_TAUS));
    }

    StudioExports exports() {
        return exports;
    }

    void seeds() {
        new StudioSeeds(p2p, jobs, frame, () -> showDone(idleText), this::redraw).draw();
    }

    private void redraw() {
        if (state.task() == Task.GENERATE) generate();
        else edit(state);
    }

    private void refusable(Runnable what) {
        try {
            what.run();
        } catch (Refusal e) {
            frame.status.failed(e.getMessage());
        }
    }

    void stop() {
        boolean drew = jobs.runs(Aim.RESULT);
        jobs.stop();
        if (drew) lookAt();
    }

    void close() {
        jobs.close();
        new Thread(p2p::forgetSource, "Prompt Studio closes").start();
    }
}
