package org.prompttoprompt.model;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.checkpoint.JsonFiles;

/** Whether the files of an installed model are still those whose check sums were noted. */
final class InstalledSums {
    private static final String SHA256 = "sha256:";

    private InstalledSums() {}

    /**
     * Returns a sentence for each file that is another, of those that were read for an image; none of a model without a note.
     *
     * @param used a model, or a file that is put on top of one
     */
    static List<String> changed(Path used) {
        Path folder = InstalledModels.folder();
        for (String name : InstalledModels.names(folder)) {
            Path own = folder.resolve(name);
            Optional<Path> place = place(own).filter(used.toAbsolutePath().normalize()::startsWith);
            if (place.isPresent()) return changed(name, own, place.get());
        }
        return List.of();
    }

    private static Optional<Path> place(Path own) {
        try {
            return Optional.of(InstalledModels.place(own).toAbsolutePath().normalize());
        } catch (Refusal e) {
            return Optional.empty(); // its note is no note
        }
    }

    private static List<String> changed(String name, Path own, Path place) {
        List<String> changed = new ArrayList<>();
        try {
            JsonObject note = JsonFiles.object(own.resolve(InstalledModels.NOTE));
            boolean here = own.toAbsolutePath().normalize().equals(place);
            for (Map.Entry<String, NotedFile> file : NotedFile.all(note).entrySet()) {
                String sum = file.getValue().sum();
                Path read = Files.isRegularFile(place) ? place : place.resolve(file.getKey());
                Optional<String> is = FileHashes.known(read);
                if (!sum.startsWith(SHA256) || is.isEmpty() || sum.equals(SHA256 + is.get())) continue;
                changed.add("The model '" + name + "' is not as it was: its " + file.getKey()
                        + " has another content than was "
                        + (here ? "downloaded. Mend it: models repair " : "noted. See: models verify ")
                        + name + ", or in the Models window.");
            }
        } catch (RuntimeException e) {
            changed.clear(); // a note of an older build, or none
        }
        return changed;
    }
}
