package org.prompttoprompt.dataset;

import java.util.List;
import org.prompttoprompt.ij.Recipe;
import org.prompttoprompt.request.EditRequest;

/**
 * What is known of one image of a data set: a line of the manifest, and a file beside the image that says that all of it is
 * there.
 *
 * @param id name of its files
 * @param role {@code source}, {@code edit} or {@code image}, which nobody edited
 * @param source id of the source of an edit, empty for others
 * @param scene what images have in common that may not stand in two splits
 * @param row of the table
 * @param split train, val or test
 * @param recipe the request, the model and the programs
 * @param hash SHA-256 of its pixels
 * @param width in pixels
 * @param height likewise
 * @param agreement of the edit's attention with its source's, NaN if not measured
 * @param likeness structural similarity to the source outside of where the changed words act, NaN likewise
 * @param judged the model's error under the edited prompt less that under the source's, below 0 where the edit is seen; NaN
 *     likewise
 * @param look its perceptual hash
 * @param labels where its labels come from
 * @param classes what each labelled object is, from label 1 on
 * @param areas the pixels of each of them
 */
public record Entry(
        String id,
        String role,
        String source,
        String scene,
        int row,
        String split,
        String recipe,
        String hash,
        int width,
        int height,
        double agreement,
        double likeness,
        double judged,
        String look,
        LabelKind labels,
        List<String> classes,
        List<Integer> areas) {
    /** The roles. */
    public static final String SOURCE = "source", EDIT = "edit", IMAGE = "image";

    /** Returns the request that makes it again. */
    EditRequest request() {
        return EditRequest.parse(recipe);
    }

    /** Returns a line of its recipe, such as {@code modelhash}. */
    String told(String key) {
        return new Recipe(recipe).value(key);
    }

    /** Returns whether it has a label image, which may be empty. */
    boolean labelled() {
        return labels != LabelKind.NONE;
    }

    Entry judged(double value) {
        return new Entry(
                id, role, source, scene, row, split, recipe, hash, width, height, agreement, likeness, value, look,
                labels, classes, areas);
    }
}
