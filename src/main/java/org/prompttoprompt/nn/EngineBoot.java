package org.prompttoprompt.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Locale;

/** Sets what DJL and libtorch read once, at their start, then starts them. Must run on the engine's thread. */
final class EngineBoot {
    private EngineBoot() {}

    /** The one C function that Java lacks. */
    interface CLibrary extends Library {
        int setenv(String name, String value, int overwrite);
    }

    static Device boot() {
        SecondLibtorch.refuse();
        String threads = setting("threads", "" + Runtime.getRuntime().availableProcessors());
        if (!threads.matches("[1-9]\\d{0,3}")) {
            throw new IllegalStateException(
                    "prompttoprompt.threads must be a number of CPU threads from 1, not " + threads);
        }
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault(CacheFolder.SETTING, CacheFolder.path().toString());
        setDefault("ai.djl.pytorch.num_threads", threads);
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
        // Large temporaries come from mmap and go back to it: huge pages spare most of the page faults.
        if (Platform.isLinux()) Native.load("c", CLibrary.class).setenv("THP_MEM_ALLOC_ENABLE", "1", 0);
        return device(setting("device", "cpu"), engine());
    }

    private static Engine engine() {
        try {
            return CacheFolder.alone(() -> {
                CachedNatives.mend();
                return Engine.getEngine("PyTorch");
            });
        } catch (Exception | LinkageError e) {
            throw new IllegalStateException(
                    missing(System.getProperty("os.name"), System.getProperty("os.arch"), e), e);
        }
    }

    static String missing(String os, String arch, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        return "PyTorch does not start on this computer (" + os + ", " + arch + "): " + root.getMessage()
                + ". It needs pytorch-native-cpu 2.7.1 for this platform on the class path (there is one for Linux and Windows"
                + " on x86_64, Linux on aarch64 and macOS on Apple silicon; none for Macs with Intel processors), or a libtorch"
                + " 2.7.1 folder named by PYTORCH_LIBRARY_PATH; on Windows also the Visual C++ redistributable.";
    }

    static Device device(String name, Engine engine) {
        if (name.equals("cpu")) return Device.cpu();
        if (name.equals("mps")) return Device.of("mps", -1);
        if (!name.matches("gpu\\d{0,2}")) {
            throw new IllegalStateException("prompttoprompt.device must be cpu, gpu, gpu1, ... or mps, not " + name);
        }
        int id = name.equals("gpu") ? 0 : Integer.parseInt(name.substring(3));
        if (id >= engine.getGpuCount()) {
            throw new IllegalStateException("prompttoprompt.device is " + name + ", but this PyTorch sees "
                    + engine.getGpuCount()
                    + " NVIDIA GPUs. The CPU library from Maven sees none: name a libtorch 2.7.1 folder"
                    + " for CUDA 12.8 by PYTORCH_LIBRARY_PATH (with PYTORCH_FLAVOR=cu128), or choose cpu.");
        }
        return Device.gpu(id);
    }

    private static String setting(String name, String otherwise) {
        String value = System.getProperty("prompttoprompt." + name);
        if (value == null) value = System.getenv("PROMPTTOPROMPT_" + name.toUpperCase(Locale.ROOT));
        return value == null ? otherwise : value;
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) System.setProperty(name, value);
    }
}
