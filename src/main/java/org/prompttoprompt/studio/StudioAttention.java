package org.prompttoprompt.studio;

import java.util.List;
import org.prompttoprompt.pipeline.AttentionMaps;

/** Lays a word's attention over the source and the edited image of a result. On the event thread. */
record StudioAttention(StudioFrame frame) {
    /** Shows where a word of a result acts, as its run recorded it. */
    void show(StudioEntry entry, int word) {
        List<AttentionMaps> maps = entry.result().attention();
        StudioState shown = entry.state();
        shown.nameInMaps(word)
                .ifPresent(name -> overlay(frame.pictures.edited, maps.get(maps.size() - 1), name.toString()));
        // The source has the word where it stands in its own prompt.
        StudioState plain = StudioState.of(shown.source());
        shown.words().get(word).was().ifPresent(was -> {
            int at = (int) shown.words().subList(0, word).stream()
                    .filter(w -> w.was().isPresent())
                    .count();
            if (at < plain.words().size() && plain.words().get(at).text().equals(was)) {
                plain.nameInMaps(at).ifPresent(name -> overlay(frame.pictures.source, maps.get(0), name.toString()));
            }
        });
    }

    private static void overlay(PicturePanel picture, AttentionMaps maps, String word) {
        int index = maps.words().indexOf(word);
        if (index >= 0) picture.showHeat(maps.heat(0, index), maps.width());
    }
}
