package org.prompttoprompt.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory that the machine and, on Linux, its control groups (a container's, a batch job's) still give.
 *
 * @param proc where Linux tells of the machine and the process
 * @param cgroup where it tells of the groups, of version 1 or 2
 */
record FreeMemory(Path proc, Path cgroup) {
    static final FreeMemory MACHINE = new FreeMemory(Path.of("/proc"), Path.of("/sys/fs/cgroup"));

    /** Tests decide it. */
    static volatile FreeMemory here = MACHINE;

    /** Returns what arrays may take, in bytes. */
    static long here() {
        return here.bytes();
    }

    /** Returns what pictures may take on Java's heap, in bytes. */
    static long heap() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - java.totalMemory() + java.freeMemory();
    }

    long bytes() {
        return Math.min(machine(), group());
    }

    /** What the machine gives without swapping; on Linux that includes what caches give back. */
    private long machine() {
        for (String line : lines(proc.resolve("meminfo"))) {
            if (line.startsWith("MemAvailable:")) return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
        // macOS tells only what nobody holds, which is little on an idle machine: half of the whole is taken there.
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return mac ? system.getTotalMemorySize() / 2 : system.getFreeMemorySize();
    }

    /** What the process's group and those around it give: the least of all limits less what is used and not mere cache. */
    private long group() {
        long least = Long.MAX_VALUE;
        for (String line : lines(proc.resolve("self").resolve("cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) continue;
            boolean second = parts[0].equals("0");
            if (!second && !List.of(parts[1].split(",")).contains("memory")) continue;
            Path root = second ? cgroup : cgroup.resolve("memory");
            // Within a container the path may be the host's and not be there; the root then is the group.
            for (Path group = root.resolve(parts[2].replaceFirst("^/+", "")).normalize();
                    group != null && group.startsWith(root);
                    group = group.getParent()) {
                least = Math.min(least, second ? second(group) : first(group));
            }
        }
        return least;
    }

    private static long first(Path group) {
        return left(group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_");
    }

    private static long second(Path group) {
        return left(group, "memory.max", "memory.current", "");
    }

    private static long left(Path group, String limit, String usage, String caches) {
        OptionalLong most = number(group.resolve(limit), "");
        OptionalLong used = number(group.resolve(usage), "");
        if (most.isEmpty() || used.isEmpty()) return Long.MAX_VALUE;
        // Of files, mapped weights too: the system gives all of it back before it ends a process.
        long mereCache = Stream.of("inactive_file ", "active_file ")
                .mapToLong(cache ->
                        number(group.resolve("memory.stat"), caches + cache).orElse(0))
                .sum();
        return Math.max(0, most.getAsLong() - used.getAsLong() + mereCache);
    }

    /** The number of the line that begins so; empty if there is none, as where a limit is "max". */
    private static OptionalLong number(Path file, String begin) {
        return lines(file).stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .filter(text -> text.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
