package org.prompttoprompt.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prompttoprompt.Finding;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.CheckedFiles;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.Meter;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.pipeline.Progress;

/** Compares the files of an installed model with the check sums that were noted; of an added one it notes them the first time. */
final class ModelCheck {
    /** What a run looks for by name. */
    private static final Pattern READ = Pattern.compile("(?i).*\\.(safetensors|json|txt|yaml)");

    private final Path own;
    private final String name;
    private final Progress progress;
    private final InstallNote note;
    private final Path place;

    /**
     * A check to come.
     *
     * @param own folder of the model
     * @param note of it, as it is now: whoever changes it holds the lock
     */
    ModelCheck(Path own, InstallNote note, Progress progress) {
        this.own = own;
        name = own.getFileName().toString();
        this.note = note;
        this.progress = progress;
        place = note.path().isEmpty() ? own : Path.of(note.path());
    }

    /** Checks a model while nobody changes it, and returns what was found, a line per file, and what to do. */
    static Outcome report(Path store, String name, Progress progress) {
        Path named = NamedModel.toVerify(store, name); // what is none gets no lock
        String called = named.getFileName().toString();
        boolean notes = InstallNote.read(named).files().isEmpty();
        try (StoreLock lock = notes ? StoreLock.take(store, called) : StoreLock.takeToRead(store, called)) {
            Path own = NamedModel.require(store, name);
            return new ModelCheck(own, InstallNote.read(own), progress).report();
        }
    }

    /** Returns a file of a model, which may be one file itself. */
    static Path file(Path place, String path) {
        return Files.isRegularFile(place) ? place : place.resolve(path);
    }

    /** Returns the paths of the files that are missing or damaged. */
    List<String> damaged() {
        return states().entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns what is wrong with a model all of whose files are right. The sums of an added one are its own: they tell nothing of a source. */
    Optional<String> finding() {
        return note.path().isEmpty() ? Usable.ofNoted(name, place) : Usable.ofUnknown(name, place);
    }

    private Outcome report() {
        InstalledModels.absent(name, place).ifPresent(told -> {
            throw new Refusal("The model '" + name + "' was " + told);
        });
        if (note.files().isEmpty()) return noteNow();
        List<String> lines = new ArrayList<>();
        Map<String, String> states = states();
        states.forEach(
                (path, wrong) -> lines.add(Finding.of(wrong.isEmpty(), path + (wrong.isEmpty() ? "" : ": " + wrong))));
        boolean well = states.values().stream().allMatch(String::isEmpty);
        String cure = note.path().isEmpty()
                ? "Repair it: models repair " + name + ", or in the Models window."
                : "Bring back the files as they were, or remove the name and add the model anew.";
        Optional<String> finding = well ? finding() : Optional.of(cure);
        List<String> beside = beside();
        beside.forEach(path -> lines.add(Finding.EXTRA.begin() + path + ": " + besideInWords(path)));
        lines.add(finding.orElse(
                beside.isEmpty()
                        ? "All files of " + name + " are as they should be."
                        : "All files of " + name + " whose sums are noted are as they should be."));
        return new Outcome(String.join("\n", lines), finding.isEmpty());
    }

    /** Returns the files of which no sum is noted, but those that systems hide. */
    private List<String> beside() {
        if (Files.isRegularFile(place)) return List.of();
        try {
            return all().stream()
                    .map(this::path)
                    .filter(path -> !note.files().containsKey(path) && !path.equals(InstalledModels.NOTE))
                    .filter(path -> !path.matches("(.*/)?\\..*"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // what cannot be read of what is noted is told
        }
    }

    /** Returns what is said of such a file: weights of full precision go before those of half, and some files are read where they are there. */
    private String besideInWords(String path) {
        return (note.path().isEmpty()
                        ? "it was not installed with the others"
                        : "it was not there when the sums were noted")
                + (READ.matcher(path).matches()
                        ? ", and a run may read it, in the place of another too: take it out, unless you put it there."
                        : ", and no run reads it.");
    }

    private String path(Path file) {
        return Files.isRegularFile(place)
                ? place.getFileName().toString()
                : place.relativize(file).toString().replace('\\', '/');
    }

    /** Returns what is wrong with each file, nothing where it is right. */
    private Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        long total = note.files().values().stream()
                .mapToLong(InstallNote.Noted::size)
                .sum();
        long[] before = {0};
        note.files().forEach((path, noted) -> {
            states.put(
                    path,
                    state(
                            path,
                            noted,
                            (done, size) -> progress.goOn(before[0] + done, Math.max(1, total), "Checking " + path)));
            before[0] += noted.size();
        });
        return states;
    }

    private String state(String path, InstallNote.Noted noted, Meter meter) {
        Path file = file(place, path);
        try {
            if (!Files.isRegularFile(file)) return "it is missing";
            if (Files.size(file) != noted.size()) return "it has " + Files.size(file) + " bytes, not " + noted.size();
            CheckedFiles.Begun check = CheckedFiles.begin(file);
            boolean right = noted.sum().isOf(file, meter);
            check.ended(noted.sum().toString(), right);
            return right ? "" : "its content has changed";
        } catch (IOException e) {
            return "it cannot be read (" + e.getMessage() + ")";
        }
    }

    private Outcome noteNow() {
        ModelLook look = ModelLook.at(place);
        if (look.use() == ModelLook.Use.NONE)
            throw new Refusal("model=" + name + ": " + look.problem() + " Nothing was noted of it.");
        Map<String, InstallNote.Noted> files = new LinkedHashMap<>();
        try {
            for (Path file : all()) {
                String path = path(file);
                Checksum sum = Checksum.of(
                        Checksum.Kind.SHA256,
                        file,
                        (done, size) -> progress.goOn(done, Math.max(1, size), "Reading " + path));
                files.put(path, new InstallNote.Noted(Files.size(file), sum));
            }
            note.with(files).write(own);
            HashState.right(note.with(files), place);
        } catch (IOException e) {
            throw LocalDisk.refusal(own, e);
        }
        List<String> lines = new ArrayList<>();
        files.forEach((path, noted) -> lines.add(noted.sum() + "  " + path));
        lines.add("Nobody has told what the files of " + name
                + " should be; these sums are noted now, and the next check" + " compares with them.");
        return Outcome.well(String.join("\n", lines));
    }

    private List<Path> all() throws IOException {
        if (Files.isRegularFile(place)) return List.of(place);
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
