package org.prompttoprompt.command.studio;

import ij.IJ;
import java.awt.event.KeyEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.command.P2PService;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.EditRequest;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Task;
import org.scijava.Context;

/** What the Studio's widgets do. Lives on the event thread; images and maps are made by a {@link StudioEngine}. */
final class Studio {
    private final P2PService p2p;
    private final StudioOutputs outputs;
    private final StudioHistory history = new StudioHistory();
    private final Map<EditRequest, AttentionMaps> maps = new HashMap<>();
    private final StudioFrame frame;
    private final StudioEngine engine;
    private StudioState state;
    private volatile boolean sweeping;

    Studio(Context context, EditRequest first) {
        p2p = context.service(P2PService.class);
        outputs = new StudioOutputs(context);
        state = StudioState.of(first);
        frame = new StudioFrame(this);
        engine = new StudioEngine(frame.status);
        frame.show(state);
        frame.show(history);
        frame.status.done("Press Generate to draw the source image.");
    }

    StudioFrame frame() {
        return frame;
    }

    /** Draws what the form asks for; where its prompt is the same, the edit stays. */
    void generate() {
        try {
            edit(state.withSource(frame.form.source()));
        } catch (IllegalArgumentException e) {
            frame.status.failed(e.getMessage());
        }
    }

    void retau(double tau) {
        if (tau == state.tau()) return;
        StudioState changed = state.withTau(tau);
        // Without an edit tau decides nothing.
        if (changed.task() == Task.GENERATE) state = changed;
        else edit(changed);
    }

    /** Makes the image of another state. */
    void edit(StudioState changed) {
        state = changed;
        frame.show(state);
        EditRequest request = state.request();
        StudioState asked = state;
        frame.undo.setEnabled(history.entry().isPresent());
        frame.status.running(0, "Waiting");
        engine.run(progress -> p2p.edit(request, progress), result -> add(asked, result));
    }

    private void add(StudioState asked, EditResult result) {
        if (result.cancelled()) {
            frame.status.failed("Stopped");
            return;
        }
        history.add(new StudioEntry(asked, result));
        frame.show(history);
        frame.status.done(result.report().lines().reduce((a, b) -> b).orElse("Done"));
        lookAt();
    }

    /** Lays the chosen word's attention over both images, if that is wanted. */
    void lookAt() {
        frame.source.hideHeat();
        frame.edited.hideHeat();
        int word = frame.chips.chosen();
        Optional<StudioEntry> entry = history.entry();
        if (word < 0 || entry.isEmpty() || !frame.attention.isSelected()) return;
        StudioState shown = entry.get().state();
        if (!shown.words().equals(state.words())) return; // its image is being made
        EditRequest source = shown.source();
        EditRequest edit = shown.request();
        needed(source, () -> needed(edit, () -> overlay(shown, word)));
    }

    /** Goes on when the maps of a request are there. */
    private void needed(EditRequest request, Runnable then) {
        if (maps.containsKey(request)) {
            then.run();
            return;
        }
        boolean edits = request.task() != Task.GENERATE;
        engine.run(
                progress -> edits ? p2p.attentionOfEdit(request, progress) : p2p.attention(request, false, 0, progress),
                made -> {
                    maps.put(request, made);
                    frame.status.done("Done");
                    then.run();
                });
    }

    private void overlay(StudioState shown, int word) {
        if (frame.chips.chosen() != word
                || history.entry().map(StudioEntry::state).filter(shown::equals).isEmpty()) return;
        AttentionMaps edited = maps.get(shown.request());
        shown.nameInMaps(word).ifPresent(name -> overlay(frame.edited, edited, name));
        // The source has the word where it stands in its own prompt.
        StudioState plain = StudioState.of(shown.source());
        shown.words().get(word).was().ifPresent(was -> {
            int at = (int) shown.words().subList(0, word).stream()
                    .filter(w -> w.was().isPresent())
                    .count();
            if (at < plain.words().size() && plain.words().get(at).text().equals(was)) {
                plain.nameInMaps(at).ifPresent(name -> overlay(frame.source, maps.get(shown.source()), name));
            }
        });
    }

    private static void overlay(PicturePanel picture, AttentionMaps maps, String word) {
        int index = maps.words().indexOf(word);
        if (index >= 0) picture.showHeat(maps.heat(0, index), maps.width());
    }

    void goTo(int entry) {
        history.go(entry);
        showEntry();
    }

    /** Goes back; an edit that came to nothing is taken back first. */
    void undo() {
        boolean failed =
                history.entry().filter(entry -> !entry.state().equals(state)).isPresent();
        if (failed || history.undo()) showEntry();
    }

    void redo() {
        if (history.redo()) showEntry();
    }

    private void showEntry() {
        state = history.entry().orElseThrow().state();
        frame.show(state);
        frame.show(history);
        lookAt();
    }

    void open() {
        history.entry().ifPresent(outputs::open);
    }

    void toStack() {
        history.entry().ifPresent(entry -> {
            EditRequest sweep = entry.state().sweep(frame.chips.chosen());
            frame.status.running(0, "Sweeping; ImageJ's status bar tells how far it is");
            engine.run(
                    progress -> {
                        sweeping = true;
                        try {
                            outputs.sweep(sweep);
                        } finally {
                            sweeping = false;
                        }
                        return sweep;
                    },
                    done -> frame.status.done("The stack is open in ImageJ."));
        });
    }

    void record() {
        history.entry().ifPresent(entry -> {
            try {
                frame.status.done("Recorded: " + outputs.record(entry.state().request()));
            } catch (IllegalArgumentException e) {
                frame.status.failed(e.getMessage());
            }
        });
    }

    void stop() {
        // A command listens to ImageJ's Escape.
        if (sweeping) IJ.setKeyDown(KeyEvent.VK_ESCAPE);
        engine.stop();
    }

    void close() {
        engine.close();
        new Thread(p2p::forgetSource, "Prompt Studio closes").start();
    }
}
