package org.prompttoprompt.model;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.checkpoint.RandomTensors;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.text.ClipFiles;
import org.prompttoprompt.vae.AutoencoderTiny;

/** A model's folder made from its configuration files, in diffusers' layout, with random weights of the full size. */
public final class RandomFolder {
    private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

    private RandomFolder() {}

    /** Copies configuration files and adds the words of CLIP's tokenizers, which they lack; no weights yet. */
    public static void configurations(Path from, Path folder) throws IOException {
        Files.createDirectories(folder);
        Folders.copy(from, folder);
        for (String tokenizer : new String[] {"tokenizer", "tokenizer_2"}) {
            if (Files.exists(folder.resolve(tokenizer))) ClipFiles.copy(folder.resolve(tokenizer));
        }
    }

    /** Writes files of weights that hold no number, as a folder has to have some. */
    static void noWeights(Path folder) throws IOException {
        for (String part : new String[] {"text_encoder", "text_encoder_2", "unet", "vae"}) {
            if (!Files.exists(folder.resolve(part))) continue;
            write(weights(folder, part), Map.of("a", new Shape(0)), false, null);
        }
    }

    /** Writes all weights that the networks ask for, those of {@link RandomTensors}, in single or in half precision. */
    public static void weights(Path folder, boolean half) throws IOException {
        noWeights(folder);
        Map<String, Map<String, Shape>> asked = asked(folder);
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                for (var part : asked.entrySet()) write(weights(folder, part.getKey()), part.getValue(), half, manager);
            }
            return null;
        });
    }

    /** Writes the folder of a tiny autoencoder (TAESD) of the usual size with random weights in single precision, as {@code vae} takes it. */
    public static void tinyAutoencoder(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonObject options = new JsonObject();
        options.addProperty("_class_name", "AutoencoderTiny"); // all else has its default
        Files.writeString(folder.resolve("config.json"), options.toString());
        Map<String, Shape> asked = new TreeMap<>();
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Weights noting = Opening.PLAIN.weights("vae", new Noting("vae", manager, asked));
                AutoencoderTiny.of(Config.open(folder.resolve("config.json")), noting);
                write(folder.resolve(WEIGHTS), asked, false, manager);
            }
            return null;
        });
    }

    private static Path weights(Path folder, String part) {
        return folder.resolve(part).resolve(part.startsWith("text_encoder") ? "model.safetensors" : WEIGHTS);
    }

    /** Opens the model with one zero in all places, and notes what is asked for. */
    private static Map<String, Map<String, Shape>> asked(Path folder) {
        Map<String, Map<String, Shape>> asked = new TreeMap<>();
        PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                Opening noting = new Opening(
                        Precision.FLOAT32,
                        (part, stored) -> new Noting(part, manager, asked.computeIfAbsent(part, p -> new TreeMap<>())));
                StableDiffusion.open(folder, noting).close();
            }
            return null;
        });
        return asked;
    }

    private record Noting(String part, NDManager manager, Map<String, Shape> asked) implements TensorSource {
        @Override
        public Set<String> names() {
            return part.equals("text_encoder_2") ? Set.of("text_projection.weight") : Set.of(); // asked for where it is
        }

        @Override
        public NDArray load(String name, Shape shape) {
            asked.put(name, shape);
            return manager.zeros(new Shape(1)).broadcast(shape);
        }
    }

    private static void write(Path file, Map<String, Shape> shapes, boolean half, NDManager manager)
            throws IOException {
        JsonObject header = new JsonObject();
        long at = 0;
        for (var tensor : shapes.entrySet()) {
            JsonArray shape = new JsonArray();
            for (long size : tensor.getValue().getShape()) shape.add(size);
            JsonArray offsets = new JsonArray();
            offsets.add(at);
            offsets.add(at += tensor.getValue().size() * (half ? 2 : 4));
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", half ? "F16" : "F32");
            entry.add("shape", shape);
            entry.add("data_offsets", offsets);
            header.add(tensor.getKey(), entry);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        try (WritableByteChannel channel = Files.newByteChannel(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            write(channel, length.putLong(text.length).flip());
            write(channel, ByteBuffer.wrap(text));
            if (at == 0) return;
            RandomTensors random = new RandomTensors(manager);
            for (var tensor : shapes.entrySet()) {
                try (NDArray whole = random.load(tensor.getKey(), tensor.getValue());
                        NDArray stored = whole.toType(half ? DataType.FLOAT16 : DataType.FLOAT32, false)) {
                    write(channel, stored.toByteBuffer());
                }
            }
        }
    }

    private static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }
}
