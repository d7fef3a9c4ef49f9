package org.prompttoprompt.command;

import com.sun.management.OperatingSystemMXBean;
import ij.IJ;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Finding;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.CacheFolder;
import org.prompttoprompt.engine.HeldAs;
import org.prompttoprompt.engine.PrecisionChoice;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.ij.Wrap;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;

/**
 * Looks at one part of the system after the other; a part that fails does not keep the others from being looked at, not even
 * when the native library cannot be loaded.
 */
final class SystemReport {
    private static final String ENGINE = "Engine";
    private static final int WIDTH = 100;
    private static final double GIGA = 1e9;
    private static final double LEAST_MEMORY = 2e9;
    private static final double LEAST_DISK = 0.5e9;

    private final P2PService p2p;
    private final Progress progress;
    private final EditRequest edit;
    private final List<String> lines = new ArrayList<>();
    private boolean failed;
    private boolean engineRuns;
    private String device = "";
    private Optional<String> precision = Optional.empty();

    /**
     * A report to come.
     *
     * @param model its folder, empty for the embedded one
     * @param progress hears what is looked at
     */
    SystemReport(P2PService p2p, File model, Progress progress) {
        this.p2p = p2p;
        this.progress = progress;
        edit = EditRequest.of(Task.SWAP)
                .with(Option.PROMPT, "a cat riding on a bicycle")
                .with(Option.TARGET, "a cat riding on a car")
                .with(Option.STEPS, 2)
                .with(Option.MODEL, model);
    }

    /** Returns a line per part, each beginning with OK, NOTE or FAIL. */
    String text() {
        check("Java", "Install Java 17 or newer; Fiji's updater offers it.", this::java);
        check("ImageJ", "Install Fiji, or ImageJ 1.54p or newer.", IJ::getVersion);
        check("Installation", "Delete what is named, then start ImageJ again.", this::installation);
        check("Memory", "Close other programs, or use a smaller model.", this::memory);
        check("Disk", "Free some space, or name another folder by DJL_CACHE_DIR.", this::disk);
        check(
                ENGINE,
                "Do what is said there and start ImageJ again;"
                        + " the README, Install, names the platforms that there are libraries for.",
                this::engine);
        check(
                "Model",
                engineRuns ? "Leave the model's folder empty for the embedded model." : "Mend the engine first.",
                this::model);
        check("Test edit", "Mend what fails above first.", this::testEdit);
        lines.add("");
        lines.add(ending(failed, device, precision));
        return String.join("\n", lines) + "\n";
    }

    /**
     * Returns what a report ends with.
     *
     * @param device why another computes than was chosen, with the cure; empty where that is not so
     * @param precision the same of how precisely it computes
     */
    static String ending(boolean failed, String device, Optional<String> precision) {
        if (failed)
            return "Something needs mending: do what stands after -> below each line that begins with " + Finding.FAIL
                    + ".";
        String but = instead(device, precision);
        String how = device.isEmpty() ? "as" : "on what";
        return "Prompt-to-Prompt is ready. Begin with Plugins > Prompt-to-Prompt > Prompt Studio...\n"
                + (but.isEmpty()
                        ? "All is well."
                        : Wrap.lines("It computes, though not " + how + " was chosen: " + but, WIDTH));
    }

    /** A choice that cannot be had is no fault: something else computes, and says why. */
    private static String instead(String device, Optional<String> precision) {
        return (device + " " + precision.orElse("")).strip();
    }

    private void check(String part, String cure, Callable<String> look) {
        if (!progress.goOn(0, 1, "Checking: " + part))
            throw new CancellationException("The check was stopped at: " + part);
        try {
            String found = look.call();
            boolean note = part.equals(ENGINE) && !instead(device, precision).isEmpty();
            add((note ? Finding.NOTE : Finding.OK).begin(), part + ": " + found);
        } catch (Exception | Error e) {
            failed = true;
            add(Finding.FAIL.begin(), part + ": " + (e instanceof Refusal ? e.getMessage() : Messages.ofFault(e)));
            add(Finding.indent() + "-> ", cure);
        }
    }

    /** Lines that go on are indented below their beginning. */
    private void add(String begin, String text) {
        String indent = "\n" + " ".repeat(begin.length());
        lines.add(begin + Wrap.lines(text, WIDTH).replace("\n", indent));
    }

    private String java() {
        int version = Runtime.version().feature();
        String found = System.getProperty("java.version") + " of " + System.getProperty("java.vendor") + " on "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (version < 17) throw new Refusal(found + " is too old");
        return found;
    }

    private String memory() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double all = system.getTotalMemorySize();
        String found = String.format(
                Locale.ROOT,
                "%.1f GB in this computer, of which Java may use %.1f GB; tensors live outside of Java",
                all / GIGA,
                Runtime.getRuntime().maxMemory() / GIGA);
        if (all < LEAST_MEMORY) throw new Refusal(found);
        return found;
    }

    private String installation() {
        String warning = InstalledCopies.warning();
        if (!warning.isEmpty()) throw new Refusal(warning);
        return "one copy of the plugin";
    }

    private String disk() {
        Optional<Path> readOnly = CacheFolder.readOnly();
        if (readOnly.isPresent()) return readOnly.get() + " cannot be written; if it is complete, it is used as it is";
        File cache = CacheFolder.path().toFile();
        String found = String.format(
                Locale.ROOT,
                "%.1f GB free in %s, where libraries and the model are unpacked",
                cache.getUsableSpace() / GIGA,
                cache);
        if (cache.getUsableSpace() < LEAST_DISK) throw new Refusal(found);
        return found;
    }

    private String engine() {
        String name = PyTorch.deviceName();
        engineRuns = true;
        device = PyTorch.deviceNote();
        precision = PrecisionChoice.problem().or(HeldAs::problem);
        int threads = PyTorch.threads();
        return "PyTorch " + PyTorch.version() + " on " + name + ", " + threads
                + (threads == 1 ? " thread on " : " threads on ")
                + Runtime.getRuntime().availableProcessors() + " processors, natives in " + PyTorch.natives()
                + (". " + instead(device, precision)).replaceFirst("\\. $", "");
    }

    private void requireEngine() {
        if (!engineRuns) throw new Refusal("not tried, for the engine does not run");
    }

    private String model() {
        requireEngine();
        p2p.load(edit, progress);
        EditRequest resolved = p2p.resolve(edit.ofSource());
        String folder = edit.get(Option.MODEL);
        return (folder.isEmpty() ? "the embedded model" : folder) + ", " + resolved.get(Option.WIDTH) + " x "
                + resolved.get(Option.HEIGHT) + " pixels, every weight read";
    }

    private String testEdit() {
        requireEngine();
        long start = System.nanoTime();
        EditResult result = p2p.run(edit, Progress.NONE);
        String replaced = result.report()
                .lines()
                .filter(line -> line.startsWith("Maps replaced"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no maps were replaced"));
        return String.format(
                Locale.ROOT,
                "2 steps in %.1f s, in %s; %s; model hash %s",
                (System.nanoTime() - start) / GIGA,
                result.provenance().dtype(),
                replaced,
                result.provenance().hash().substring(0, 12));
    }
}
