package org.prompttoprompt.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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
    private static final String DEVICE = "device";
    private static final List<String> KEYS = List.of(DEVICE, "libraries", "flavor", "note");

    /** Returns the last choice; the processor, where there is none, and with a note that says so where its file is damaged. */
    public static EngineChoice read() {
        Path path = CacheFolder.toRead().resolve(FILE);
        Properties file = new Properties();
        try (InputStream in = Files.newInputStream(path)) {
            file.load(in);
        } catch (NoSuchFileException e) {
            return CPU;
        } catch (IOException e) {
            return damaged(path, "cannot be read (" + unread(e) + ")");
        } catch (IllegalArgumentException e) {
            return damaged(path, "is damaged (" + e.getMessage().replaceFirst("\\.$", "") + ")");
        }
        for (String key : KEYS)
            if (file.getProperty(key) == null) return damaged(path, "is damaged (it has no '" + key + "')");
        String device = file.getProperty(DEVICE);
        if (!device.matches("cpu|gpu|mps"))
            return damaged(path, "is damaged (its device is '" + device.replaceAll("\\p{C}", "?") + "')");
        return new EngineChoice(
                device, file.getProperty("libraries"), file.getProperty("flavor"), file.getProperty("note"));
    }

    /** Returns why a file of the cache cannot be read, in words. */
    static String unread(IOException e) {
        return e instanceof AccessDeniedException ? "you have no right to" : String.valueOf(e.getMessage());
    }

    /** Choosing once more writes the file anew. */
    private static EngineChoice damaged(Path file, String how) {
        return new EngineChoice(
                "cpu",
                "",
                "",
                file + ", which keeps what was chosen to compute on, " + how + ". The CPU computes. Choose it again in"
                        + " Models... > Engine (models engine cpu, or gpu, or mps).");
    }

    /**
     * Keeps it for the next start.
     *
     * @throws org.prompttoprompt.Refusal if the cache cannot be written
     */
    public void write() {
        Properties file = new Properties();
        file.setProperty(DEVICE, device);
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
        return lost().orElse("Chosen: " + title() + ".");
    }

    /** Returns that something else computes than was chosen, and why, in a sentence; empty where the choice can be had. */
    public Optional<String> lost() {
        return note.isEmpty() ? obstacle().map(this::instead) : Optional.of(note);
    }

    /** Returns that the processor computes, and why; on a computer where that will not change the choice can be forgotten. */
    String instead(String why) {
        return "The " + title() + " was chosen, but " + why + ". The CPU computes."
                + (device.equals("cpu")
                        ? ""
                        : " To be told no more, choose the CPU in Models... > Engine (models engine cpu).");
    }

    /** Returns whether the next start computes on what was chosen, or a setting goes before that. */
    public static boolean isHad() {
        return EngineSetting.winning(DEVICE).isPresent() || read().lost().isEmpty();
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
