package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.WholeFile;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.ModelLook;
import org.prompttoprompt.model.SoundFiles;
import org.prompttoprompt.pipeline.Progress;

/** Downloads anew those files of an installed model that are missing or damaged, in the version that was installed. */
final class Repair {
    private final Path store;
    private final String name;
    private final Installation installation;
    private final Offers offers;

    Repair(Path store, String name, Installation installation, Offers offers) {
        this.store = store;
        this.name = name.strip();
        this.installation = installation;
        this.offers = offers;
    }

    Outcome run(Progress progress) {
        String called = NamedModel.require(store, name).getFileName().toString(); // what is none gets no lock
        try (StoreLock lock = StoreLock.take(store, called)) {
            Path own = NamedModel.require(store, name);
            return run(own, InstallNote.read(own), progress);
        }
    }

    private Outcome run(Path own, InstallNote note, Progress progress) {
        ModelCheck check = new ModelCheck(own, note, progress);
        if (!note.path().isEmpty()) return ofAdded(Path.of(note.path()), note, check);
        List<String> damaged = check.damaged();
        if (damaged.isEmpty())
            return check.finding()
                    .map(Outcome::wrong)
                    .orElseGet(() -> Outcome.well(
                            "All files of " + name + " are as they should be: nothing is to be repaired."));
        try {
            List<RemoteFile> files = offered(note).listing().files().stream()
                    .filter(file -> damaged.contains(file.path()))
                    .map(file -> required(note, file))
                    .toList();
            if (files.size() != damaged.size())
                throw new Refusal(note.source() + " no longer has " + String.join(", ", damaged)
                        + " of the version that was installed. Remove the model and download it again.");
            Path partial = store.resolve(Installation.PARTIAL + name);
            installation.bring(files, partial, name);
            for (String path : damaged) {
                Files.createDirectories(own.resolve(path).getParent());
                // Replaced and not overwritten: another ImageJ may have mapped the old one.
                WholeFile.replace(partial.resolve(path), own.resolve(path));
            }
            CacheFolder.delete(partial);
            HashState.right(note, own);
        } catch (IOException e) {
            throw LocalDisk.ofDownload(own, e);
        }
        return Outcome.well("Repaired " + name + ": " + String.join(", ", damaged) + ".");
    }

    /** Nobody here knows where the files of an added model are from: of a sound one that does not matter. */
    private Outcome ofAdded(Path place, InstallNote note, ModelCheck check) {
        String said = "The model '" + name + "' was ";
        InstalledModels.absent(name, place).ifPresent(told -> {
            throw new Refusal(said + told);
        });
        String added = said + "added from " + place + " and not downloaded, so nothing can be downloaded anew. ";
        ModelLook look = ModelLook.at(place);
        if (look.use() == ModelLook.Use.NONE) throw new Refusal(added + "It cannot be used: " + cure(place, look));
        List<String> changed = check.damaged();
        if (!changed.isEmpty())
            throw new Refusal(
                    added + "Not as they were noted to be: " + String.join(", ", changed)
                            + ". Bring them back as they were; or, if they are meant to be so, remove the name and add the model anew.");
        return Outcome.well("Nothing is to be repaired: "
                + (note.files().isEmpty()
                        ? name + " can be used, as far as names and headers tell."
                        : "all files of " + name + " are as they were noted, and can be used.")
                + (look.problem().isEmpty() ? "" : " " + look.problem()));
    }

    /** Returns what is wrong with an added model, and what helps: files come damaged by copying, and numbers that are none by computing. */
    private static String cure(Path place, ModelLook look) {
        if (look.damage().isEmpty()) return look.problem();
        return look.alone()
                + " Copy its files there once more from where you have them from; or, if you made them yourself, make them anew"
                + (SoundFiles.isOneKnownBroken(place)
                        ? ": converted in single precision, as half may overflow, or from an earlier state of the training."
                        : ".");
    }

    private Offer offered(InstallNote note) {
        boolean repository = !note.source().contains("://");
        String source = repository && note.version().matches("[0-9a-f]{40}")
                ? note.source().replaceFirst("@.*", "") + "@" + note.version()
                : note.source();
        return offers.of(source, note.file(), note.half(), "");
    }

    /** What the server lists now must be what was installed, and what comes too. */
    private static RemoteFile required(InstallNote note, RemoteFile file) {
        InstallNote.Noted noted = note.files().get(file.path());
        boolean other = file.sum()
                        .filter(s -> s.kind() == noted.sum().kind() && !s.equals(noted.sum()))
                        .isPresent()
                || file.size() >= 0 && file.size() != noted.size();
        if (other)
            throw new Refusal(note.source() + " has another '" + file.path()
                    + "' now than was installed. Remove the model" + " and download it again.");
        return new RemoteFile(file.path(), file.from(), noted.size(), Optional.of(noted.sum()));
    }
}
