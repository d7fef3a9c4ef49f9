package org.prompttoprompt.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.prompttoprompt.engine.Precision;

/** The tensors of one .safetensors file, or of the several that an index joins. */
final class Checkpoint implements TensorSource {
    private static final String AGAIN = "Download the index and its files again, from one model.";
    private static final String OTHERS =
            "Config and weights are not of the same model: take both from the same one, or download" + " them again.";

    private final Path path;
    private final NDManager manager;
    private final boolean mapped;
    private final Map<String, Safetensors> files = new LinkedHashMap<>();

    private Checkpoint(Path path, NDManager manager, boolean mapped) {
        this.path = path;
        this.manager = manager;
        this.mapped = mapped;
    }

    static Checkpoint open(Path fileOrFolder, NDManager manager) {
        Path path = WeightFiles.find(fileOrFolder);
        Checkpoint checkpoint = new Checkpoint(path, manager, false);
        if (path.toString().endsWith(".json")) {
            checkpoint.addShards();
        } else {
            checkpoint.add(Safetensors.of(path));
        }
        return checkpoint;
    }

    private void add(Safetensors file) {
        for (String name : file.entries().keySet()) {
            Safetensors other = files.putIfAbsent(name, file);
            if (other != null)
                throw new Damaged(
                        name + " is both in " + other + " and in " + file + ", and only one can count", AGAIN);
        }
    }

    private void addShards() {
        Map<String, String> index = index();
        Set.copyOf(index.values()).forEach(shard -> add(Safetensors.of(path.resolveSibling(shard))));
        index.forEach((name, shard) -> {
            Safetensors file = files.get(name);
            if (file == null || !file.path().endsWith(shard)) {
                throw new Damaged(path + " places " + name + " in " + shard + ", but it is not there", AGAIN);
            }
        });
    }

    private Map<String, String> index() {
        Map<String, String> index = new TreeMap<>();
        try {
            JsonObject json = JsonFiles.object(path);
            for (Map.Entry<String, JsonElement> entry :
                    json.getAsJsonObject("weight_map").entrySet()) {
                index.put(entry.getKey(), entry.getValue().getAsString());
            }
        } catch (IllegalStateException | ClassCastException | UnsupportedOperationException | NullPointerException e) {
            throw new Damaged(path + " is not an index of .safetensors files: no valid weight_map", "", AGAIN, e);
        }
        index.values().forEach(shard -> {
            if (shard.matches(".*[/\\\\].*")
                    || !shard.endsWith(".safetensors")
                    || !Files.isRegularFile(path.resolveSibling(shard))) {
                throw new Damaged(
                        path + " names the file " + shard + ", which is not beside it",
                        "Download that file too, into the same folder.");
            }
        });
        return index;
    }

    /** Returns the index, if there is one, and the files with tensors. */
    List<Path> paths() {
        Stream<Path> tensors = files.values().stream().map(Safetensors::path);
        return Stream.concat(Stream.of(path), tensors).distinct().toList();
    }

    @Override
    public TensorSource mapped() {
        Checkpoint other = new Checkpoint(path, manager, true);
        other.files.putAll(files);
        return other;
    }

    @Override
    public Set<String> names() {
        return files.keySet();
    }

    @Override
    public void require(String name, Shape shape) {
        holding(name, shape);
    }

    @Override
    public Optional<Path> file(String name) {
        return Optional.ofNullable(files.get(name)).map(Safetensors::path);
    }

    @Override
    public NDArray load(String name, Shape shape) {
        return holding(name, shape).read(name, manager, mapped);
    }

    @Override
    public Optional<HalfInFile> half(String name, Shape shape, Precision computing) {
        Safetensors file = holding(name, shape);
        boolean serves = mapped
                && manager.getDevice().equals(Device.cpu())
                && HalfInFile.serves(file.entries().get(name).type(), computing);
        return serves ? Optional.of(file.half(name, manager)) : Optional.empty();
    }

    private Safetensors holding(String name, Shape shape) {
        Safetensors file = files.get(name);
        if (file == null) throw new Damaged(path + " has no tensor " + name + " " + shape, OTHERS);
        Shape stored = file.entries().get(name).shape();
        if (!stored.equals(shape)) {
            throw new Damaged(
                    name + " of " + file + " has the shape " + stored + ", but config.json asks for " + shape, OTHERS);
        }
        StoredPrecision.requireRead(name, file.path(), file.entries().get(name).type());
        return file;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
