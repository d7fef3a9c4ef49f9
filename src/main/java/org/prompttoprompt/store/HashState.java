package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.model.CheckedFiles;
import org.prompttoprompt.model.CheckedFiles.Check;

/** What is known of a model's check sums at a glance, from sizes, times and the last check: to make them takes minutes. */
final class HashState {
    private HashState() {}

    /** Returns that of an installed model, in words. */
    static String of(InstallNote note, Path place) {
        if (note.files().isEmpty()) return "not checked";
        boolean sizes = note.files().entrySet().stream()
                .allMatch(e -> ModelCheck.file(place, e.getKey()).toFile().length()
                        == e.getValue().size());
        return sizes
                ? note.path().isEmpty()
                        ? of(sums(note, place), "right", "right when downloaded")
                        : of(sums(note, place), "as noted", "as noted")
                : "damaged";
    }

    /**
     * Returns it in words.
     *
     * @param sums that files should have
     * @param right what is said before the day of the check, where all have them
     * @param unchecked what is said as long as not all of them were checked on this computer
     */
    static String of(Map<Path, Checksum> sums, String right, String unchecked) {
        List<Check> known = sums.entrySet().stream()
                .map(e -> CheckedFiles.of(e.getKey(), e.getValue().toString()))
                .flatMap(Optional::stream)
                .toList();
        if (known.stream().anyMatch(check -> check.current() && !check.right())) return "damaged";
        if (known.stream().anyMatch(check -> !check.current())) return "changed since its check";
        if (known.isEmpty() || known.size() < sums.size()) return unchecked;
        return right + ", checked "
                + known.stream().map(Check::day).sorted().findFirst().orElseThrow();
    }

    private static Map<Path, Checksum> sums(InstallNote note, Path place) {
        Map<Path, Checksum> sums = new LinkedHashMap<>();
        note.files().forEach((path, noted) -> sums.put(ModelCheck.file(place, path), noted.sum()));
        return sums;
    }

    /** Remembers that all files of a model had the sums that are noted. */
    static void right(InstallNote note, Path place) {
        sums(note, place).forEach((file, sum) -> {
            try {
                CheckedFiles.begin(file).ended(sum.toString(), true);
            } catch (IOException e) {
                // The next list says that it is missing.
            }
        });
    }
}
