package org.prompttoprompt.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prompttoprompt.model.CheckedFiles;
import org.prompttoprompt.model.CheckedFiles.Check;

/** What is known of an installed model's check sums at a glance, from sizes, times and the last check: to make them takes minutes. */
final class HashState {
    private HashState() {}

    /** Returns it in words. */
    static String of(InstallNote note, Path place) {
        if (note.files().isEmpty()) return "not checked";
        boolean sizes = note.files().entrySet().stream()
                .allMatch(e -> ModelCheck.file(place, e.getKey()).toFile().length()
                        == e.getValue().size());
        List<Optional<Check>> checks =
                note.files().entrySet().stream().map(e -> check(e, place)).toList();
        List<Check> known = checks.stream().flatMap(Optional::stream).toList();
        if (!sizes || known.stream().anyMatch(check -> check.current() && !check.right())) return "damaged";
        if (known.stream().anyMatch(check -> !check.current())) return "changed since its check";
        if (known.size() < checks.size()) return "right when " + (note.path().isEmpty() ? "downloaded" : "noted");
        return "right, checked "
                + known.stream().map(Check::day).sorted().findFirst().orElseThrow();
    }

    private static Optional<Check> check(Map.Entry<String, InstallNote.Noted> file, Path place) {
        return CheckedFiles.of(
                ModelCheck.file(place, file.getKey()), file.getValue().sum().toString());
    }

    /** Remembers that all files of a model had the sums that are noted. */
    static void right(InstallNote note, Path place) {
        note.files()
                .forEach((path, noted) -> CheckedFiles.note(
                        ModelCheck.file(place, path), noted.sum().toString(), true));
    }
}
