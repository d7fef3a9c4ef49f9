package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;

/** Sets what DJL and libtorch read once, at their start, then starts them. Must run on the engine's thread. */
final class EngineBoot {
    /** Names a libtorch folder of one's own. */
    static final String LIBTORCH = "PYTORCH_LIBRARY_PATH";

    /** Ends what is said of a GPU that is not there. */
    static final String WHAT_COULD =
            " Models... > Engine (models engine on the command line) tells what this computer could"
                    + " use, and downloads the libraries for an NVIDIA GPU (models engine gpu).";

    /** Threads for each processor; tens of thousands would end the process. */
    private static final int MOST_THREADS_EACH = 4;

    private static boolean begun;
    private static String note = "";

    private EngineBoot() {}

    /** The one C function that Java lacks. */
    interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);
    }

    static Device boot() {
        QuietLog.begin();
        SecondLibtorch.refuse();
        ChosenDevice chosen = ChosenDevice.of(EngineSetting.of("device", null));
        EngineSettings.require(chosen.device());
        int threads = threads();
        unpack();
        begun = true;
        Doing.tell("Starting PyTorch");
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.pytorch.num_threads", "" + threads);
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
        // Large temporaries come from mmap and go back to it: huge pages spare most of the page faults.
        setInEnvironment("THP_MEM_ALLOC_ENABLE", "1");
        // NVIDIA's libraries would convolve numbers of 32 bits with 10 of their 23 bits after the point (TF32).
        setInEnvironment("NVIDIA_TF32_OVERRIDE", "0");
        if (System.getenv("OMP_WAIT_POLICY") == null) setInEnvironment("GOMP_SPINCOUNT", spins());
        Device device = device(chosen);
        note = chosen.note();
        if (!note.isEmpty()) Doing.tell(note);
        PrecisionChoice.problem().ifPresent(Doing::tell);
        HeldAs.problem().ifPresent(Doing::tell);
        return device;
    }

    private static Device device(ChosenDevice chosen) {
        Engine engine;
        try {
            engine = engine();
        } catch (Refusal e) {
            throw chosen.failed(e);
        }
        return chosen.confirm(name -> device(name, engine), () -> seen(engine.getGpuCount()));
    }

    /** Returns the folder of another libtorch than the plugin's own, null for none. */
    static String libtorch() {
        String named = System.getenv(LIBTORCH);
        return named != null ? named : System.getProperty(LIBTORCH);
    }

    /** Returns why the device is not the one that was chosen; empty if it is. */
    static String note() {
        return note;
    }

    /** Returns the threads of the CPU, of a number that follows other programs unless the user has set it. */
    static Threads fittedThreads() {
        return new Threads(threads(), fixedThreads());
    }

    /**
     * Returns how often a thread that waits for another looks before it sleeps. Threads of a number that follows other programs have a
     * processor each, and sleeping costs an edit on an idle one a third of its time. Those of a fixed number may take each other's
     * processors on a busy one, where 10,000 looks made an edit 3.5 times slower, and 300,000, which are GNU's, thirty times (ThreadsBenchmark).
     */
    private static String spins() {
        return fixedThreads() ? "1000" : "100000";
    }

    private static boolean fixedThreads() {
        return !EngineSetting.of("threads", "").isEmpty();
    }

    /** Returns how many CPU threads one operation may use. */
    static int threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        String threads = EngineSetting.of("threads", "" + processors);
        int most = MOST_THREADS_EACH * processors;
        if (!threads.matches("[1-9]\\d{0,5}") || Integer.parseInt(threads) > most) {
            throw new Refusal(
                    "prompttoprompt.threads (PROMPTTOPROMPT_THREADS) must be a number of CPU threads from 1 to " + most
                            + ", not "
                            + threads + ": this computer has " + processors
                            + " processors, and threads beyond these only wait.");
        }
        return Integer.parseInt(threads);
    }

    /** Sets what native libraries read, unless it is set. */
    private static void setInEnvironment(String name, String value) {
        if (Platform.isLinux()) Native.load("c", CLibrary.class).setenv(name, value, 0);
    }

    /** Returns whether native code may have been loaded; until then a start that failed may be tried again. */
    static boolean hasBegun() {
        return begun;
    }

    private static void unpack() {
        try {
            CachedNatives.unpack();
        } catch (Refusal e) {
            throw e;
        } catch (Exception e) {
            throw new Refusal(
                    "PyTorch's libraries cannot be unpacked (" + e
                            + "): close other ImageJs, or name another folder by " + CacheFolder.SETTING + ".",
                    e);
        }
    }

    private static Engine engine() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (Exception | LinkageError e) {
            throw new Refusal(missing(System.getProperty("os.name"), System.getProperty("os.arch"), e), e);
        }
    }

    static String missing(String os, String arch, Throwable failure) {
        return "PyTorch does not start on this computer (" + os + ", " + arch + "): "
                + Fault.root(failure).getMessage()
                + ". It needs pytorch-native-cpu 2.7.1 for this platform on the class path (there is one for Linux and"
                + " Windows on x86_64, Linux on aarch64 and macOS on Apple silicon; none for Macs with Intel"
                + " processors), or a libtorch 2.7.1 folder named by PYTORCH_LIBRARY_PATH; on Windows also the Visual"
                + " C++ redistributable.";
    }

    static Device device(String name, Engine engine) {
        EngineSettings.requireName(name);
        if (name.equals("cpu")) return Device.cpu();
        if (name.equals("mps")) return Device.of("mps", -1);
        int id = name.equals("gpu") ? 0 : Integer.parseInt(name.substring(3));
        int gpus = engine.getGpuCount();
        if (id < gpus) return Device.gpu(id);
        throw new Refusal("prompttoprompt.device (PROMPTTOPROMPT_DEVICE) is " + name + ", but the libraries in use see "
                + seen(gpus)
                + ". Leave the setting out, or set it to cpu, to compute without." + WHAT_COULD
                + " A libtorch 2.7.1 of your own for CUDA 12.8 is named by PYTORCH_LIBRARY_PATH (with"
                + " PYTORCH_FLAVOR=cu128).");
    }

    private static String seen(int gpus) {
        return gpus == 0
                ? "no NVIDIA GPU"
                : gpus == 1 ? "one NVIDIA GPU, gpu" : gpus + " NVIDIA GPUs, gpu to gpu" + (gpus - 1);
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) System.setProperty(name, value);
    }
}
