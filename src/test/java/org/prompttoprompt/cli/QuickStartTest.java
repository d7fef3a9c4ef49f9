package org.prompttoprompt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.engine.PyTorch;

/**
 * A short process does without Java's second compiler, but for check sums, which take ten times as long without it, and large convolutions
 * with their copies of numbers.
 */
class QuickStartTest {
    private static final String LARGE = "org.prompttoprompt.engine.Winograd";

    /** A line of Java's list of what it has compiled: time, number, marks, level 4 (that of the second compiler), method. */
    private static final Pattern BY_THE_SECOND =
            Pattern.compile("\\s*\\d+\\s+\\d+\\s+[%sbn! ]*\\s4\\s+(\\S+)::\\S+ .*");

    /** Works long enough for the second compiler, had it its way. */
    static final class Work {
        private Work() {}

        public static void main(String[] none) throws Exception {
            QuickStart.begin();
            while (!directives().contains("Winograd")) Thread.sleep(20);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < 200; i++) digest.update(new byte[1 << 16]);
            long sum = digest.digest()[0];
            for (int i = 0; i < 200_000_000; i++) sum = mixed(sum, i);
            convolve();
            System.out.println(sum);
        }

        private static String directives() throws Exception {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            return ManagementFactory.getPlatformMBeanServer()
                    .invoke(commands, "compilerDirectivesPrint", new Object[0], new String[0])
                    .toString();
        }

        private static void convolve() {
            PyTorch.call(() -> {
                try (NDManager manager = PyTorch.newManager()) {
                    NDArray x = manager.ones(new Shape(1, 128, 64, 64));
                    NDArray kernels = manager.ones(new Shape(128, 128, 3, 3));
                    for (int i = 0; i < 100; i++)
                        Ops.conv2d(x, kernels, manager.ones(new Shape(128)), 1, 1)
                                .close();
                }
                return null;
            });
        }

        private static long mixed(long sum, int i) {
            return sum * 31 + (i ^ sum >>> 7);
        }
    }

    @Test
    void onlyCheckSumsAndLargeConvolutionsAreLeftToTheSecondCompiler() throws IOException, InterruptedException {
        List<String> command = ChildJvm.ofUsers();
        command.addAll(List.of(
                "-XX:+PrintCompilation",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Work.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor());
        List<String> classes = lines.stream()
                .map(BY_THE_SECOND::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
        assertTrue(classes.contains("sun.security.provider.SHA2"), () -> String.join("\n", lines));
        assertTrue(classes.contains(LARGE + "Pixels"), () -> String.join("\n", lines));
        assertTrue(classes.contains(LARGE + "Kernels"), () -> String.join("\n", lines));
        assertTrue(classes.contains(LARGE + "Results"), () -> String.join("\n", lines));
        assertTrue(classes.contains("java.nio.DirectFloatBufferU"), () -> String.join("\n", lines));
        assertTrue(
                classes.stream().allMatch(name -> name.startsWith(LARGE) || !name.startsWith("org.prompttoprompt")),
                classes.toString());
    }
}
