package org.prompttoprompt.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One case: its parameters, its tensors, its model, and the largest differences found. */
final class GoldenCase {
    private final JsonObject json;
    private final Path model;
    private final NDManager manager;
    private final Map<String, NDArray> tensors;
    private final List<AutoCloseable> opened;
    private final StringBuilder differences;

    GoldenCase(JsonObject json, Path model, NDManager manager, Map<String, NDArray> tensors) {
        this(json, model, manager, tensors, new ArrayList<>(), new StringBuilder());
    }

    private GoldenCase(
            JsonObject json,
            Path model,
            NDManager manager,
            Map<String, NDArray> tensors,
            List<AutoCloseable> opened,
            StringBuilder differences) {
        this.opened = opened;
        this.differences = differences;
        this.json = json;
        this.model = model;
        this.manager = manager;
        this.tensors = tensors;
    }

    /** Returns this case with other parameters, of whose differences this one tells too. */
    GoldenCase with(JsonObject parameters) {
        return new GoldenCase(parameters, model, manager, tensors, opened, differences);
    }

    /** Closes this when the case ends. */
    <T extends AutoCloseable> T closing(T what) {
        opened.add(what);
        return what;
    }

    void close() throws Exception {
        for (AutoCloseable one : opened) one.close();
    }

    JsonObject json() {
        return json;
    }

    String text(String key) {
        return json.get(key).getAsString();
    }

    Path model() {
        return model;
    }

    NDManager manager() {
        return manager;
    }

    /** Returns the names of tensors that begin so. */
    List<String> names(String prefix) {
        return tensors.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    boolean has(String tensor) {
        return tensors.containsKey(tensor);
    }

    NDArray tensor(String name) {
        assertTrue(has(name), "the case has no tensor " + name + ", only " + tensors.keySet());
        return tensors.get(name);
    }

    /** Compares two tensors; both are read as float32. */
    void close(String what, NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape(), what + ": shape");
        NDArray difference = expected.toType(DataType.FLOAT32, false)
                .sub(actual.toType(DataType.FLOAT32, false))
                .abs();
        float worst = difference.max().getFloat();
        note(what, worst);
        assertTrue(worst <= tolerance, what + ": max abs difference " + worst + " exceeds " + tolerance);
    }

    void equal(String what, Object expected, Object actual) {
        assertEquals(expected, actual, what);
    }

    void note(String what, double difference) {
        differences.append(String.format("  %s %.2g", what, difference));
    }

    String differences() {
        return differences.isEmpty() ? "  exact" : differences.toString();
    }
}
