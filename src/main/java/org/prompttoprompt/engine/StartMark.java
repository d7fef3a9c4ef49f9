package org.prompttoprompt.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file that is in the cache while a chosen device is started: it stays behind if that ends the process. Several computers may share
 * the cache, as in a home on a network, and the number of a process says nothing on another one: the file names its computer too.
 */
final class StartMark {
    private static final String BEGIN = "engine-starting-";

    /** Those of builds before have no computer's name. */
    private static final Pattern NAME = Pattern.compile(BEGIN + "(?:(.*)-)?(\\d{1,18})");

    private static final String NAMELESS = "computer";

    /** The system's clock is set anew now and then, and with it when a process is said to have begun. */
    private static final Duration SET_ANEW = Duration.ofSeconds(10);

    private final Path file;

    private StartMark(Path file) {
        this.file = file;
    }

    /**
     * Marks that this process begins.
     *
     * @param what is started, for whoever looks into the file
     * @throws IOException if the cache cannot be written
     */
    static StartMark set(String what) throws IOException {
        ProcessHandle process = ProcessHandle.current();
        Path file = CacheFolder.path().resolve(name(ComputerName.host(), process.pid()));
        return new StartMark(Files.writeString(file, what + "\n" + begun(process)));
    }

    /** Takes it away, if that can be done. */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next start takes it for a failure, and the processor computes.
        }
    }

    /** Returns the name of the file. */
    static String name(String host, long process) {
        return BEGIN + plain(host) + "-" + process;
    }

    /** Names of computers may hold letters that files may not. */
    private static String plain(String host) {
        return host.isEmpty() ? NAMELESS : host.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** Returns whether a start of this computer was left, and takes away its mark; those of others are theirs. */
    static boolean isLeft() {
        try (Stream<Path> files = Files.list(CacheFolder.path())) {
            List<Path> left = files.filter(StartMark::isLeft).toList();
            for (Path mark : left) Files.deleteIfExists(mark);
            return !left.isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLeft(Path mark) {
        Matcher name = NAME.matcher(mark.getFileName().toString());
        if (!name.matches()) return false;
        boolean ours = name.group(1) == null || name.group(1).equals(plain(ComputerName.host()));
        return ours && !isAlive(mark, Long.parseLong(name.group(2)));
    }

    /** After a start of the computer another process may have the number. */
    private static boolean isAlive(Path mark, long process) {
        Optional<ProcessHandle> now = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
        if (now.isEmpty()) return false;
        try {
            String[] lines = Files.readString(mark).split("\n");
            String then = lines[lines.length - 1];
            String begun = begun(now.get());
            return !then.matches("\\d{1,18}")
                    || begun.isEmpty()
                    || Math.abs(Long.parseLong(then) - Long.parseLong(begun)) <= SET_ANEW.toMillis();
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns when a process has begun, in milliseconds; empty where the system does not tell. */
    private static String begun(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(String::valueOf)
                .orElse("");
    }
}
