package org.prompttoprompt.engine;

import java.nio.file.Files;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.prompttoprompt.Refusal;

/** Looks at all that somebody has set for the engine, before a library is unpacked, a model is read or anything is computed. */
public final class EngineSettings {
    private static final String BEGINNING = "PROMPTTOPROMPT_";
    private static final String OS = System.getProperty("os.name");
    private static final String ARCH = System.getProperty("os.arch");
    /** What follows it in the environment, and what each sets; help tells the same. */
    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("DEVICE", "cpu, gpu, gpu1, ... or mps");
        MEANINGS.put("THREADS", "CPU threads of one operation (unset: as many as other programs leave)");
        MEANINGS.put("PRECISION", "for all models: float32, bfloat16, float16 or auto, which measures");
        MEANINGS.put("WEIGHTS", "full, or int8 for a quarter of the memory");
        MEANINGS.put("MODELS", "folder of installed models");
        MEANINGS.put("LIBTORCH", "a mirror of the libraries for a GPU");
    }

    private EngineSettings() {}

    /**
     * Refuses the first that is wrong.
     *
     * @param device that is to compute, as settings name it
     * @throws Refusal that names the setting, its value and what it can be
     */
    static void require(String device) {
        requireNames(System.getenv().keySet());
        EngineBoot.threads();
        requireDevice(device, OS, ARCH);
        ChosenPrecision.require(device.replaceAll("\\d", ""));
        HeldAs.chosen();
        requireLibtorch(EngineBoot.libtorch());
    }

    /** Returns what the plugin's own settings of the environment are, by their names. */
    public static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        MEANINGS.forEach((name, meaning) -> meanings.put(BEGINNING + name, meaning));
        return meanings;
    }

    /**
     * Returns the setting of the environment that has this value, such as {@code PROMPTTOPROMPT_PRECISION=bfloat16}, if one has and it can
     * be had.
     *
     * @param gpu whether this computer has a GPU that could compute
     */
    public static Optional<String> meant(String value, boolean gpu) {
        String device =
                gpu ? "gpu" : EngineSetting.of("device", EngineChoice.read().startsOn());
        String name = Precision.named(value).isPresent() ? "PRECISION" : value.matches("gpu\\d{1,2}") ? "DEVICE" : "";
        boolean can = switch (name) {
            case "PRECISION" -> ChosenPrecision.isOf(value, device.replaceAll("\\d", ""));
            case "DEVICE" -> gpu;
            default -> false;
        };
        return can ? Optional.of(BEGINNING + name + "=" + value) : Optional.empty();
    }

    /** A setting whose name is mistyped would be passed over without a word. */
    static void requireNames(Set<String> environment) {
        environment.stream()
                .filter(name -> name.startsWith(BEGINNING) && !MEANINGS.containsKey(name.substring(BEGINNING.length())))
                .min(Comparator.naturalOrder())
                .ifPresent(name -> {
                    throw new Refusal(name + " in the environment is no setting: there is " + BEGINNING
                            + String.join(", " + BEGINNING, new TreeSet<>(MEANINGS.keySet()))
                            + ". Correct its name, or take it out.");
                });
    }

    /** Returns what is wrong with what is set, in one sentence; it is told where no engine starts, and nothing is refused. */
    public static Optional<String> problem() {
        try {
            require(EngineSetting.of("device", EngineChoice.read().startsOn()));
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Refuses what a script has set since the start and that would be met in the middle of a load.
     *
     * @throws Refusal that names the setting, its value and what it can be
     */
    public static void requireToLoad() {
        ChosenPrecision.require(PyTorch.device().getDeviceType());
        HeldAs.chosen();
    }

    /**
     * Refuses what names no device, and what no computer of this kind has.
     *
     * @param os as Java names it
     * @param arch the same of its processor
     */
    static void requireDevice(String name, String os, String arch) {
        requireName(name);
        if (name.equals("mps") && !isAppleSilicon(os, arch))
            throw new Refusal(
                    "prompttoprompt.device (PROMPTTOPROMPT_DEVICE) is mps, the GPU of Macs with Apple silicon,"
                            + " and this is " + os + " on " + arch + ": leave it out or set it to cpu."
                            + EngineBoot.WHAT_COULD);
    }

    /** Returns whether this computer is a Mac with Apple silicon, which has a GPU of the name {@code mps}. */
    static boolean isAppleSilicon() {
        return isAppleSilicon(OS, ARCH);
    }

    private static boolean isAppleSilicon(String os, String arch) {
        return os.startsWith("Mac") && arch.equals("aarch64");
    }

    static void requireName(String name) {
        if (name.matches("cpu|mps|gpu\\d{0,2}")) return;
        throw new Refusal(
                "prompttoprompt.device (PROMPTTOPROMPT_DEVICE) must be cpu, gpu, gpu1, ... or mps, not " + name + ".");
    }

    /** DJL passes over a folder that holds no libtorch without a word, and takes another. */
    static void requireLibtorch(String folder) {
        String library = System.mapLibraryName("torch");
        if (folder == null
                || Files.isRegularFile(LocalPath.of(EngineBoot.LIBTORCH, folder).resolve(library))) return;
        throw new Refusal(EngineBoot.LIBTORCH + "=" + folder + " holds no " + library
                + ": name the lib folder of an unpacked libtorch 2.7.1, or take the variable out of the environment.");
    }
}
