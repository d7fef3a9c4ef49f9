package org.prompttoprompt.store;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.LibtorchFolder;
import org.prompttoprompt.engine.WholeFile;
import org.prompttoprompt.model.Meter;
import org.prompttoprompt.pipeline.Progress;

/** Brings the libraries for a GPU: each file is checked by its length and the check sum within it, and the folder appears whole. */
final class EngineInstall {
    private static final int CHUNK = 1 << 20;
    /** How much larger the libraries are than what is downloaded, at most. */
    private static final int UNPACKED = 3;

    private final Path folder;
    private final Web web;
    private final Patience patience;
    private final Progress progress;
    private final TransferRate rate = new TransferRate();
    private long before;
    private long total;
    /** Why all of it comes again, as what is told of a file goes on. */
    private String whyAll = "";

    EngineInstall(Path folder, Web web, Patience patience, Progress progress) {
        this.folder = folder;
        this.web = web;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * Installs an offer.
     *
     * @return the folder of the libraries
     * @throws Refusal if something is wrong, with the cure
     * @throws CancellationException if it was stopped; the next attempt goes on from there
     */
    Path install(EngineOffer offer) {
        String name = name(offer);
        Path target = folder.resolve(name);
        try (StoreLock lock = StoreLock.take(folder, name)) {
            Path partial = folder.resolve(Installation.PARTIAL + name);
            WholeLibraries whole = WholeLibraries.in(target, this::noted);
            if (whole.areAll()) return target;
            EngineOffer rest = whole.rest(offer, partial);
            if (Files.exists(target)) {
                // No room was asked for as long as they were taken for whole: what is damaged comes anew beside them.
                toCome(rest, folder).require("libtorch");
                whyAll = " once more, for what is there is damaged";
            }
            total = rest.bytes();
            LocalDisk.create(partial);
            whole.moveTo(partial);
            Map<String, String> noted = new LinkedHashMap<>();
            before = 0;
            for (RemoteFile file : offer.files()) {
                Path library = library(file, partial);
                String called = library.getFileName().toString();
                if (!Files.exists(library)) bring(file, library);
                if (!rest.here().contains(file.path())) before += Math.max(0, file.size());
                noted.put(
                        called,
                        whole.noted(called).isPresent() ? whole.noted(called).get() : noted(library));
            }
            requireAll(noted.keySet().stream().toList(), offer);
            if (Files.exists(target)) CacheFolder.delete(target);
            LibtorchFolder.note(target, noted);
            Installation.move(partial, target);
            return target;
        } catch (IOException e) {
            throw LocalDisk.ofDownload(target, e);
        }
    }

    /** Returns an offer with what of it is here already, and right: only the rest is to come. */
    EngineOffer looked(EngineOffer offer) {
        Path target = folder.resolve(name(offer));
        if (!Files.exists(target)) return offer;
        try {
            return WholeLibraries.in(target, this::noted)
                    .rest(offer, folder.resolve(Installation.PARTIAL + name(offer)));
        } catch (IOException e) {
            return offer; // the installation tells it
        }
    }

    /** Returns size and sum of a library, as the note has them. */
    private String noted(Path library) throws IOException {
        Checksum sum = Checksum.of(
                Checksum.Kind.SHA256, library, (done, size) -> tell(0, "Checking " + library.getFileName()));
        return Files.size(library) + " " + sum.hex();
    }

    private static void requireAll(List<String> names, EngineOffer offer) {
        List<String> missing = LibtorchFolder.required(offer.flavor().startsWith("cu")).stream()
                .filter(name -> !names.contains(name))
                .toList();
        if (!missing.isEmpty())
            throw new Refusal(offer.files().get(0).from().getHost() + " has no whole libtorch: "
                    + String.join(", ", missing) + " is missing. Nothing was installed.");
    }

    private boolean tell(long done, String text) {
        return progress.goOn(before + done, Math.max(1, Math.max(total, before + done)), text);
    }

    /** What does not unpack comes once more: a proxy or a disk may have spoiled it. */
    private void bring(RemoteFile file, Path library) throws IOException {
        Path packed = library.resolveSibling(file.path());
        Coming coming = new Coming(file);
        // It was whole, and there was no room or no time to unpack it.
        boolean lay = Files.exists(packed);
        if (!lay) transfer(packed, coming);
        try {
            unpack(packed, library);
        } catch (ZipException | EOFException e) {
            coming.why = " once more, for it came damaged (" + how(e) + ")";
            transfer(packed, coming);
            try {
                unpack(packed, library);
            } catch (ZipException | EOFException again) {
                throw new Refusal(
                        "'" + file.path() + "' of " + file.from().getHost()
                                + (lay ? " came before, has come once more now" : " was downloaded twice")
                                + " and is damaged (" + how(again) + "). Nothing was installed. Try again later.",
                        again);
            }
        }
    }

    /** An early end has no message of its own. */
    private static String how(IOException damaged) {
        return damaged.getMessage() == null ? "it ends too early" : damaged.getMessage();
    }

    /** Makes of a packed file, which is then gone, a library; of a damaged one neither stays. */
    private void unpack(Path packed, Path library) throws IOException {
        Path fresh = library.resolveSibling(library.getFileName() + FileTransfer.PART);
        long came = Files.size(packed);
        String text = "Unpacking " + library.getFileName();
        // It holds the CRC-32 and the length of its content, which the end of the stream compares.
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed), CHUNK);
                OutputStream out = Files.newOutputStream(fresh)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
                if (!tell(came, text)) throw new CancellationException("Stopped; the next attempt goes on from there.");
            }
        } catch (IOException | CancellationException e) {
            Files.deleteIfExists(fresh);
            if (e instanceof ZipException || e instanceof EOFException) Files.deleteIfExists(packed);
            throw e;
        }
        WholeFile.replace(fresh, library);
        Files.delete(packed);
    }

    private void transfer(Path packed, Coming coming) {
        rate.begin(new File(packed + FileTransfer.PART).length());
        new FileTransfer(web, patience, coming.file, packed, coming).run();
    }

    /** Tells how far all files are while one of them comes, and why one comes that came before. */
    private final class Coming implements Meter {
        private final RemoteFile file;
        private String why = whyAll;

        Coming(RemoteFile file) {
            this.file = file;
        }

        @Override
        public boolean goOn(long done, long size) {
            return tell(
                    done,
                    "Downloading libtorch: " + Sizes.text(before + done) + " of " + Sizes.text(total)
                            + (done == size ? "" : rate.at(done, total - before - done)) + ", " + file.path() + why);
        }

        @Override
        public void again() {
            rate.begin(0);
            why = FileTransfer.WHY_AGAIN;
        }
    }

    /** Returns what an offer needs at most, and what is free. */
    static ToCome room(EngineOffer offer, Path folder) {
        Path target = folder.resolve(name(offer));
        boolean some = !offer.here().isEmpty() && !offer.coming().isEmpty();
        boolean there = Files.exists(target) && LibtorchFolder.problem(target).isEmpty();
        return there && !some ? ToCome.into(folder, 0, offer.bytes()) : toCome(offer, folder);
    }

    private static ToCome toCome(EngineOffer offer, Path folder) {
        Path partial = folder.resolve(Installation.PARTIAL + name(offer));
        long left =
                offer.coming().stream().mapToLong(file -> left(file, partial)).sum();
        long begun = offer.here().isEmpty() ? bytes(partial) : 0;
        long needed = Math.max(left, offer.bytes() * UNPACKED - begun);
        return ToCome.into(folder, left, offer.bytes(), needed);
    }

    /** Returns what a file is unpacked to. */
    static Path library(RemoteFile file, Path partial) {
        return partial.resolve(file.path().replaceFirst("\\.gz$", ""));
    }

    /** Returns how much of a file is still to come: nothing of one that is there, unpacked or not yet. */
    private static long left(RemoteFile file, Path partial) {
        Path packed = partial.resolve(file.path());
        boolean came = Files.exists(packed) || Files.exists(library(file, partial));
        return came ? 0 : Math.max(0, file.size() - new File(packed + FileTransfer.PART).length());
    }

    private static String name(EngineOffer offer) {
        return "libtorch-" + EngineFiles.VERSION + "-" + offer.flavor();
    }

    private static long bytes(Path folder) {
        if (!Files.exists(folder)) return 0;
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
