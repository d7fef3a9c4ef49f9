package org.prompttoprompt.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What somebody has chosen to compute on, from the next start on; it is kept in the cache. The setting {@code prompttoprompt.device}
 * goes before it.
 *
 * @param device as the setting names it: {@code cpu}, {@code gpu}, {@code mps}
 * @param libraries the folder of libtorch that was downloaded for it, empty for the plugin's own
 * @param flavor of these libraries, such as {@code cu128}
 * @param note why it is no longer what was chosen, empty while it is
 */
public record EngineChoice(String device, String libraries, String flavor, String note) {
    /** The processor, by the plugin's own libraries. */
    public static final EngineChoice CPU = new EngineChoice("cpu", "", "", "");

    private static final String FILE = "engine.properties";

    /** Returns the last choice; the processor, where there is none or it cannot be read. */
    public static EngineChoice read() {
        Properties file = new Properties();
        try (InputStream in = Files.newInputStream(CacheFolder.toRead().resolve(FILE))) {
            file.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return CPU;
        }
        String device = file.getProperty("device", "cpu");
        if (!device.matches("cpu|gpu|mps")) return CPU;
        return new EngineChoice(
                device,
                file.getProperty("libraries", ""),
                file.getProperty("flavor", ""),
                file.getProperty("note", ""));
    }

    /**
     * Keeps it for the next start.
     *
     * @throws org.prompttoprompt.Refusal if the cache cannot be written
     */
    public void write() {
        Properties file = new Properties();
        file.setProperty("device", device);
        file.setProperty("libraries", libraries);
        file.setProperty("flavor", flavor);
        file.setProperty("note", note);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            file.store(out, "What Prompt-to-Prompt computes on");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written here yet
        }
        CacheFolder.keep(FILE, out.toByteArray());
    }

    /** Returns why it cannot be had on this computer as it is now, as a sentence goes on; empty where nothing is known to be in the way. */
    Optional<String> obstacle() {
        if (device.equals("mps") && !EngineSettings.isAppleSilicon())
            return Optional.of("this is no Mac with Apple silicon");
        if (device.equals("gpu") && NvidiaDriver.find().isEmpty()) return Optional.of("no NVIDIA driver is found");
        if (libraries.isEmpty() || System.getenv(EngineBoot.LIBTORCH) != null) return Optional.empty();
        return LibtorchFolder.problem(Path.of(libraries));
    }

    /** Returns the device of a start as things are now: the processor, where another was chosen that cannot be had. */
    String startsOn() {
        return obstacle().isPresent() ? "cpu" : device;
    }

    /** Returns what a start will compute on as things are now, in a sentence, and why, if that is not what was chosen. */
    public String inWords() {
        if (!note.isEmpty()) return note;
        return obstacle().map(this::instead).orElse("Chosen: " + title() + ".");
    }

    /** Returns that the processor computes, and why; on a computer where that will not change the choice can be forgotten. */
    String instead(String why) {
        return "The " + title() + " was chosen, but " + why + ". The CPU computes."
                + (device.equals("cpu")
                        ? ""
                        : " To be told no more, choose the CPU in Models... > Engine (models engine cpu).");
    }

    /** Returns how people call it. */
    public String title() {
        return switch (device) {
            case "gpu" -> "NVIDIA GPU";
            case "mps" -> "Apple GPU";
            default -> "CPU";
        };
    }
}
