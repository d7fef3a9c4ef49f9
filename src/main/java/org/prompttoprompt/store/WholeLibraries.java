package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.prompttoprompt.engine.LibtorchFolder;

/** Which libraries of a folder are as they were noted when they came: where others are damaged, these need not come again. */
final class WholeLibraries {
    private final Path folder;
    private final Map<String, String> whole;
    private final boolean all;

    private WholeLibraries(Path folder, Map<String, String> whole, boolean all) {
        this.folder = folder;
        this.whole = whole;
        this.all = all;
    }

    /** Reads a file. */
    @FunctionalInterface
    interface Sum {
        /** Returns size and sum of a file, as the note has them. */
        String of(Path file) throws IOException;
    }

    /** Looks at a folder, which need not be there. */
    static WholeLibraries in(Path folder, Sum sum) throws IOException {
        Map<String, String> whole = new LinkedHashMap<>();
        if (!Files.exists(folder) || !LibtorchFolder.isNoted(folder)) return new WholeLibraries(folder, whole, false);
        Map<String, String> noted = LibtorchFolder.noted(folder);
        for (Map.Entry<String, String> file : noted.entrySet())
            if (LibtorchFolder.hasSize(folder, file.getKey(), file.getValue())
                    && sum.of(folder.resolve(file.getKey())).equals(file.getValue()))
                whole.put(file.getKey(), file.getValue());
        return new WholeLibraries(folder, whole, !noted.isEmpty() && whole.equals(noted));
    }

    /** Returns whether they are all that was noted. */
    boolean areAll() {
        return all;
    }

    /** Returns size and sum of one of them, nothing of another file. */
    Optional<String> noted(String name) {
        return Optional.ofNullable(whole.get(name));
    }

    /** Returns an offer with what of it is here, in this folder or unpacked by an attempt to mend it. */
    EngineOffer rest(EngineOffer offer, Path partial) {
        if (!Files.exists(folder)) return offer; // what a first attempt has brought is told as that
        return offer.with(offer.files().stream()
                .filter(file -> {
                    Path library = EngineInstall.library(file, partial);
                    return whole.containsKey(library.getFileName().toString()) || Files.exists(library);
                })
                .map(RemoteFile::path)
                .collect(Collectors.toSet()));
    }

    /** Moves them to where the others come; on one disk that takes no time and no room. */
    void moveTo(Path partial) throws IOException {
        for (String name : whole.keySet()) Installation.move(folder.resolve(name), partial.resolve(name));
    }
}
