package org.prompttoprompt.studio;

import java.util.List;
import java.util.Optional;
import org.prompttoprompt.canvas.Look;
import org.prompttoprompt.pipeline.AttentionMaps;

/** Lays a word's attention over the source and the edited image of a result. On the event thread. */
record StudioAttention(StudioFrame frame) {
    /**
     * Shows where the chosen word acts, if that is wanted.
     *
     * @param asked what stands in the window
     * @param drawing whether a result is being made
     */
    void look(Optional<StudioEntry> entry, StudioState asked, boolean drawing) {
        frame.pictures.source.hideHeat();
        frame.pictures.edited.hideHeat();
        int word = frame.chips.chosen();
        if (word < 0 || entry.isEmpty() || !frame.tau.attention.isSelected()) return;
        StudioState shown = entry.get().state();
        // Another image is being made, or was refused.
        boolean leaving = drawing && !shown.equals(asked);
        if (!leaving && shown.words().equals(asked.words())) show(entry.get(), word);
    }

    /** Shows where a word of a result acts, as its run recorded it. */
    private void show(StudioEntry entry, int word) {
        List<AttentionMaps> maps = entry.result().attention();
        StudioState shown = entry.state();
        shown.nameInMaps(word)
                .ifPresent(name -> overlay(frame.pictures.edited, maps.get(maps.size() - 1), name.toString(), entry));
        // The source has the word where it stands in its own prompt.
        StudioState plain = StudioState.of(shown.source());
        shown.words().get(word).was().ifPresent(was -> {
            int at = (int) shown.words().subList(0, word).stream()
                    .filter(w -> w.was().isPresent())
                    .count();
            if (at < plain.words().size() && plain.words().get(at).text().equals(was)) {
                plain.nameInMaps(at)
                        .ifPresent(name -> overlay(frame.pictures.source, maps.get(0), name.toString(), entry));
            }
        });
    }

    private static void overlay(PicturePanel picture, AttentionMaps maps, String word, StudioEntry entry) {
        int index = maps.words().indexOf(word);
        if (index < 0) return;
        float[] heat = maps.heat(0, index);
        Look.Part part = entry.shown()
                .map(shown -> shown.look().part(heat, maps.width()))
                .orElse(new Look.Part(heat, maps.width()));
        picture.showHeat(part.map(), part.width());
    }
}
