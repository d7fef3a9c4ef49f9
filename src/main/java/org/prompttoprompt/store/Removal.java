package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.model.InstalledModels;

/** Takes away a model, or what has come of one whose download was given up. */
final class Removal {
    private final Path store;
    private final String name;

    Removal(Path store, String name) {
        this.store = store;
        this.name = name.strip();
    }

    /**
     * Does it; of a model that was added or found only the note goes, for its files are somebody else's.
     *
     * @return what was done, in words
     * @throws Refusal if there is none, or it is in use
     */
    String run() {
        if (Unfinished.named(store, name).isEmpty()) NamedModel.require(store, name); // what is none gets no lock
        requireRight(store, "The model '" + name + "'");
        try (StoreLock lock = StoreLock.take(store, name)) {
            Optional<Unfinished> unfinished = Unfinished.named(store, name);
            return unfinished.isPresent() ? clear(unfinished.get()) : remove(NamedModel.require(store, name));
        } catch (IOException e) {
            throw new Refusal(
                    "The model '" + name + "' cannot be removed (" + OutputFile.why(store.resolve(name), e)
                            + "): it may be in use; close all ImageJs and try again.",
                    e);
        }
    }

    /** Clears what has come of all downloads and repairs that nobody is at now; well if none stays. */
    static Outcome clearAll(Path store) {
        List<Unfinished> all = Unfinished.partial(store);
        if (!all.isEmpty()) requireRight(store, "What has come of downloads");
        List<String> gone = new ArrayList<>();
        List<String> stay = new ArrayList<>();
        long bytes = 0;
        for (Unfinished one : all) {
            try (StoreLock lock = StoreLock.take(store, one.name())) {
                if (!Files.exists(one.folder())) continue; // finished or cleared meanwhile
                long has = one.bytes();
                new Removal(store, one.name()).clear(one);
                gone.add((Files.exists(store.resolve(one.name())) ? "a repair of " : "") + one.name());
                bytes += has;
            } catch (IOException e) {
                stay.add(one.name() + " cannot be removed (" + OutputFile.why(one.folder(), e) + ").");
            } catch (Refusal busy) {
                stay.add(busy.getMessage());
            }
        }
        String done = gone.isEmpty()
                ? stay.isEmpty() ? "No download is unfinished." : "Nothing was removed."
                : "Removed what had come of " + String.join(", ", gone) + " (" + Sizes.text(bytes) + ").";
        return new Outcome(
                String.join("\n", Stream.concat(Stream.of(done), stay.stream()).toList()), stay.isEmpty());
    }

    /** Another folder, which is advised to who downloads, is no help here; and a disk that takes nothing new gives up what it has. */
    private static void requireRight(Path store, String what) {
        if (Files.isWritable(store)) return;
        OutputFile.problemBelow(store).ifPresent(why -> {
            throw new Refusal(what + " cannot be removed, because " + why + ": " + LocalDisk.WHO_TO_ASK + ".");
        });
    }

    private String remove(Path own) throws IOException {
        boolean stays = stays(own);
        // Renamed first, so that it is gone as a whole, even on a disk that is too full for anything new.
        Path away = LocalDisk.fresh(store, "removed-" + name + "-");
        Installation.move(own, away);
        CacheFolder.delete(away);
        Path half = store.resolve(Installation.PARTIAL + name);
        if (Files.exists(half)) CacheFolder.delete(half);
        return "Removed " + name + (stays ? " from the list; its files stay where they are." : " and its files.");
    }

    /** Its licence was accepted to download it, and nothing came of that. */
    private String clear(Unfinished unfinished) throws IOException {
        String size = Sizes.text(unfinished.bytes());
        Optional<Attempt> attempt = unfinished.attempt();
        CacheFolder.delete(unfinished.folder());
        attempt.filter(a -> !isInstalled(a.asked())).ifPresent(a -> new Licences(store).forget(a.asked(), a.licence()));
        return "Removed what had come of " + name + " (" + size + "); nothing of it is left.";
    }

    private boolean isInstalled(String source) {
        return InstalledModels.names(store).stream().anyMatch(installed -> {
            try {
                return InstallNote.read(store.resolve(installed)).source().equals(source);
            } catch (Refusal e) {
                return false;
            }
        });
    }

    /** What was downloaded lies beside its note; where a note that cannot be read lies alone, the files are elsewhere. */
    private static boolean stays(Path own) throws IOException {
        try {
            return !InstallNote.read(own).path().isEmpty();
        } catch (Refusal e) {
            return isAlone(own);
        }
    }

    private static boolean isAlone(Path note) throws IOException {
        try (Stream<Path> files = Files.list(note)) {
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.equals(InstalledModels.NOTE) || name.startsWith("."));
        }
    }
}
