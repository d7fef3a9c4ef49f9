package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The functions of {@code kernels.py} and of {@code onednn.py}, loaded into the engine once and called by their names. */
final class Kernels {
    /** Before the name of an array that tells DJL which function to call. */
    private static final String METHOD = "module_method:";

    private static final Kernels INSTANCE = new Kernels();

    private final NDManager manager;
    private final PtSymbolBlock module;
    private final Optional<PtSymbolBlock> oneDnnModule;
    private final boolean oneDnn;
    private final Map<String, NDArray> names = new ConcurrentHashMap<>();
    private final Map<Number, NDArray> numbers = new ConcurrentHashMap<>();

    private Kernels() {
        PyTorch.start();
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        module = load("Kernels", "kernels.py");
        oneDnn = convolves();
        oneDnnModule = oneDnn ? loadIfKnown("OneDnn", "onednn.py") : Optional.empty();
    }

    private PtSymbolBlock load(String className, String file) {
        try (InputStream text = Kernels.class.getResourceAsStream(file)) {
            byte[] archive = TorchScriptArchive.pack(className, text.readAllBytes());
            return JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty where this PyTorch lacks one of its operations. */
    private Optional<PtSymbolBlock> loadIfKnown(String className, String file) {
        try {
            return Optional.of(load(className, file));
        } catch (EngineException e) {
            return Optional.empty();
        }
    }

    /** Calls a function; its result belongs to the manager of the first argument. */
    static NDArray call(String function, NDArray... arguments) {
        return call(INSTANCE.module, function, arguments);
    }

    /** Calls a function of oneDNN's, which {@link #hasOneDnn} has found. */
    static NDArray callOneDnn(String function, NDArray... arguments) {
        return call(INSTANCE.oneDnnModule.orElseThrow(), function, arguments);
    }

    /** Returns whether this PyTorch has the functions of {@code onednn.py}. */
    static boolean hasOneDnn() {
        return INSTANCE.oneDnnModule.isPresent();
    }

    private static NDArray call(PtSymbolBlock module, String function, NDArray... arguments) {
        PyTorch.beforeLayer();
        NDList list = new NDList(arguments);
        list.add(INSTANCE.names.computeIfAbsent(function, INSTANCE::name));
        // "Training" only keeps the call out of inference mode, whose results can neither be changed in place nor
        // derived.
        return IValueUtils.forward(module, list, true).head();
    }

    /** Returns whether oneDNN is to convolve the array: one of float32 on a CPU for which this PyTorch has it. */
    static boolean ownConvolution(NDArray x) {
        return isSingleOnCpu(x) && INSTANCE.oneDnn;
    }

    /** Returns whether the array is one of float32 on a CPU, for which layers have programs of their own. */
    static boolean isSingleOnCpu(NDArray x) {
        return x.getDevice().equals(Device.cpu()) && x.getDataType() == DataType.FLOAT32;
    }

    /** Returns whether a layer may compute x in memory that is kept: such an array, and no gradients, which need what was there. */
    static boolean mayKeep(NDArray x) {
        return isSingleOnCpu(x) && !JniUtils.isGradMode();
    }

    /** Tried once: nothing tells it. */
    private boolean convolves() {
        try (NDManager probe = manager.newSubManager()) {
            NDArray one = probe.ones(new Shape(1, 1, 1, 1));
            NDArray method = probe.create(0f);
            method.setName(METHOD + "conv2d_plain");
            NDList list = new NDList(one, one, probe.create(1L), probe.create(0L), method);
            return IValueUtils.forward(module, list, true).head().getFloat() == 1;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Returns the number as a tensor without dimensions, on the CPU, which is how a kernel takes it. */
    static NDArray number(Number value) {
        return INSTANCE.numbers.computeIfAbsent(
                value,
                v -> keep(
                        v instanceof Integer i
                                ? INSTANCE.manager.create((long) i)
                                : INSTANCE.manager.create((double) v)));
    }

    /** Returns so many numbers on the CPU, whatever their memory held, for the caller to close. */
    static NDArray unset(long numbers) {
        return keep(INSTANCE.manager.create(new Shape(numbers)));
    }

    private NDArray name(String function) {
        NDArray name = keep(manager.create(0f));
        name.setName(METHOD + function);
        return name;
    }

    /** Takes the array out of the scope of whoever happened to call first. */
    private static NDArray keep(NDArray array) {
        NDScope.unregister(array);
        return array;
    }
}
