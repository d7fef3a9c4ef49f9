package org.prompttoprompt.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.prompttoprompt.Fault;
import org.prompttoprompt.Refusal;

/**
 * The device of a start: that of the settings, or else the one that was chosen in the window, if it still can be had. A chosen one
 * that cannot is told, and the processor takes its place: nobody should be left without any.
 */
final class ChosenDevice {
    private static final String VERSION = "2.7.1";

    private final EngineChoice choice;
    private final boolean set;
    private String device;
    private String note = "";
    private StartMark mark;

    private ChosenDevice(String device, boolean set, EngineChoice choice) {
        this.device = device;
        this.set = set;
        this.choice = choice;
    }

    /**
     * Decides before anything is loaded.
     *
     * @param setting the device that a setting names, null for none
     */
    static ChosenDevice of(String setting) {
        if (setting != null) return new ChosenDevice(setting, true, EngineChoice.CPU);
        EngineChoice choice = EngineChoice.read();
        ChosenDevice chosen = new ChosenDevice(choice.device(), false, choice);
        if (!choice.note().isEmpty()) chosen.note = choice.note();
        if (choice.equals(EngineChoice.CPU) || !choice.note().isEmpty()) return chosen;
        chosen.obstacle().ifPresentOrElse(chosen::giveUp, chosen::begin);
        return chosen;
    }

    String device() {
        return device;
    }

    /** Returns why the device is not the one that was chosen; empty if it is. */
    String note() {
        return note;
    }

    private void giveUp(String why) {
        note = choice.instead(why);
        device = "cpu";
    }

    /** Gives it up for the starts to come, too: what has failed in this process would fail again. */
    private void giveUpForGood(String why) {
        giveUp(why);
        try {
            new EngineChoice("cpu", "", "", note + " When that is mended, choose it there again.").write();
        } catch (Refusal e) {
            // The next start tries once more.
        }
    }

    private Optional<String> obstacle() {
        if (StartMark.isLeft()) {
            String why = "the last start with it ended ImageJ";
            giveUpForGood(why);
            return Optional.of(why);
        }
        return choice.obstacle();
    }

    private void begin() {
        if (!choice.libraries().isEmpty() && System.getenv(EngineBoot.LIBTORCH) == null) {
            System.setProperty(EngineBoot.LIBTORCH, choice.libraries());
            System.setProperty("PYTORCH_VERSION", VERSION);
            System.setProperty("PYTORCH_FLAVOR", choice.flavor());
        }
        try {
            mark = StartMark.set(choice.title());
        } catch (IOException e) {
            mark = null;
        }
    }

    /** Hears that the engine could not be started at all: in this process there is no other way any more. */
    Refusal failed(Refusal reason) {
        if (set || mark == null) return reason;
        unmark();
        String why = said(reason);
        giveUpForGood("its libraries do not start (" + why + ")");
        return new Refusal(
                "The libraries that were downloaded for the " + choice.title() + " do not start (" + why
                        + "). Restart ImageJ: it will compute on the CPU. If a newer driver does not help, remove them in"
                        + " Models... > Engine (models engine remove) and download them once more.",
                reason);
    }

    /** Returns what the system has said, in one line: what is said of the plugin's own libraries does not help here. */
    private static String said(Refusal failure) {
        String said = String.valueOf(Fault.root(failure).getMessage());
        return said.lines().findFirst().orElse("").replaceFirst("\\.$", "");
    }

    /**
     * Returns the device that computes, once the engine runs: the chosen one, if it does a small sum right.
     *
     * @param find finds a device by the name that the setting has for it
     * @param seen tells which GPUs the engine sees
     */
    Device confirm(Function<String, Device> find, Supplier<String> seen) {
        if (set || mark == null) return find.apply(device);
        try {
            Device found = find.apply(device);
            requireSum(found);
            return found;
        } catch (Refusal e) {
            // It tells of the setting, which nobody has set here.
            giveUpForGood("its libraries see " + seen.get());
            return Device.cpu();
        } catch (RuntimeException | Error e) {
            giveUpForGood("it does not compute ("
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ")");
            return Device.cpu();
        } finally {
            unmark();
        }
    }

    private static void requireSum(Device device) {
        try (NDManager manager = NDManager.newBaseManager(device, "PyTorch");
                NDArray ones = manager.ones(new Shape(64, 64));
                NDArray product = ones.matMul(ones);
                NDArray sum = product.sum()) {
            if (sum.getFloat() != 64f * 64 * 64) throw new IllegalStateException("a sum is wrong");
        }
    }

    private void unmark() {
        if (mark != null) mark.remove();
    }
}
