package org.prompttoprompt.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.request.ShellWord;

/**
 * A download that was stopped, broke off or is going on, or what an ended process has left beside the models.
 *
 * @param name that the model is to have
 * @param folder what has come lies in
 */
record Unfinished(String name, Path folder) {
    /** What one is that somebody is at now. */
    static final String COMING = "is coming";

    /** Returns those of a store, without those that mend an installed model. */
    static List<Unfinished> all(Path store) {
        return partial(store).stream()
                .filter(one -> !Files.exists(store.resolve(one.name)))
                .toList();
    }

    /** Returns those of a store, with those that mend an installed model. */
    static List<Unfinished> partial(Path store) {
        if (!Files.isDirectory(store)) return List.of();
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file ->
                            file.getFileName().toString().startsWith(Installation.PARTIAL) && Files.isDirectory(file))
                    .map(folder -> new Unfinished(
                            folder.getFileName().toString().substring(Installation.PARTIAL.length()), folder))
                    .sorted((a, b) -> a.name.compareToIgnoreCase(b.name))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Returns the one of this name, if there is one. */
    static Optional<Unfinished> named(Path store, String name) {
        return all(store).stream().filter(one -> one.name.equals(name)).findFirst();
    }

    /** Returns what it is of, where its note tells. */
    Optional<Attempt> attempt() {
        return Attempt.read(folder);
    }

    ModelEntry entry() {
        boolean now = StoreLock.isTaken(folder.getParent(), name);
        String come = come();
        String problem = now
                ? "It is being downloaded or changed just now, by another window or another ImageJ: " + come
                        + " have come."
                : useless()
                        .map(why -> "All of it has come, " + come + ": " + why)
                        .orElseGet(() -> howItGoesOn(come));
        return new ModelEntry(
                name,
                name,
                ModelEntry.Origin.UNFINISHED,
                folder,
                new ModelLook(ModelLook.Use.NONE, now ? COMING : "unfinished", "", bytes(), problem),
                attempt().map(Attempt::licence).orElse(""),
                come);
    }

    private String howItGoesOn(String come) {
        Optional<String> ended = Attempt.whyEnded(folder).map(why -> "The last try ended so: " + why + " ");
        return attempt()
                        .map(a -> "Its download is not finished: " + come + " have come. " + ended.orElse("")
                                + "It goes on by " + a.command(name)
                                + ", or when it is downloaded again in the Models window, and")
                        .orElse("It is what is left of a model that was removed or added, " + come + ", and")
                + " models remove " + ShellWord.of(name) + " clears it.";
    }

    /** Returns why all that has come cannot be used, where a download has ended so: it would end so again. */
    private Optional<String> useless() {
        boolean whole =
                attempt().filter(a -> a.total() > 0 && a.total() == bytes()).isPresent();
        return whole && ModelLook.at(folder).use() == ModelLook.Use.NONE ? Attempt.whyEnded(folder) : Optional.empty();
    }

    /** Returns how much has come, of how much where that is known, as people read it. */
    String come() {
        long total = attempt().map(Attempt::total).orElse(-1L);
        return Sizes.text(bytes()) + (total > 0 ? " of " + Sizes.text(total) : "");
    }

    /** Returns how much has come, in bytes. */
    long bytes() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && !isNote(file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has just been finished or cleared
        }
    }

    private static boolean isNote(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") || name.endsWith(FileTransfer.TAG) || name.equals(InstalledModels.NOTE);
    }
}
