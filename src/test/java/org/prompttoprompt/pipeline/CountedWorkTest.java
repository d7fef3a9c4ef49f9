package org.prompttoprompt.pipeline;

import static org.junit.jupiter.api.Assertions.*;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.bench.RandomUnet;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.image.SourceImage;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.unet.UNet;

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
            "fast word swap", swap("0.3").with("guidance", 3).with("steps", 10).with("speed", "fast"),
            "sweep of four", swap("0, 0.3, 0.6, 1"),
            "re-weighting",
                    EditRequest.of(Task.REWEIGHT)
                            .with("prompt", "a fluffy red ball")
                            .with("words", "fluffy")
                            .with("weight", 2)
                            .with("steps", 3),
            "local blend", swap("0.5").with("blend", "ball")));

    private static final EditRequest IMAGE_EDIT = EditRequest.of(Task.EDIT)
            .with("prompt", "a red ball on the grass")
            .with("target", "a blue ball on the grass")
            .with("strength", 1)
            .with("steps", 3);

    /** The layers of large models, which have programs of their own: 128 channels and 32 x 32 pixels. */
    private static final String LARGE = """
            {"_class_name": "UNet2DConditionModel", "act_fn": "silu", "attention_head_dim": 8, "block_out_channels": [128],
             "center_input_sample": false, "cross_attention_dim": 64, "down_block_types": ["CrossAttnDownBlock2D"],
             "downsample_padding": 1, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 4, "layers_per_block": 1,
             "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": 32, "out_channels": 4, "sample_size": 32,
             "up_block_types": ["CrossAttnUpBlock2D"]}
            """;

    private static final int LARGE_ROWS = 2;

    @TempDir
    private Path folder;

    private static EditRequest swap(String tau) {
        return EditRequest.of(Task.SWAP)
                .with("prompt", "a red ball on the grass")
                .with("target", "a blue ball on the grass")
                .with("tau", tau)
                .with("steps", 3);
    }

    private static JsonObject count(Function<Progress, EditResult> run, Path trace) throws Exception {
        long[] rows = {0};
        long calls = calls(
                trace,
                () -> run.apply((done, total, message) -> {
                    rows[0] = Math.max(rows[0], done);
                    return true;
                }));
        JsonObject work = new JsonObject();
        work.addProperty("rows", rows[0]);
        work.addProperty("calls", calls);
        return work;
    }

    /** One pass of a network whose layers are large, whose rows are given. */
    private static JsonObject large(Path trace) throws Exception {
        return PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                UNet unet = RandomUnet.create(manager, LARGE);
                NDArray latents = manager.randomNormal(new Shape(LARGE_ROWS, 4, 32, 32));
                NDArray context = manager.randomNormal(new Shape(LARGE_ROWS, 7, 64));
                Callable<NDArray> pass =
                        () -> unet.forward(latents, 500, context, AttentionControl.NONE, FeatureControl.NONE);
                pass.call(); // what is made once
                JsonObject work = new JsonObject();
                work.addProperty("calls", calls(trace, pass));
                return work;
            }
        });
    }

    /** Returns how many operations of PyTorch a job calls. */
    private static long calls(Path trace, Callable<?> job) throws Exception {
        PyTorch.call(() -> {
            JniUtils.startProfile(false, false, false);
            try {
                return job.call();
            } finally {
                JniUtils.stopProfile(trace.toString());
            }
        });
        JsonElement json = JsonParser.parseString(Files.readString(trace));
        JsonArray events = json.isJsonArray()
                ? json.getAsJsonArray()
                : json.getAsJsonObject().getAsJsonArray("traceEvents");
        return events.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(event ->
                        event.has("name") && event.get("name").getAsString().startsWith("aten::"))
                .count();
    }

    /** Counts, and writes what it found into the folder that its argument names. */
    static final class Counter {
        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            JsonObject found = new JsonObject();
            try (PromptToPrompt p2p = new PromptToPrompt()) {
                Path trace = folder.resolve("trace.json");
                // Loads the model and what is made once.
                EditResult drawn = p2p.run(REQUESTS.get("generate"), Progress.NONE);
                for (Map.Entry<String, EditRequest> request : REQUESTS.entrySet())
                    found.add(request.getKey(), count(progress -> p2p.run(request.getValue(), progress), trace));
                EditInput image =
                        EditInput.of(SourceImage.of(drawn.frames().get(0).image()));
                found.add("image edit", count(progress -> p2p.run(IMAGE_EDIT, image, progress), trace));
                found.add("large layers", large(trace));
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
            for (String what : noted.getAsJsonObject(name).keySet()) {
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
