package org.prompttoprompt.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.text.ClipFiles;
import org.prompttoprompt.text.ClipTokenizer;

/** Token ids by real sets of tokenizer files: which token pads, which are special or added, what stands in which file. */
final class TokenizationFilesGolden implements GoldenKind {
    @Override
    public void check(GoldenCase c) {
        Path root = c.model().getParent().getParent();
        c.json().getAsJsonObject("variants").entrySet().forEach(variant -> {
            try {
                check(c, root, variant.getKey(), variant.getValue().getAsJsonObject());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void check(GoldenCase c, Path root, String name, JsonObject variant) throws IOException {
        Path folder = Files.createTempDirectory("tokenizer");
        try {
            for (JsonElement file : variant.getAsJsonArray("files")) {
                Path from = root.resolve(file.getAsString());
                Files.copy(from, folder.resolve(from.getFileName()));
            }
            if (!Files.exists(folder.resolve("tokenizer.json"))) ClipFiles.copy(folder);
            ClipTokenizer tokenizer = ClipTokenizer.open(folder);
            List<JsonElement> texts = c.json().getAsJsonArray("texts").asList();
            for (int i = 0; i < texts.size(); i++) {
                List<Integer> ids =
                        TokenizationGolden.ints(variant.getAsJsonArray("ids").get(i));
                List<Integer> expected = padded(ids, variant.get("pad_id").getAsInt());
                c.equal(
                        name + ": " + texts.get(i),
                        expected,
                        tokenizer.encode(texts.get(i).getAsString()).ids());
            }
        } finally {
            CacheFolder.delete(folder);
        }
    }

    /** 77 ids: the first 76 and the last, or all and padding. */
    private static List<Integer> padded(List<Integer> ids, int pad) {
        List<Integer> padded = new ArrayList<>(ids.subList(0, Math.min(76, ids.size() - 1)));
        padded.add(ids.get(ids.size() - 1));
        while (padded.size() < 77) padded.add(pad);
        return padded;
    }
}
