package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.model.InstalledModels;
import org.prompttoprompt.model.Meter;
import org.prompttoprompt.pipeline.Progress;

/**
 * Downloads the files of a listing into a folder beside the models and renames it when all of them are there and right: a model is
 * there whole or not at all. What an earlier attempt has brought is used.
 */
final class Installation {
    static final String PARTIAL = InstalledModels.PARTIAL;

    /** Why a file comes that was finished before, as what is told of it goes on. */
    static final String WHY_ANEW = " once more, for what had come is not as it is listed";

    private final Path store;
    private final Web web;
    private final Patience patience;
    private final Progress progress;
    private final TransferRate rate = new TransferRate();
    private long before;
    private long total;

    Installation(Path store, Web web, Patience patience, Progress progress) {
        this.store = store;
        this.web = web;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Installs a model.
     *
     * @param listing its files
     * @param note of it, without the files
     * @return its folder
     * @throws Refusal if something is wrong, with the cure
     * @throws CancellationException if it was stopped; the next attempt goes on from there
     */
    Path install(String name, Listing listing, InstallNote note, Check check) {
        Path folder = store.resolve(name);
        try (StoreLock lock = StoreLock.take(store, name)) {
            Addition.requireNew(store, name);
            Path partial = partial(name, listing, Attempt.of(listing, note));
            InstallNote whole;
            try {
                whole = note.with(bring(listing.files(), partial, name));
                check.accept(partial);
            } catch (Refusal e) {
                if (new Unfinished(name, partial).bytes() == 0) CacheFolder.delete(partial); // nothing is lost
                else Attempt.ended(partial, e.getMessage());
                throw e;
            }
            whole.write(partial);
            move(partial, folder);
            Attempt.forget(folder); // last: where one of these fails, the next attempt goes on from what has come
            HashState.right(whole, folder);
            return folder;
        } catch (IOException e) {
            throw LocalDisk.ofDownload(folder, e);
        }
    }

    /** Looks at what has come before it is installed, and refuses what cannot be used. */
    @FunctionalInterface
    interface Check {
        void accept(Path folder);
    }

    /** Returns the folder of what has come already; of another version it is emptied. */
    private Path partial(String name, Listing listing, Attempt wanted) throws IOException {
        Path partial = store.resolve(PARTIAL + name);
        boolean same = Attempt.read(partial).filter(a -> a.isOf(listing)).isPresent();
        if (!same && Files.exists(partial)) CacheFolder.delete(partial);
        requireRoom(listing.files(), partial, name); // before anything is there that would be listed as unfinished
        LocalDisk.create(partial);
        wanted.write(partial);
        return partial;
    }

    /**
     * Brings files that are not there yet.
     *
     * @return sizes and sums of all of them by their paths
     */
    Map<String, InstallNote.Noted> bring(List<RemoteFile> files, Path to, String name) throws IOException {
        total = bytes(files);
        requireRoom(files, to, name);
        LocalDisk.create(to);
        Map<String, InstallNote.Noted> noted = new LinkedHashMap<>();
        before = 0;
        for (RemoteFile file : files) {
            Path target = to.resolve(file.path());
            Coming coming = new Coming(file, name);
            Optional<Checksum> finished = finished(file, target, coming);
            rate.begin(have(target));
            Checksum sum = finished.orElseGet(() -> new FileTransfer(web, patience, file, target, coming).run());
            long size = Files.size(target);
            before += size;
            noted.put(file.path(), new InstallNote.Noted(size, sum));
        }
        return noted;
    }

    private static long bytes(List<RemoteFile> files) {
        return files.stream().mapToLong(file -> Math.max(0, file.size())).sum();
    }

    private static void requireRoom(List<RemoteFile> files, Path to, String name) {
        LocalDisk.requireRoom("the model '" + name + "'", left(files, to), to);
    }

    /** Returns how many bytes of files are not in a folder yet, as far as their sizes are known. */
    private static long left(List<RemoteFile> files, Path to) {
        long there = 0;
        for (RemoteFile file : files) there += have(to.resolve(file.path()));
        return Math.max(0, bytes(files) - there);
    }

    /** Returns what of a listing is still to come where a model of this name is downloaded. */
    static ToCome toCome(Path store, String name, Listing listing) {
        Path partial = store.resolve(PARTIAL + name);
        boolean begun = Attempt.read(partial).filter(a -> a.isOf(listing)).isPresent();
        long left = begun ? left(listing.files(), partial) : bytes(listing.files());
        return ToCome.into(store, left, listing.bytes());
    }

    private static long have(Path target) {
        Path part = target.resolveSibling(target.getFileName() + FileTransfer.PART);
        return target.toFile().length() + part.toFile().length();
    }

    /** Returns the SHA-256 of a file that an earlier attempt has finished; one that is not as it is listed, or no longer, is deleted. */
    private static Optional<Checksum> finished(RemoteFile file, Path target, Coming coming) throws IOException {
        if (!Files.isRegularFile(target)) return Optional.empty();
        Meter stopped = (done, all) -> coming.goOn(all, all);
        boolean sized = file.size() < 0 || file.size() == Files.size(target);
        Optional<Checksum> sum = sized ? Checksum.ofRight(file.sum(), target, stopped) : Optional.empty();
        if (sum.isEmpty()) {
            Files.delete(target);
            coming.why = WHY_ANEW;
        }
        return sum;
    }

    /** Tells how far all files are while one of them comes, and why one comes twice. */
    private final class Coming implements Meter {
        private final RemoteFile file;
        private final String name;
        private String why = "";

        Coming(RemoteFile file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public boolean goOn(long done, long size) {
            long all = Math.max(total, before + Math.max(done, size));
            String text = "Downloading " + name + ": " + Sizes.text(before + done)
                    + (total > 0 ? " of " + Sizes.text(all) : "")
                    + (done == size ? "" : rate.at(done, total > 0 ? all - before - done : 0)) + ", " + file.path()
                    + why;
            return progress.goOn(before + done, Math.max(1, all), text);
        }

        @Override
        public void again() {
            rate.begin(0);
            why = FileTransfer.WHY_AGAIN;
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }
}
