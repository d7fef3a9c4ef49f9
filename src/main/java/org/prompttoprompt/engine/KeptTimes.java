package org.prompttoprompt.engine;

import ai.djl.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.prompttoprompt.Refusal;

/**
 * How long this computer needs for some ways to compute the same. It is measured once and kept in the cache: a second time it might come
 * out otherwise, and a computer is to give the same images each time.
 *
 * @param where what computes: device, its name, libtorch, threads
 * @param seconds by the name of the way, above 0
 * @param kept whether the next start finds it
 */
record KeptTimes(String where, Map<String, Double> seconds, boolean kept) {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    KeptTimes {
        seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    }

    /** Returns what computes in this process. */
    static String here() {
        Device device = PyTorch.device();
        String name = device.isGpu() ? ComputerName.gpu(device.getDeviceId()) : ComputerName.processor();
        String threads = device.equals(Device.cpu()) ? "threads: " + PyTorch.threads() : "";
        return Stream.of(PyTorch.deviceName(), name, "libtorch " + PyTorch.version(), threads)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns what is kept of a place; where that is nothing, or cannot be read, what is measured now, and kept.
     *
     * @param what is measured, by which its files begin
     * @param ways that are to be among it
     */
    static KeptTimes of(String what, String where, Collection<String> ways, Supplier<Map<String, Double>> clock) {
        // Another process may measure just now: what it keeps is taken.
        return found(what, where, ways)
                .orElseGet(() -> alone(
                        what, () -> found(what, where, ways).orElseGet(() -> measuredAndKept(what, where, clock))));
    }

    /** Returns what is measured now, and keeps it in place of what was kept. */
    static KeptTimes again(String what, String where, Supplier<Map<String, Double>> clock) {
        return alone(what, () -> measuredAndKept(what, where, clock));
    }

    /** One process at a time: two would disturb each other. Where no lock can be had, as in somebody else's folder or beside a halted process, it
     * is done without. */
    private static KeptTimes alone(String what, Supplier<KeptTimes> job) {
        try {
            return CacheLock.alone(what, CacheLock.WORK, job::get);
        } catch (Refusal | IOException e) {
            return job.get();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<KeptTimes> found(String what, String where, Collection<String> ways) {
        return read(CacheFolder.toRead().resolve(name(what, where)))
                .filter(one -> one.where.equals(where) && one.seconds.keySet().containsAll(ways));
    }

    private static KeptTimes measuredAndKept(String what, String where, Supplier<Map<String, Double>> clock) {
        Map<String, Double> seconds = Quiet.during(clock);
        KeptTimes measured = new KeptTimes(where, seconds, true);
        try {
            CacheFolder.keep(name(what, where), measured.text().getBytes(StandardCharsets.UTF_8));
            return measured;
        } catch (Refusal e) {
            return new KeptTimes(where, seconds, false);
        }
    }

    /** Returns all that is kept, by device, then by what else it was measured with: 2 threads before 10. */
    static List<KeptTimes> all(String what) {
        try (Stream<Path> files = Files.list(CacheFolder.toRead())) {
            return files.filter(file -> file.getFileName().toString().startsWith(what + "-"))
                    .flatMap(file -> read(file).stream())
                    .filter(one -> one.where.matches("\\P{C}*"))
                    .sorted(Comparator.comparing(KeptTimes::order))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private String order() {
        return NUMBER.matcher(where).replaceAll(number -> "%9s".formatted(number.group()));
    }

    private static String name(String what, String where) {
        CRC32 sum = new CRC32();
        sum.update(where.getBytes(StandardCharsets.UTF_8));
        return String.format("%s-%08x.txt", what, sum.getValue());
    }

    private String text() {
        return where + "\n"
                + seconds.entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static Optional<KeptTimes> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Map<String, Double> seconds = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                int at = line.indexOf('=');
                double value = Double.parseDouble(line.substring(at + 1));
                if (!(value > 0) || Double.isInfinite(value)) return Optional.empty();
                seconds.put(line.substring(0, at), value);
            }
            return Optional.of(new KeptTimes(lines.get(0), seconds, true));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
