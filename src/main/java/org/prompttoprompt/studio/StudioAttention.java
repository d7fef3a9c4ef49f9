package org.prompttoprompt.studio;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.prompttoprompt.pipeline.AttentionMaps;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;

/** Lays a word's attention over the source and the edited image. Maps are made once and kept. On the event thread. */
final class StudioAttention {
    private final P2PService p2p;
    private final StudioEngine engine;
    private final StudioFrame frame;
    private final Map<EditRequest, AttentionMaps> maps = new HashMap<>();

    StudioAttention(P2PService p2p, StudioEngine engine, StudioFrame frame) {
        this.p2p = p2p;
        this.engine = engine;
        this.frame = frame;
    }

    /**
     * Shows where a word of a state acts, as soon as its maps are there; they are not made while anything else is.
     *
     * @param wanted asked then, whether that is still to be seen
     * @param made called when maps had to be made
     */
    void show(StudioState shown, int word, BooleanSupplier wanted, Runnable made) {
        needed(
                shown.source(),
                made,
                () -> needed(shown.request(), made, () -> {
                    if (wanted.getAsBoolean()) overlay(shown, word);
                }));
    }

    /** Goes on when the maps of a request are there. */
    private void needed(EditRequest request, Runnable made, Runnable then) {
        if (maps.containsKey(request)) {
            then.run();
            return;
        }
        engine.run(StudioEngine.Aim.ATTENTION, progress -> maps(request, progress), found -> {
            maps.put(request, found);
            made.run();
            then.run();
        });
    }

    private AttentionMaps maps(EditRequest request, Progress progress) {
        Progress told = (done, total, message) -> progress.goOn(done, total, "Attention maps: " + message);
        return request.task() == Task.GENERATE
                ? p2p.attention(request, false, 0, told)
                : p2p.attentionOfEdit(request, told);
    }

    private void overlay(StudioState shown, int word) {
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
}
