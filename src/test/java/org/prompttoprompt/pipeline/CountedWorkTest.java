package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;

/**
 * How much the engine has to do, counted and not timed: rows that go through the network, and calls of PyTorch's operations as its
 * own profiler sees them. More than 15 % above what is noted fails; so does 15 % less, until the better number is noted:
 * {@code -Dcounts=write} writes them. In a process of its own with one thread: with two, halves of the guidance run on a thread whose
 * operations the profiler does not see, or not, as other programs leave processors.
 */
class CountedWorkTest {
    private static final Path NOTED = Path.of("src/test/resources/counted-work.json");
    private static final double MOST = 1.15;

    private static final Map<String, EditRequest> REQUESTS = new TreeMap<>(Map.of(
            "generate",
                    EditRequest.of(Task.GENERATE)
                            .with("prompt", "a red ball on the grass")
                            .with("steps", 3),
            "word swap", swap("0.5"),
            "guided word swap", swap("0.5").with("guidance", 3),
            "sweep of four", swap("0, 0.3, 0.6, 1"),
            "re-weighting",
                    EditRequest.of(Task.REWEIGHT)
                            .with("prompt", "a fluffy red ball")
                            .with("words", "fluffy")
                            .with("weight", 2)
                            .with("steps", 3),
            "local blend", swap("0.5").with("blend", "ball")));

    @TempDir
    private Path folder;

    private static EditRequest swap(String tau) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("tau", tau)
                .with("steps", 3);
    }

    /** Rows, with three for each decoded image, and calls. */
    private record Work(long rows, long calls) {}

    private static Work count(PromptToPrompt p2p, EditRequest request, Path trace) throws Exception {
        long[] rows = {0};
        PyTorch.call(() -> {
            JniUtils.startProfile(false, false, false);
            try {
                return p2p.run(request, (done, total, message) -> {
                    rows[0] = Math.max(rows[0], done);
                    return true;
                });
            } finally {
                JniUtils.stopProfile(trace.toString());
            }
        });
        JsonElement json = JsonParser.parseString(Files.readString(trace));
        JsonArray events = json.isJsonArray()
                ? json.getAsJsonArray()
                : json.getAsJsonObject().getAsJsonArray("traceEvents");
        long calls = events.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(event ->
                        event.has("name") && event.get("name").getAsString().startsWith("aten::"))
                .count();
        return new Work(rows[0], calls);
    }

    /** Counts, and writes what it found into the folder that its argument names. */
    static final class Counter {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            JsonObject found = new JsonObject();
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                p2p.run(REQUESTS.get("generate"), Progress.NONE); // loads the model and what is made once
                for (Map.Entry<String, EditRequest> request : REQUESTS.entrySet()) {
                    Work work = count(p2p, request.getValue(), folder.resolve("trace.json"));
                    JsonObject one = new JsonObject();
                    one.addProperty("rows", work.rows());
                    one.addProperty("calls", work.calls());
                    found.add(request.getKey(), one);
                }
            }
            Files.writeString(folder.resolve("found.json"), found.toString());
        }
    }

    @Test
    void noRequestNeedsMoreThanItDid() throws Exception {
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "-Dprompttoprompt.threads=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Counter.class.getName(),
                folder.toString()));
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "it did not end");
        assertEquals(0, process.exitValue(), Files.readString(log));
        JsonObject found = JsonParser.parseString(Files.readString(folder.resolve("found.json")))
                .getAsJsonObject();
        if ("write".equals(System.getProperty("counts"))) Files.writeString(NOTED, found + "\n");
        JsonObject noted = JsonParser.parseString(Files.readString(NOTED)).getAsJsonObject();
        assertEquals(noted.keySet(), found.keySet());
        for (String name : noted.keySet()) {
            for (String what : new String[] {"rows", "calls"}) {
                double before = noted.getAsJsonObject(name).get(what).getAsDouble();
                double now = found.getAsJsonObject(name).get(what).getAsDouble();
                assertTrue(before > 0 && now > 0, name + ": nothing was counted");
                assertTrue(now <= MOST * before, name + ": " + what + " rose from " + before + " to " + now);
                assertTrue(
                        now >= before / MOST,
                        name + ": " + what + " fell from " + before + " to " + now + "; note it by -Dcounts=write");
            }
        }
    }
}
