package org.prompttoprompt.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.prompttoprompt.checkpoint.Finite;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.TensorSource;

/** The vectors of learned words, below those of a text encoder's own tokens. */
final class LearnedVectors {
    private LearnedVectors() {}

    /**
     * Returns the embedding with further rows.
     *
     * @param rows of the tokens, [tokens, dim]
     * @param encoder which of the model's text encoders it is, 0 or 1
     * @return the same where there are no words
     */
    static NDArray below(NDArray rows, List<LearnedWord> words, int encoder, NDManager manager) {
        NDArray all = rows;
        for (LearnedWord word : words) {
            String name = word.tensors().get(encoder);
            Shape shape = Header.read(word.file()).shapes().get(name);
            try (NDArray vectors = TensorSource.open(word.file(), manager).load(name, shape);
                    NDArray matrix =
                            vectors.reshape(word.vectors(), rows.getShape().get(1));
                    NDArray before = all) {
                Finite.require(matrix, word.file(), "embeddings=" + word.file() + ": " + name, "another copy of it");
                all = before.concat(matrix);
            }
        }
        return all;
    }
}
