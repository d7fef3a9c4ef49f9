package org.prompttoprompt.batch;

import java.util.Optional;
import org.prompttoprompt.dataset.Hash;
import org.prompttoprompt.dataset.LabelKind;
import org.prompttoprompt.dataset.Split;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;

/**
 * One image that a row asks for, with one value of each parameter.
 *
 * @param row of the table
 * @param request filled in by its model
 * @param image that is edited, and its labels
 * @param labels where labels come from
 * @param object the word whose objects are told apart; empty: the first thing that the prompt names
 * @param marker the word that marks each of them once; empty: none
 * @param split that the row asks for; empty: by hash
 */
public record Sample(
        int row,
        EditRequest request,
        Optional<GivenImage> image,
        LabelKind labels,
        String object,
        String marker,
        String split) {
    /** Returns the name of its files: the same for the same request alone. */
    String id() {
        return Hash.of(text()).substring(0, Hash.NAME);
    }

    private String text() {
        return request.toText() + labelling() + image.map(GivenImage::toText).orElse("");
    }

    private String labelling() {
        return "labels=" + labels.key() + "\nthings=" + object + "\nmarker=" + marker + "\n";
    }

    /** Returns what images have in common that show the same scene: they never stand in two splits. */
    String scene() {
        return image.map(GivenImage::hash)
                .orElseGet(() -> Hash.of(request.get(Option.PROMPT) + "\n" + request.get(Option.SEED)));
    }

    /** Returns its part of the data set. */
    String part(Split shares) {
        return split.isEmpty() ? shares.part(scene()) : split;
    }

    /** Returns what those samples have in common whose source is drawn, or inverted, once. */
    String source() {
        return request.ofSource().toText()
                + labelling()
                + image.map(GivenImage::toText).orElse("");
    }

    /** Returns the name of the source's files. */
    String sourceId() {
        return image.map(given -> Hash.of("image\n" + given.toText()))
                .orElseGet(() -> Hash.of(source()))
                .substring(0, Hash.NAME);
    }
}
