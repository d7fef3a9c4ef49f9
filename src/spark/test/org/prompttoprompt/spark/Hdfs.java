package org.prompttoprompt.spark;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Hadoop's own file system on this computer: its two kinds of nodes in one process. */
final class Hdfs implements AutoCloseable {
    private final SparkHome home;
    private final Path folder;
    private final int port;
    private final Process process;

    /** Starts it, and waits until it is there. */
    Hdfs(SparkHome home, Path folder) throws Exception {
        this.home = home;
        this.folder = Files.createDirectories(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path there = folder.resolve("there.json");
        Path output = folder.resolve("nodes.txt");
        process = home.hadoop(
                output,
                "org.apache.hadoop.test.MiniDFSClusterManager",
                List.of(
                        "-format",
                        "-datanodes",
                        "1",
                        "-nnport",
                        String.valueOf(port),
                        "-writeDetails",
                        there.toString()));
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!Files.exists(there)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new AssertionError("HDFS did not start\n" + Files.readString(output));
            }
            Thread.sleep(100);
        }
    }

    /** Returns a path on it. */
    String path(String name) {
        return "hdfs://localhost:" + port + name;
    }

    /** Runs {@code hadoop fs ARGUMENTS}. */
    void shell(String... arguments) throws Exception {
        Path output = folder.resolve("shell.txt");
        SparkHome.ended(home.hadoop(output, "org.apache.hadoop.fs.FsShell", List.of(arguments)), output, 0);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
