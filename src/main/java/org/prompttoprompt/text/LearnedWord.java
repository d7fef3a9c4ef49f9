package org.prompttoprompt.text;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.Header;
import org.prompttoprompt.checkpoint.StoredPrecision;

/**
 * A word that textual inversion has learned (Gal et al. 2022), as its file has it: one or several vectors of the text encoder's
 * embedding.
 *
 * @param file that holds it
 * @param token as prompts write it
 * @param tensors the names of its vectors in the file, one tensor for each text encoder of the model
 * @param vectors how many it has
 */
public record LearnedWord(Path file, String token, List<String> tensors, int vectors) {
    private static final String OF_WEBUI = "emb_params";

    /**
     * Reads a file's header: of diffusers, with the word as the only name, or of other programs, where the file's name is the word.
     *
     * @param dims the vector lengths of the model's text encoders
     * @throws Refusal if it holds no word, or one for another kind of model
     */
    public static LearnedWord open(Path file, List<Integer> dims) {
        Header header = Header.read("embeddings", file);
        LearnedWord word = of(header);
        List<Integer> lengths = lengths(header, word);
        if (lengths.equals(dims)) return word;
        throw refuse(
                file,
                "its vectors have " + lengths + " numbers, and the words of this model " + dims
                        + ": it was learned for another kind of model (768: Stable Diffusion 1, 1024: 2, 768 and 1280:"
                        + " XL)");
    }

    /** Returns what a run says of a file that cannot be used with any model, as far as its header tells; empty if it can. */
    public static Optional<Refusal> problem(Header header) {
        try {
            of(header);
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e);
        }
    }

    /** Returns the vector lengths of the text encoders that a file is for; it is one that can be used. */
    public static List<Integer> lengths(Header header) {
        return lengths(header, of(header));
    }

    private static List<Integer> lengths(Header header, LearnedWord word) {
        return word.tensors().stream()
                .map(tensor -> header.shapes().get(tensor))
                .map(shape -> (int) shape.get(shape.dimension() - 1))
                .toList();
    }

    private static LearnedWord of(Header header) {
        Path file = header.path();
        Map<String, Shape> shapes = header.shapes();
        StoredPrecision.requireRead(header);
        String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        if (shapes.containsKey("clip_l") && shapes.containsKey("clip_g")) {
            return of(file, stem, List.of("clip_l", "clip_g"), shapes);
        }
        if (shapes.size() != 1) {
            String some = shapes.keySet().stream().limit(3).collect(Collectors.joining(", "));
            throw refuse(
                    file,
                    "it has " + shapes.size() + " tensors (" + some + (shapes.size() > 3 ? ", ..." : "")
                            + "), and a learned word has one");
        }
        String name = shapes.keySet().iterator().next();
        boolean named = !name.equals(OF_WEBUI) && !name.startsWith("string_to_param");
        return of(file, named ? name : stem, List.of(name), shapes);
    }

    private static LearnedWord of(Path file, String token, List<String> tensors, Map<String, Shape> shapes) {
        for (String tensor : tensors) {
            Shape shape = shapes.get(tensor);
            if (shape.dimension() < 1 || shape.dimension() > 2) {
                throw refuse(file, tensor + " has the shape " + shape + ", and vectors lie below each other");
            }
        }
        if (token.isBlank() || token.contains(" ")) throw refuse(file, "its word '" + token + "' is none");
        Shape first = shapes.get(tensors.get(0));
        return new LearnedWord(file, token, tensors, first.dimension() == 1 ? 1 : (int) first.get(0));
    }

    private static Refusal refuse(Path file, String why) {
        return new Refusal("embeddings=" + file + ": " + why
                + ". Give a .safetensors file of textual inversion for this" + " kind of model.");
    }

    /** Returns the texts of its tokens: the word, and what stands for its further vectors. */
    List<String> tokens() {
        List<String> tokens = new ArrayList<>(List.of(token));
        for (int i = 1; i < vectors; i++) tokens.add(token + "_" + i);
        return tokens;
    }
}
