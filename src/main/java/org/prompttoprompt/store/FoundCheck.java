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
import java.util.stream.Stream;
import org.prompttoprompt.Finding;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.model.CheckedFiles;
import org.prompttoprompt.model.EachFile;
import org.prompttoprompt.model.FoundInHub;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.pipeline.Progress;

/**
 * Compares the files of a model of the Hugging Face cache with their check sums, which are the names of the blobs that they link to: the
 * SHA-256 of large ones, Git's sum of small ones (https://huggingface.co/docs/huggingface_hub/guides/manage-cache). Of others the sums are
 * told.
 */
final class FoundCheck {
    private final Path place;
    private final Progress progress;
    private long before;
    private long total;

    private FoundCheck(Path place, Progress progress) {
        this.place = place;
        this.progress = progress;
    }

    /** Checks a model of this computer, and returns what was found, a line per file, and what to do. */
    static Outcome report(Path store, String name, Progress progress) {
        List<FoundInHub> unclear = FoundInHub.unclear();
        Optional<Path> found = place(store, name.strip(), unclear);
        for (FoundInHub model : unclear)
            if (model.id().equals(name.strip()))
                throw new Refusal(ModelLook.at(model.folder()).problem());
        if (found.isEmpty()) return ModelCheck.report(store, name, progress);
        try {
            return new FoundCheck(found.get(), progress).report(name.strip());
        } catch (IOException e) {
            throw LocalDisk.refusal(found.get(), e);
        }
    }

    private static Optional<Path> place(Path store, String name, List<FoundInHub> unclear) {
        if (!name.contains("/") && !name.contains("\\")) return Optional.empty();
        Stream<Path> cache = FoundInHub.all().stream()
                .filter(model -> model.id().equals(name))
                .map(FoundInHub::folder);
        Stream<Path> snapshots = unclear.stream()
                .flatMap(model -> FoundInHub.snapshots(model.folder()).stream())
                .filter(snapshot -> snapshot.toString().equals(name));
        Stream<Path> others = new FoundModels(store)
                .roots().stream()
                        .flatMap(root -> OtherPrograms.below(root).stream())
                        .filter(place -> place.toString().equals(name));
        return Stream.of(cache, snapshots, others).flatMap(all -> all).findFirst();
    }

    private Outcome report(String name) throws IOException {
        List<Path> files = files(place);
        for (Path file : files) total += file.toFile().length();
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.add(line(file));
            before += file.toFile().length();
        }
        boolean damaged = lines.stream().anyMatch(Finding.FAIL::isIn);
        boolean told = lines.stream().anyMatch(line -> line.startsWith("sha256:"));
        Optional<String> finding = Optional.empty();
        if (damaged)
            lines.add(
                    "These files are another program's: delete what is damaged, and let that program download it anew.");
        else if (told) {
            lines.add(
                    "Nobody has told what these sums should be: compare them with those that the page of the model tells.");
            finding = Usable.ofUnknown(name, place);
        } else {
            finding = Usable.ofCache(name, place);
            if (finding.isEmpty()) lines.add("All files of " + name + " are as they should be.");
        }
        finding.ifPresent(lines::add);
        return new Outcome(String.join("\n", lines), !damaged && finding.isEmpty());
    }

    /** Returns what is known at a glance of the check sums of a model of the Hugging Face cache, in words. */
    static String state(Path snapshot) {
        String unchecked = "told by the cache";
        try {
            Map<Path, Checksum> sums = new LinkedHashMap<>();
            for (Path file : files(snapshot)) {
                Optional<Checksum> sum = blob(file).flatMap(FoundCheck::sum);
                if (sum.isPresent()) sums.put(file, sum.get());
            }
            return HashState.of(sums, "right", unchecked);
        } catch (IOException | UncheckedIOException e) {
            return unchecked;
        }
    }

    /** A link that leads nowhere is one of them. */
    private static List<Path> files(Path place) throws IOException {
        if (!Files.isDirectory(place)) return List.of(place);
        return EachFile.below(place).stream()
                .filter(file -> !Files.isDirectory(file))
                .sorted()
                .toList();
    }

    private String line(Path file) throws IOException {
        String path = Files.isDirectory(place)
                ? place.relativize(file).toString().replace('\\', '/')
                : file.getFileName().toString();
        Optional<Checksum> named = blob(file).flatMap(FoundCheck::sum);
        if (!Files.isRegularFile(file)) return Finding.FAIL.line(path + ": it is missing");
        try {
            CheckedFiles.Begun check = CheckedFiles.begin(file);
            Checksum is = Checksum.of(
                    named.map(Checksum::kind).orElse(Checksum.Kind.SHA256),
                    file,
                    (done, size) -> progress.goOn(before + done, Math.max(1, total), "Checking " + path));
            if (named.isEmpty()) return is + "  " + path;
            boolean right = is.equals(named.get());
            check.ended(named.get().toString(), right);
            return Finding.of(
                    right,
                    path
                            + (right
                                    ? ""
                                    : ": its content is not that of its name, "
                                            + blob(file).get()));
        } catch (IOException e) {
            return Finding.FAIL.line(path + ": it cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Returns where a file of the cache really lies; empty of others, and where links cannot be made. */
    private static Optional<Path> blob(Path file) throws IOException {
        if (!Files.isSymbolicLink(file)) return Optional.empty();
        Path blob = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
        return Optional.of(blob)
                .filter(b -> b.getParent() != null && b.getParent().endsWith("blobs"));
    }

    private static Optional<Checksum> sum(Path blob) {
        String name = blob.getFileName().toString();
        return Checksum.of(Checksum.Kind.SHA256, name).or(() -> Checksum.of(Checksum.Kind.GIT, name));
    }
}
