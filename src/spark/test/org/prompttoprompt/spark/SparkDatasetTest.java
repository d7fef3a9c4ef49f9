package org.prompttoprompt.spark;

import static org.junit.jupiter.api.Assertions.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar for spark-submit against the command line: the same files, byte by byte, whatever happens to the cluster. */
class SparkDatasetTest {
    /** Sources that are shared and not, an image with labels, a row that fails, and one that asks for what another does. */
    private static final String TABLE = "prompt,target,tau,seed,steps,labels,things,image,strength\n"
            + "a red ball on the grass,a blue ball on the grass,\"0.2, 0.8\",1:1:6,2,words,,,\n"
            + "a red ball on the grass,a red cube on the grass,0.5,1:1:6,2,words,,,\n"
            + "a cat,,,1:1:4,2,,,,\n"
            + "a dog,,,5,100,,,,\n"
            + "a red ball,,,1,1,instances,cube,,\n"
            + "a red ball on the grass,a blue ball on the grass,0.80,2,2,words,,,\n"
            + "a red ball,a blue ball,,1,2,labels.png,ball,image.png,0.5\n";

    @TempDir
    static Path folder;

    private static SparkHome spark;
    private static Map<String, String> serial;
    private static String told;

    @BeforeAll
    static void serialRun() throws Exception {
        spark = new SparkHome(folder.resolve("spark"));
        Path renders = Path.of("src/test/resources/instances");
        Files.copy(renders.resolve("05.png"), folder.resolve("image.png"));
        Files.copy(renders.resolve("05-instances.png"), folder.resolve("labels.png"));
        Files.writeString(folder.resolve("table.csv"), TABLE);
        Path output = folder.resolve("serial.txt");
        Process process = spark.serial(output, arguments("dataset", "", "serial"));
        told = SparkHome.ended(process, output, 0);
        serial = files("serial");
        assertTrue(serial.size() > 60, serial.keySet().toString());
    }

    private static List<String> arguments(String task, String fileSystem, String out) {
        List<String> all = new ArrayList<>();
        if (!task.isEmpty()) all.add(task);
        all.add("table=" + fileSystem + folder.resolve("table.csv"));
        all.add("out=" + fileSystem + folder.resolve(out));
        all.add("layout=folders");
        return all;
    }

    /** Every file with its bytes, but for the lock of a disk. */
    private static Map<String, String> files(String out) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = folder.resolve(out);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.equals(".made/lock")) files.put(name, Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static void same(String out) throws IOException {
        Map<String, String> actual = files(out);
        assertEquals(serial.keySet(), actual.keySet());
        assertEquals(
                List.of(),
                serial.keySet().stream()
                        .filter(name -> !serial.get(name).equals(actual.get(name)))
                        .toList(),
                "differ");
    }

    private static long made(String out) throws IOException {
        if (!Files.isDirectory(folder.resolve(out))) return 0;
        try (Stream<Path> walk = Files.walk(folder.resolve(out))) {
            return walk.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    @Test
    void onOneComputerItWritesTheFilesOfTheSerialRun() throws Exception {
        Path output = folder.resolve("local.txt");
        Process process = spark.submit(output, "local[*]", List.of(), arguments("", "", "local"));
        String text = SparkHome.ended(process, output, 0);
        same("local");
        assertTrue(text.contains("Row 6 failed: ") && told.contains("Row 6 failed: "), text);
        process = spark.submit(output, "local[*]", List.of(), arguments("", "", "local"));
        assertFalse(SparkHome.ended(process, output, 0).contains("Part 1 of 2"), "only the failed row is tried again");
        same("local");
    }

    @Test
    void aClusterWhoseMachinesDieWritesTheSameFiles() throws Exception {
        try (SparkCluster cluster = new SparkCluster(spark, folder)) {
            // A file system of Hadoop that is no path of this computer.
            List<String> fileSystem = List.of(
                    "--conf",
                    "spark.hadoop.fs.viewfs.mounttable.cluster.link./data=file://" + folder,
                    // Without the hidden files of check sums.
                    "--conf",
                    "spark.hadoop.fs.file.impl=org.apache.hadoop.fs.RawLocalFileSystem");
            List<String> values = List.of(
                    "table=viewfs://cluster/data/table.csv", "out=viewfs://cluster/data/cluster", "layout=folders");
            Path output = folder.resolve("cluster.txt");
            Process process = spark.submit(output, cluster.url(), fileSystem, values);
            cluster.await(() -> made("cluster") >= 3, process);
            cluster.killExecutor(0);
            long killedAt = made("cluster");
            cluster.await(() -> made("cluster") >= killedAt + 3, process);
            cluster.killWorker(1);
            assertTrue(made("cluster") < made("serial"), "killed in the middle");
            String text = SparkHome.ended(process, output, 0);
            assertTrue(text.contains("is begun again: ExecutorLostFailure"), text);
            assertTrue(text.contains("Straggler: row 5 took "), text);
            same("cluster");
        }
    }

    /** HDFS replaces no file by a plain renaming, has no links, and knows nothing of the disk below. */
    @Test
    void onHdfsItWritesTheSameFiles() throws Exception {
        try (Hdfs hdfs = new Hdfs(spark, folder.resolve("nodes"))) {
            hdfs.shell("-mkdir", hdfs.path("/data"));
            for (String name : List.of("table.csv", "image.png", "labels.png"))
                hdfs.shell("-put", folder.resolve(name).toString(), hdfs.path("/data"));
            List<String> values =
                    List.of("table=" + hdfs.path("/data/table.csv"), "out=" + hdfs.path("/data/out"), "layout=folders");
            Path output = folder.resolve("hdfs.txt");
            SparkHome.ended(spark.submit(output, "local[*]", List.of(), values), output, 0);
            // What is there is laid out once more, over itself; the row that fails is tried again.
            String again = SparkHome.ended(spark.submit(output, "local[*]", List.of(), values), output, 0);
            assertFalse(again.contains("Part 1 of 2"), again);
            hdfs.shell("-get", hdfs.path("/data/out"), folder.resolve("hdfs").toString());
        }
        same("hdfs");
    }

    @Test
    void whatIsWrongIsToldInALine() throws Exception {
        Path output = folder.resolve("refused.txt");
        List<String> none = List.of("table=" + folder.resolve("no.csv"), "out=" + folder.resolve("refused"));
        String text = SparkHome.ended(spark.submit(output, "local[1]", List.of(), none), output, 2);
        assertTrue(text.contains("no.csv: there is no such file") && !text.contains("\tat "), text);
        Files.writeString(Files.createDirectories(folder.resolve("mine")).resolve("thesis.txt"), "mine");
        text = SparkHome.ended(spark.submit(output, "local[1]", List.of(), arguments("", "", "mine")), output, 2);
        assertTrue(text.contains("holds other files") && !text.contains("\tat "), text);
    }

    @Test
    void aPreviewTellsWhatMachinesTake() throws Exception {
        Path output = folder.resolve("preview.txt");
        List<String> values = new ArrayList<>(arguments("", "", "preview"));
        values.add("preview=yes");
        String text = SparkHome.ended(spark.submit(output, "local[1]", List.of(), values), output, 0);
        assertTrue(text.contains("1 machine ") && text.contains("100 machines "), text);
        assertFalse(Files.exists(folder.resolve("preview")));
    }

    /** {@code mvn -Pspark verify -Dspark.benchmark=10}: so many sources. */
    @Test
    @EnabledIfSystemProperty(named = "spark.benchmark", matches = "\\d+")
    void benchmark() throws Exception {
        Path output = folder.resolve("benchmark.txt");
        Process process = spark.own(output, SparkBenchmark.class, List.of(System.getProperty("spark.benchmark")));
        System.out.println(SparkHome.ended(process, output, 0));
    }
}
