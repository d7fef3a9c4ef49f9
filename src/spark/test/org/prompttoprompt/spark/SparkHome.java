package org.prompttoprompt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.prompttoprompt.ChildJvm;

/** An installed Spark, made of the jars of the class path that are not ours, and how its programs are started. */
final class SparkHome {
    /** What the jar for spark-submit brings itself, and what tests alone need. */
    private static final List<String> OURS = List.of(
            "/ai/djl/",
            "/org/scijava/",
            "/net/imagej/",
            "/net/imglib2/",
            "/net/java/dev/jna/",
            "/commons-csv/",
            "/org/commonmark/",
            "/parquet-floor/",
            "/org/junit/",
            "/opentest4j/",
            "/hadoop-client-minicluster/",
            "/org/apache/groovy/");

    /** What HDFS takes besides, whose own tests are its program. */
    private static final List<String> OF_HDFS = List.of("/hadoop-client-minicluster/", "/org/junit/", "/opentest4j/");

    private static final Path JAR = Path.of(System.getProperty("spark.jar", "no -Pspark verify"));

    private final Path folder;

    /** Lays it out. */
    SparkHome(Path folder) throws IOException {
        this.folder = folder;
        Path jars = Files.createDirectories(folder.resolve("jars"));
        for (String entry : classPath().split(":")) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar") && OURS.stream().noneMatch(entry::contains))
                link(jar, jars.resolve(jar.getFileName()));
        }
        Files.writeString(folder.resolve("RELEASE"), "Spark of Maven Central");
        Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("core-site.xml"), "<configuration/>");
        Files.writeString(
                Files.createDirectories(folder.resolve("conf")).resolve("log4j2.properties"),
                "rootLogger.level = warn\nrootLogger.appenderRef.err.ref = err\nappender.err.type = Console\n"
                        + "appender.err.name = err\nappender.err.target = SYSTEM_ERR\n"
                        + "appender.err.layout.type = PatternLayout\nappender.err.layout.pattern = %d %p %c: %m%n%ex\n");
    }

    private static void link(Path jar, Path name) throws IOException {
        try {
            Files.createLink(name, jar);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(jar, name);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Returns the beginning of a command line whose class path is Spark's, and then some. */
    private List<String> java(List<String> more) {
        List<String> command = ChildJvm.command();
        for (String option : JavaModuleOptions.defaultModuleOptions().split(" "))
            if (!option.isBlank()) command.add(option);
        List<String> path = new ArrayList<>(List.of(folder.resolve("conf").toString(), folder.resolve("jars") + "/*"));
        path.addAll(more);
        command.addAll(List.of("-Xmx1g", "-cp", String.join(":", path)));
        return command;
    }

    /** Starts a program of Spark, whose output goes into a file. */
    Process start(Path output, String program, List<String> arguments) throws IOException {
        List<String> command = java(List.of());
        command.add(program);
        command.addAll(arguments);
        return builder(command, output).start();
    }

    /** Starts a program of Hadoop, which writes into the folder of {@code output}. */
    Process hadoop(Path output, String program, List<String> arguments) throws IOException {
        List<String> command = java(Arrays.stream(classPath().split(":"))
                .filter(jar -> OF_HDFS.stream().anyMatch(jar::contains))
                .toList());
        command.add(program);
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(output.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Starts a program of ours within Spark's class path, with as many threads as it takes by itself. */
    Process own(Path output, Class<?> program, List<String> arguments) throws Exception {
        Path classes = Path.of(
                program.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> command = java(List.of(JAR.toString(), classes.toString()));
        command.add(program.getName());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.start();
    }

    private ProcessBuilder builder(List<String> command, Path output) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", folder.toString(),
                        "SPARK_SCALA_VERSION", "2.13",
                        "SPARK_LOCAL_IP", "127.0.0.1",
                        "SPARK_LOCAL_HOSTNAME", "localhost",
                        // As many for each of them as for the serial run: the recipe tells it.
                        "PROMPTTOPROMPT_THREADS", "1"));
        return builder;
    }

    /**
     * Does what {@code spark-submit --master MASTER JAR ARGUMENTS} does; on one computer where no program but {@code rm} is found, by
     * which Spark removes its folders, for none is to be started for each file.
     */
    Process submit(Path output, String master, List<String> options, List<String> arguments) throws IOException {
        List<String> all = java(List.of());
        all.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
        all.addAll(List.of("--conf", "spark.ui.enabled=false"));
        all.addAll(options);
        all.add(JAR.toString());
        all.addAll(arguments);
        ProcessBuilder builder = builder(all, output);
        if (master.startsWith("local"))
            builder.environment().put("PATH", programs().toString());
        return builder.start();
    }

    private Path programs() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        if (!Files.exists(programs.resolve("rm"))) Files.createSymbolicLink(programs.resolve("rm"), Path.of("/bin/rm"));
        return programs;
    }

    /** Starts the command line of the jar, without Spark. */
    Process serial(Path output, List<String> arguments) throws IOException {
        List<String> command = ChildJvm.command();
        command.addAll(List.of("-cp", JAR.toString(), "org.prompttoprompt.cli.CommandLine"));
        command.addAll(arguments);
        return builder(command, output).start();
    }

    /** Waits for the end of a process and returns its output, which the message of a failure holds too. */
    static String ended(Process process, Path output, int status) throws Exception {
        boolean ended = process.waitFor(20, TimeUnit.MINUTES);
        if (!ended) process.destroyForcibly().waitFor();
        String told = Files.readString(output);
        if (!ended || process.exitValue() != status)
            throw new AssertionError((ended ? "status " + process.exitValue() : "it did not end") + "\n" + told);
        return told;
    }
}
