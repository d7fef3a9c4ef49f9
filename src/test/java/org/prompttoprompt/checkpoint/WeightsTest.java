package org.prompttoprompt.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.engine.PyTorch;

/** Which file is opened, and what is said when it is not the one that the network needs. */
class WeightsTest {
    @TempDir
    private Path folder;

    private final NDManager manager = PyTorch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void looksBelowAPrefix() throws IOException {
        tensor("model.safetensors", "mid.attn1.to_q.weight");
        Weights w = Weights.open(folder, manager).at("mid").at("attn1");
        assertTrue(w.has("to_q.weight"));
        assertFalse(w.has("to_q.bias"));
        assertEquals(1, w.at("to_q").get("weight", 1).size());
        w.requireAllRead();
    }

    @Test
    void prefersFullPrecision() throws IOException {
        tensor("model.fp16.safetensors", "half");
        assertTrue(Weights.open(folder, manager).has("half"));
        tensor("model.safetensors", "full");
        assertTrue(Weights.open(folder, manager).has("full"));
    }

    @Test
    void namesKeyAndFileOfAMissingTensor() throws IOException {
        tensor("model.safetensors", "a");
        refused(() -> Weights.open(folder, manager).at("b").get("c", 1), "model.safetensors has no tensor b.c (1)");
    }

    @Test
    void namesBothShapes() throws IOException {
        tensor("model.safetensors", "a");
        refused(() -> Weights.open(folder, manager).get("a", 2, 3), "a of ", "model.safetensors", "(1)", "(2, 3)");
    }

    @Test
    void namesWhatWasNotRead() throws IOException {
        tensor("model.safetensors", "left.over");
        refused(() -> Weights.open(folder, manager).requireAllRead(), "model.safetensors", "left.over");
        Weights w = Weights.open(folder, manager);
        w.at("left").ignore("over");
        w.requireAllRead();
    }

    @Test
    void joinsShards() throws IOException {
        tensor("model-00001-of-00002.safetensors", "a");
        tensor("model-00002-of-00002.safetensors", "b");
        index("{'weight_map':{'a':'model-00001-of-00002.safetensors','b':'model-00002-of-00002.safetensors'}}");
        Weights w = Weights.open(folder, manager);
        w.get("a", 1);
        w.get("b", 1);
        w.requireAllRead();
    }

    @Test
    void refusesAnIndexThatLies() throws IOException {
        tensor("one.safetensors", "a");
        tensor("two.safetensors", "a");
        index("{'weight_map':{'a':'one.safetensors','b':'one.safetensors'}}");
        refused(() -> Weights.open(folder, manager), "index.json", "b in one.safetensors");
        index("{'weight_map':{'a':'one.safetensors','b':'two.safetensors'}}");
        refused(() -> Weights.open(folder, manager), "a is both in", "one.safetensors", "two.safetensors");
        index("{'weight_map':{'a':'three.safetensors'}}");
        refused(() -> Weights.open(folder, manager), "three.safetensors, which is not beside it");
        index("{'weight_map':{'a':'../one.safetensors'}}");
        refused(() -> Weights.open(folder, manager), "../one.safetensors, which is not beside it");
        index("{'weights':{}}");
        refused(() -> Weights.open(folder, manager), "no valid weight_map");
    }

    @Test
    void refusesPickles() throws IOException {
        Path pickle = Files.write(folder.resolve("diffusion_pytorch_model.bin"), new byte[10]);
        refused(() -> Weights.open(folder, manager), "diffusion_pytorch_model.bin", "pickled", ".safetensors");
        refused(() -> Weights.open(pickle, manager), "diffusion_pytorch_model.bin", "pickled", ".safetensors");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        refused(() -> Weights.open(folder.resolve("none"), manager), "no model file or folder", "none");
        Files.writeString(folder.resolve("config.json"), "{}");
        refused(() -> Weights.open(folder, manager), "expected diffusion_pytorch_model.safetensors", "config.json");
    }

    @Test
    void refusesNumbersThatAreNoWeights() throws IOException {
        Path file = folder.resolve("model.safetensors");
        SafetensorsTest.write(file, "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}", new byte[8]);
        refused(() -> Weights.open(folder, manager).get("a", 1), "a of ", "model.safetensors", "I64");
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }

    private void tensor(String file, String name) throws IOException {
        String header = "{'" + name + "':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}";
        SafetensorsTest.write(folder.resolve(file), header, new byte[4]);
    }

    private static void refused(Executable action, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String part : parts) assertTrue(message.contains(part), message);
    }
}
