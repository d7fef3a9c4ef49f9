package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The functions of {@code kernels.py}, loaded into the engine once and called by their names. */
final class Kernels {
    private static final Kernels INSTANCE = new Kernels();

    private final NDManager manager;
    private final PtSymbolBlock module;
    private final Map<String, NDArray> names = new ConcurrentHashMap<>();
    private final Map<Number, NDArray> numbers = new ConcurrentHashMap<>();

    private Kernels() {
        PyTorch.start();
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        try (InputStream text = Kernels.class.getResourceAsStream("kernels.py")) {
            byte[] archive = TorchScriptArchive.pack("Kernels", text.readAllBytes());
            module = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a function; its result belongs to the manager of the first argument. */
    static NDArray call(String function, NDArray... arguments) {
        PyTorch.throwIfStopped();
        NDList list = new NDList(arguments);
        list.add(INSTANCE.names.computeIfAbsent(function, INSTANCE::name));
        // "Training" only keeps the call out of inference mode, whose results can neither be changed in place nor
        // derived.
        return IValueUtils.forward(INSTANCE.module, list, true).head();
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

    private NDArray name(String function) {
        NDArray name = keep(manager.create(0f));
        name.setName("module_method:" + function);
        return name;
    }

    /** Takes the array out of the scope of whoever happened to call first. */
    private static NDArray keep(NDArray array) {
        NDScope.unregister(array);
        return array;
    }
}
