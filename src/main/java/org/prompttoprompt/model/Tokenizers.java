package org.prompttoprompt.model;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.prompttoprompt.text.ClipTokenizer;

/**
 * The tokenizers that were read, as long as their files stay the same and memory allows: a request is read by one before its model is
 * loaded, and so is a prompt while it is typed, where 50,000 pieces and pairs take a third of a second each time.
 */
final class Tokenizers {
    private static final Map<String, Read> READ = new ConcurrentHashMap<>();

    private record Read(Stamps stamps, SoftReference<ClipTokenizer> tokenizer) {}

    private Tokenizers() {}

    /**
     * Returns the tokenizer of a folder.
     *
     * @throws org.prompttoprompt.Refusal if files are missing or damaged, naming them
     */
    static ClipTokenizer of(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        // What changes while it is read is read anew.
        Stamps now = new Stamps(ClipTokenizer.FILES.stream().map(place::resolve).toList());
        return read(place.toString(), now, () -> ClipTokenizer.open(folder));
    }

    /** Returns the tokenizer of all models whose files lack it, with this token to pad. */
    static ClipTokenizer standard(String pad) {
        return read("pad " + pad, new Stamps(List.of()), () -> ClipTokenizer.standard(pad));
    }

    private static ClipTokenizer read(String key, Stamps now, Supplier<ClipTokenizer> reader) {
        Read before = READ.get(key);
        if (before != null && before.stamps.changed().isEmpty()) {
            ClipTokenizer known = before.tokenizer.get();
            if (known != null) return known;
        }
        ClipTokenizer read = reader.get();
        READ.put(key, new Read(now, new SoftReference<>(read)));
        return read;
    }
}
