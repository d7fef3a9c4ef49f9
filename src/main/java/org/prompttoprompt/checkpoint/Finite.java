package org.prompttoprompt.checkpoint;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import org.prompttoprompt.engine.FiniteNumbers;

/** Tensors of files that are all numbers: one that is none would make every image black. */
public final class Finite {
    private Finite() {}

    /**
     * Looks at each number.
     *
     * @param file that holds the tensor, null where its numbers are not all from one
     * @param of what the tensor is, and the file that holds it
     * @param other what to take instead of the file
     * @throws NotFinite if one is NaN or infinite
     */
    public static void require(NDArray tensor, Path file, String of, String other) {
        if (FiniteNumbers.are(tensor)) return;
        throw new NotFinite(
                file,
                of + " holds values that are no numbers (NaN or infinite), which would make every image black",
                "The file is damaged, or was converted badly: download it again, or take " + other + ".");
    }
}
