package org.prompttoprompt.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

    /** Returns how people call it. */
    public String title() {
        return switch (device) {
            case "gpu" -> "NVIDIA GPU";
            case "mps" -> "Apple GPU";
            default -> "CPU";
        };
    }
}
