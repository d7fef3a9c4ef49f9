package org.prompttoprompt.studio;

import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
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
    private final StudioAttention attention;
    private final ModelNumbers numbers;
    private final Context context;
    private StudioState state;
    private StudioState drawing;
    /** What is usual with the model, once it has answered. */
    private Optional<ModelDefaults> usual = Optional.empty();
    /** What the status row says when nothing goes on. */
    private String idleText;

    /** Opens with a note on what the first state leaves out of its recipe, and its images where they are there. */
    Studio(Context context, StudioState first, String note, Optional<OpenedPictures> opened) {
        this.context = context;
        p2p = context.service(P2PService.class);
        state = first;
        frame = new StudioFrame(this, first);
        jobs = new StudioJobs(new StudioStatus(frame.status, this::showLast));
        exports = new StudioExports(
                new StudioOutputs(context), frame, jobs, history, opened.map(images -> first), done -> {
                    showDone(done);
                    lookAt();
                });
        attention = new StudioAttention(frame);
        numbers = new ModelNumbers(p2p, this::leaveToModel, why -> {
            // Unless something goes on that the row tells of.
            if (!jobs.busy()) frame.status.failed(why);
        });
        frame.show(state);
        opened.ifPresent(images -> frame.pictures.begin(images, first));
        frame.show(history);
        showDone((note + OpenedPictures.note(opened)).strip());
        numbers.ask(first.task(), first.source());
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
        if (jobs.busy() || history.entry().isPresent()) return;
        state = state.leftToModel(filled);
        if (state.task() == Task.GENERATE) state = state.withTau(defaults.tau());
        frame.showCarried(state);
    }

    /** Asks another model for its numbers, once it is named. */
    void askModel() {
        numbers.ask(Task.GENERATE, state.source().with(Option.MODEL, frame.form.model()));
    }

    /** Draws what the form asks for; where its prompt is the same, the edit stays. */
    void generate() {
        refusable(() -> draw(state.withSource(frame.form.source())));
    }

    /** Makes the image of another edit, of the source that the form asks for by now. */
    void edit(StudioState changed) {
        try {
            StudioState next =
                    usual.map(model -> changed.withUsualTau(state, model)).orElse(changed);
            draw(next.editOf(frame.form.source()));
        } catch (Refusal e) {
            // What is being drawn is not what stands here any more.
            if (jobs.runs(Aim.RESULT)) jobs.stop();
            state = changed;
            frame.showEdit(state);
            frame.undo.setEnabled(canUndo());
            frame.status.failed(e.getMessage());
        }
    }

    void retau(double tau) {
        decide(state.withTau(tau));
    }

    /** Goes on without the options that have no widget. */
    void forget() {
        decide(state.withoutCarried());
    }

    /** Takes a state in which tau or options of the edit are others; without an edit they decide nothing. */
    private void decide(StudioState changed) {
        if (changed.task() != Task.GENERATE) {
            edit(changed);
            return;
        }
        state = changed;
        frame.showEdit(state);
    }

    private void draw(StudioState drawn) {
        state = drawn;
        frame.show(state);
        EditRequest request = state.request();
        frame.status.running(0, "Waiting");
        boolean sourceStays = history.showsSource(drawn.source());
        // Where the source of an edit is being drawn, it is waited for and not drawn once more.
        boolean begun = jobs.runs(Aim.RESULT) && drawing.isSourceOf(drawn);
        if (!begun) drawing = drawn;
        jobs.run(
                Aim.RESULT,
                begun,
                progress -> Timed.edit(p2p, request, progress),
                timed -> add(drawn, timed),
                new StudioJobs.Preview(PreviewSetting.stepsBetween(context), images -> {
                    if (state == drawn || drawn.isSourceOf(state)) frame.pictures.preview(images, sourceStays);
                }));
        frame.undo.setEnabled(canUndo());
    }

    private void add(StudioState drawn, Timed timed) {
        if (timed.result().cancelled()) {
            frame.status.failed("Stopped");
            return;
        }
        drawing = state;
        history.add(new StudioEntry(drawn, timed.result()));
        frame.show(history);
        showDone(StatusTexts.done(timed.result(), timed.seconds()));
        lookAt();
    }

    /** Lays the chosen word's attention over both images, if that is wanted. */
    void lookAt() {
        frame.pictures.source.hideHeat();
        frame.pictures.edited.hideHeat();
        int word = frame.chips.chosen();
        Optional<StudioEntry> entry = history.entry();
        if (word < 0 || entry.isEmpty() || !frame.attention.isSelected()) return;
        StudioState shown = entry.get().state();
        boolean leaving = jobs.runs(Aim.RESULT) && !shown.equals(state);
        if (leaving || !shown.words().equals(state.words())) return; // another image is being made, or was refused
        attention.show(entry.get(), word);
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

    void open() {
        refusable(exports::open);
    }

    void toStack() {
        exports.toStack(usual.map(ModelDefaults::sweep).orElse(StudioState.ALL_TAUS));
    }

    void film() {
        exports.film();
    }

    void record() {
        refusable(exports::record);
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
        jobs.stop();
    }

    void close() {
        jobs.close();
        new Thread(p2p::forgetSource, "Prompt Studio closes").start();
    }
}
