package org.prompttoprompt.engine;

import ai.djl.Device;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.prompttoprompt.Refusal;

/**
 * The precision in which a model computes. What is set, or chosen in the window, is for all. Without that a recipe is followed; the
 * embedded models compute in single precision, in which published numbers are; and all others in half precision where that was measured
 * to be worth it. The measurement is made when the first of these is loaded, on this computer once.
 */
public final class ChosenPrecision {
    private static final String AUTO = "auto";

    /** How fast this computer is, once it was asked for in this process. Tests decide it. */
    static volatile MeasuredPrecision measured;

    private ChosenPrecision() {}

    /**
     * Returns the precision.
     *
     * @param embedded whether the model comes with the plugin
     * @param recipe what it computed in when the image was made that is to be made again, if there is one
     * @throws Refusal if the setting names none that the device computes in
     */
    public static Precision of(boolean embedded, Optional<Precision> recipe) {
        return PyTorch.call(() -> of(set(), PyTorch.device(), embedded, recipe, ChosenPrecision::here));
    }

    /** Returns what is set for all models, single precision where there is nothing. */
    public static Precision asSet() {
        return of(true, Optional.empty());
    }

    static Precision of(
            Optional<String> set,
            Device device,
            boolean embedded,
            Optional<Precision> recipe,
            Supplier<MeasuredPrecision> measured) {
        if (set.isPresent()) {
            require(set.get(), device.getDeviceType());
            return set.get().equals(AUTO)
                    ? measured.get().fastest()
                    : Precision.valueOf(set.get().toUpperCase(Locale.ROOT));
        }
        if (recipe.isPresent() && has(recipe.get(), device, embedded, measured)) return recipe.get();
        // What is not kept may come out otherwise next time.
        return embedded || !measured.get().kept()
                ? Precision.FLOAT32
                : measured.get().fastest();
    }

    private static boolean has(
            Precision recipe, Device device, boolean embedded, Supplier<MeasuredPrecision> measured) {
        if (recipe == Precision.FLOAT32) return true;
        boolean computes = halves(device.getDeviceType()).contains(recipe);
        // A large model would take hours where the processor has no instructions for it.
        boolean ofOne = ofTheRange(halves(device.getDeviceType())).contains(recipe);
        return computes && (embedded || !ofOne || measured.get().has(recipe));
    }

    /** Returns what somebody has set for all models, or else chosen for all; empty for neither. */
    static Optional<String> set() {
        return Optional.ofNullable(
                EngineSetting.of("precision", PrecisionChoice.read().setting()));
    }

    /** Returns whether the precision is set or chosen for all models. */
    public static boolean isSet() {
        return set().isPresent();
    }

    /** Refuses a setting that names none, before anything is loaded. */
    static void require(String device) {
        set().ifPresent(setting -> require(setting, device));
    }

    /**
     * Refuses a setting that names none.
     *
     * @param device its kind: {@code cpu}, {@code gpu}, {@code mps}
     */
    static void require(String setting, String device) {
        if (isOf(setting, device)) return;
        String names = String.join(
                ", ", halves(device).stream().map(Precision::toString).toList());
        throw new Refusal("prompttoprompt.precision (PROMPTTOPROMPT_PRECISION) must be float32, " + names
                + " or auto on this device (" + device + "), not " + setting + ".");
    }

    /** Returns whether a setting names a precision that such a device computes in. */
    static boolean isOf(String setting, String device) {
        return setting.equals(AUTO)
                || setting.equals(Precision.FLOAT32.toString())
                || halves(device).stream().anyMatch(half -> half.toString().equals(setting));
    }

    /** A CPU has no fast float16, and Metal no bfloat16. */
    private static List<Precision> halves(String device) {
        return switch (device.toLowerCase(Locale.ROOT)) {
            case Device.Type.CPU -> List.of(Precision.BFLOAT16);
            case Device.Type.GPU -> List.of(Precision.BFLOAT16, Precision.FLOAT16);
            default -> List.of(Precision.FLOAT16);
        };
    }

    /** Float16 ends at 65504, which the embedded model's decoder passes: unasked, it is taken only where there is no bfloat16. */
    static List<Precision> ofTheRange(List<Precision> halves) {
        return halves.contains(Precision.BFLOAT16) ? List.of(Precision.BFLOAT16) : halves;
    }

    private static MeasuredPrecision here() {
        if (measured == null)
            measured = MeasuredPrecision.of(KeptTimes.here(), halvesHere(), PrecisionBenchmark::seconds);
        return measured;
    }

    /** Measures anew, keeps it for all starts to come, and returns what was measured, in words. */
    static String measureAgain() {
        return PyTorch.call(() -> {
            measured = MeasuredPrecision.again(KeptTimes.here(), halvesHere(), PrecisionBenchmark::seconds);
            return measured.nowInWords();
        });
    }

    private static List<Precision> halvesHere() {
        return ofTheRange(halves(PyTorch.device().getDeviceType()));
    }

    /**
     * Returns in what this process computes, in words. Windows ask on the thread of their events, for which a run may wait: nothing is
     * asked of the engine's thread, and nothing is measured.
     */
    static String inWords() {
        HeldAs held = HeldAs.chosen();
        MeasuredPrecision known = measured;
        Optional<String> set = set();
        boolean asked = set.isEmpty() || set.get().equals(AUTO);
        String told = asked && known == null
                ? "in what is measured to be faster when the first is loaded"
                : "in " + held.of(of(set, PyTorch.device(), false, Optional.empty(), () -> known));
        return set.isPresent() ? told : "the embedded models in " + held.of(Precision.FLOAT32) + ", others " + told;
    }

    /**
     * Returns that half precision was taken, and why, in a sentence; empty where it was not.
     *
     * @param recipe whether a recipe names it
     */
    public static Optional<String> why(Precision taken, boolean recipe) {
        if (taken == Precision.FLOAT32) return Optional.empty();
        boolean named = !EngineSetting.of("precision", "").isEmpty();
        String asked = named
                ? ", as the setting prompttoprompt.precision (PROMPTTOPROMPT_PRECISION) says"
                : ", as is chosen for all models in Models... > Engine";
        String reason = set().map(set -> asked + (set.equals(AUTO) ? faster(taken) : ""))
                .orElseGet(() -> recipe ? ", as its recipe was" : faster(taken));
        return Optional.of("Computed in half precision, " + taken + reason
                + ". Images differ a little; for single precision "
                + (named ? "" : "choose it in Models... > Engine, or ") + "set PROMPTTOPROMPT_PRECISION=float32.");
    }

    /** Returns how much faster than in single precision this computer is in another, as a sentence goes on; empty where that is unknown. */
    public static String faster(Precision taken) {
        MeasuredPrecision here = measured;
        if (here == null || here.speed(taken) == 0) return "";
        return String.format(
                Locale.ROOT,
                ": this computer does a layer's products %.1f times as fast in it as in single precision, as was measured",
                here.speed(taken));
    }

    /** Returns why a recipe's precision was not taken, as a sentence goes on after a colon. */
    public static String whyNot(Precision recipe) {
        if (isSet()) return "PROMPTTOPROMPT_PRECISION, or what is chosen in Models... > Engine, says so";
        boolean computes = halves(PyTorch.device().getDeviceType()).contains(recipe);
        return computes
                ? "that is many times slower on this computer"
                : "that is not computed in on this device (" + PyTorch.deviceName() + ")";
    }

    /** Returns how somebody can have single precision for all models, as an order. */
    public static String howToTakeSingle() {
        return EngineSetting.howToTake("precision", Precision.FLOAT32.toString(), "single precision");
    }
}
