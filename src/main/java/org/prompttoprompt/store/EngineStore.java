package org.prompttoprompt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.EngineChoice;
import org.prompttoprompt.engine.EngineSetting;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.LibtorchFolder;
import org.prompttoprompt.engine.Measurements;
import org.prompttoprompt.engine.NvidiaDriver;
import org.prompttoprompt.engine.OutputFile;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.pipeline.Progress;

/** What computes on this computer, what could, and the change from one to the other, which the next start makes. */
public final class EngineStore {
    private static final String RESTART =
            "Restart ImageJ: from then on it computes there; if that fails, it falls back to the CPU and says so.";

    private static final String FROM_THEN = "The CPU computes from the next start of ImageJ on.";
    private static final String LICENSED = "libtorch";
    private static final String OTHERS = "PYTORCH_LIBRARY_PATH";

    private final Map<String, String> environment;
    private final Patience patience;
    private final String system;
    private final Optional<NvidiaDriver> driver;

    /** This computer. */
    public EngineStore() {
        this(
                System.getenv(),
                Patience.USUAL,
                EngineFiles.system(System.getProperty("os.name"), System.getProperty("os.arch")),
                NvidiaDriver.find());
    }

    EngineStore(Map<String, String> environment, Patience patience, String system, Optional<NvidiaDriver> driver) {
        this.environment = environment;
        this.patience = patience;
        this.system = system;
        this.driver = driver;
    }

    /** Returns the device that this computer could use beside its CPU, by its setting: {@code gpu}, {@code mps}, or nothing. */
    public Optional<String> possible() {
        return new UsableGpu(system, driver).device();
    }

    /** Returns what this computer could use, in words, and what is wrong with the setting that names a mirror. */
    public String possibleInWords() {
        return new UsableGpu(system, driver).inWords() + mirror();
    }

    /** Returns what is wrong with that setting, as a sentence behind others; nothing of a right one. */
    private String mirror() {
        try {
            EngineFiles.server(environment);
            return "";
        } catch (Refusal e) {
            return " " + e.getMessage();
        }
    }

    /** Returns what the next start will compute on, in words, and why, if that is not what was chosen; and how precisely. */
    public String chosenInWords() {
        // A wrong setting is told by itself: what was chosen does not count then.
        String chosen = EngineWords.problem()
                .orElseGet(() -> EngineSetting.winning("device")
                                .map(said -> said + lacking())
                                .orElseGet(() -> EngineChoice.read().inWords())
                        + " " + EngineWords.precision() + EngineWords.weights());
        return String.join("\n", chosen, String.join("\n", Measurements.inWords()))
                .stripTrailing();
    }

    /** Returns whether what was set and chosen can be had, as far as is known before a start. */
    boolean isAsChosen() {
        return mirror().isEmpty()
                && lacking().isEmpty()
                && EngineWords.problem().isEmpty()
                && EngineChoice.isHad()
                && PrecisionChoice.problem().isEmpty()
                && HeldAs.problem().isEmpty();
    }

    /** Returns what a GPU that a setting names does without, as a sentence goes on; some systems show no file of their driver. */
    private String lacking() {
        boolean lacks = EngineSetting.of("device", "").startsWith("gpu") && driver.isEmpty();
        return lacks ? " No NVIDIA driver is found here: if there is none, no run starts." : "";
    }

    /** Chooses how the weights of networks are held. */
    public String choose(HeldAs held) {
        held.write();
        String counts = EngineWords.counts("weights", "");
        return counts.isEmpty() ? held.inWords() + " From the next run on." : held + " is chosen." + counts;
    }

    /** Returns how precisely models compute, if no setting says otherwise. */
    public static PrecisionChoice precision() {
        return PrecisionChoice.read();
    }

    /** Chooses how precisely models compute. */
    public String choose(PrecisionChoice precision) {
        precision.write();
        String counts = EngineWords.counts("precision", "");
        return counts.isEmpty()
                ? precision.inWords() + " From the next run on."
                : precision.word() + " is chosen." + counts;
    }

    /** Measures anew in which precision, and by which program, this computer is faster, which is kept, and tells. */
    public String measure() {
        return String.join("\n", Measurements.again()) + "\n" + EngineWords.precision();
    }

    /**
     * Asks for the libraries that an NVIDIA GPU of this computer needs, and looks which of them are here and right.
     *
     * @param progress hears of the files that are looked at
     */
    public EngineOffer offer(Progress progress) {
        EngineFiles files = new EngineFiles(environment);
        return new EngineInstall(folder(), files.web(), patience, progress).looked(files.offer(system));
    }

    EngineOffer offer() {
        return offer(Progress.NONE);
    }

    /**
     * Downloads libraries and chooses the GPU.
     *
     * @param accept {@link EngineOffer#LICENCE}, by which the licences are accepted; empty if they were before
     * @return what was done, in words
     * @throws Refusal if they have no room, which is told before anybody is asked to accept them, or are not accepted
     */
    public String install(EngineOffer offer, String accept, Progress progress) {
        room(offer).require(LICENSED);
        if (accept.isBlank() && accepted().isEmpty()) throw new Refusal(offer.toAccept());
        String accepted = new Licences(LocalDisk.create(folder())).require(LICENSED, EngineOffer.TERMS, accept);
        Web web = new EngineFiles(environment).web();
        Path libraries = new EngineInstall(folder(), web, patience, progress).install(offer);
        new EngineChoice("gpu", libraries.toString(), offer.flavor(), "").write();
        String before =
                " Their licences, " + EngineOffer.LICENCE + ", were accepted on " + Licences.day(accepted) + ".";
        String others = environment.containsKey(OTHERS)
                ? " " + OTHERS + " names others, which are taken in place of these as long as it stands."
                : "";
        return "The libraries are in " + libraries + "." + (accept.isBlank() ? before : "") + others
                + EngineWords.counts("device", RESTART);
    }

    /** Returns how much room an offer's libraries need, and how much there is. */
    public ToCome room(EngineOffer offer) {
        return EngineInstall.room(offer, folder());
    }

    /** Returns the day on which the licences of the libraries were accepted before, if they were: those of all versions are the same. */
    public Optional<String> accepted() {
        return new Licences(folder()).accepted(LICENSED, EngineOffer.TERMS).map(Licences::day);
    }

    /** Returns where libraries are kept. */
    static Path folder() {
        return CacheFolder.path().resolve("libtorch");
    }

    /** Chooses the Apple GPU, which needs nothing more. */
    public String chooseMps() {
        if (!possible().equals(Optional.of("mps")))
            throw new Refusal("mps is for Macs with Apple silicon, and this is " + system + ". " + possibleInWords());
        new EngineChoice("mps", "", "", "").write();
        return "The Apple GPU is chosen." + EngineWords.counts("device", RESTART);
    }

    /** Chooses the CPU; libraries that were downloaded stay. */
    public String chooseCpu() {
        EngineChoice.CPU.write();
        return "The CPU is chosen." + EngineWords.counts("device", FROM_THEN);
    }

    /** Returns whether the next start is on the CPU already, and not for want of something better. */
    public boolean isCpuChosen() {
        return EngineChoice.read().equals(EngineChoice.CPU);
    }

    /** Returns whether there is something that {@link #remove} would delete: libraries, whole or not. */
    public boolean isDownloaded() {
        try {
            return !downloaded().isEmpty();
        } catch (IOException e) {
            return true; // removing tells why they cannot be looked at
        }
    }

    /**
     * Chooses the CPU and deletes what was downloaded.
     *
     * @throws Refusal if it is being downloaded just now, or in use
     */
    public String remove() {
        try {
            List<String> names = downloaded();
            for (String name : names)
                try (StoreLock lock = StoreLock.take(folder(), name)) {
                    EngineChoice.CPU.write();
                    for (String begin : List.of("", Installation.PARTIAL)) {
                        Path libraries = folder().resolve(begin + name);
                        if (Files.exists(libraries)) CacheFolder.delete(libraries);
                    }
                    LibtorchFolder.forget(folder().resolve(name));
                }
            EngineChoice.CPU.write();
            Files.deleteIfExists(folder().resolve(Licences.FILE));
            return names.isEmpty()
                    ? "Nothing was downloaded for a GPU. The CPU is chosen." + EngineWords.counts("device", "")
                    : "The libraries for the GPU are removed." + EngineWords.counts("device", FROM_THEN);
        } catch (IOException e) {
            throw new Refusal(
                    "The libraries in " + folder() + " cannot be removed (" + OutputFile.why(folder().resolve("x"), e)
                            + "): they may be in use; restart ImageJ, which then computes on the CPU, and try again.",
                    e);
        }
    }

    /** Returns the names of what has come, whole or not. */
    private static List<String> downloaded() throws IOException {
        if (!Files.isDirectory(folder())) return List.of();
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(Files::isDirectory)
                    .map(libraries -> libraries.getFileName().toString().replaceFirst("^" + Installation.PARTIAL, ""))
                    .distinct()
                    .toList();
        }
    }
}
