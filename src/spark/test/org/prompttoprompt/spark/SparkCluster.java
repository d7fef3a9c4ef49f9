package org.prompttoprompt.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A cluster of Spark on this computer: a master and two workers, each a process, which start executors as processes of their own. */
final class SparkCluster implements AutoCloseable {
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final int port;

    SparkCluster(SparkHome spark, Path folder) throws Exception {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        processes.add(spark.start(
                folder.resolve("master.txt"),
                "org.apache.spark.deploy.master.Master",
                List.of("--host", "127.0.0.1", "--port", String.valueOf(port), "--webui-port", "0")));
        for (int i = 0; i < 2; i++)
            processes.add(spark.start(
                    folder.resolve("worker" + i + ".txt"),
                    "org.apache.spark.deploy.worker.Worker",
                    List.of(
                            "--host",
                            "127.0.0.1",
                            "--webui-port",
                            "0",
                            "--cores",
                            "1",
                            "--memory",
                            "1500m",
                            "--work-dir",
                            folder.resolve("work" + i).toString(),
                            url())));
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Waits until something is so; a process that ends before has failed. */
    void await(Callable<Boolean> so, Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(15);
        while (!so.call()) {
            if (!process.isAlive() || System.nanoTime() > end) throw new AssertionError("it did not happen\n" + told());
            Thread.sleep(5);
        }
    }

    private String told() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("cluster.txt", "master.txt", "worker0.txt", "worker1.txt"))
            text.append(name).append('\n').append(Files.readString(folder.resolve(name)));
        return text.toString();
    }

    private List<ProcessHandle> executors(int worker) {
        return processes
                .get(1 + worker)
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR))
                .toList();
    }

    /** Kills an executor that draws; its worker starts another. */
    void killExecutor(int worker) {
        List<ProcessHandle> executors = executors(worker);
        if (executors.isEmpty()) throw new AssertionError("worker " + worker + " has no executor");
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills a worker with its executor, as a machine that is switched off. */
    void killWorker(int worker) throws InterruptedException {
        List<ProcessHandle> executors = executors(worker);
        if (executors.isEmpty()) throw new AssertionError("worker " + worker + " has no executor");
        processes.get(1 + worker).destroyForcibly().waitFor();
        executors.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws InterruptedException {
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).descendants().forEach(ProcessHandle::destroyForcibly);
            processes.get(i).destroyForcibly().waitFor();
        }
    }
}
