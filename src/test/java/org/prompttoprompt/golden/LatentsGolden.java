package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prompttoprompt.diffusion.Noise;

/** Noise of seeds: names such as seed42_1x4x64x64_first64 say seed, shape and how many of the values are stored. */
final class LatentsGolden implements GoldenKind {
    private static final Pattern NAME = Pattern.compile("seed(-?\\d+)(?:_([\\dx]+))?(?:_first(\\d+))?");

    @Override
    public void check(GoldenCase c) {
        for (Map.Entry<String, JsonElement> e :
                c.json().getAsJsonObject("tensors").entrySet()) {
            NDArray expected = c.tensor(e.getKey());
            Matcher name = NAME.matcher(e.getKey());
            c.equal("a name that says its seed: " + e.getKey(), true, name.matches());
            boolean shaped = name.group(2) != null && name.group(2).contains("x");
            Shape shape = shaped ? shape(name.group(2)) : expected.getShape();
            NDArray noise = Noise.of(c.manager(), Long.parseLong(name.group(1)), shape);
            c.close(
                    e.getKey(),
                    expected,
                    name.group(3) == null ? noise : noise.flatten().get(":" + name.group(3)),
                    0);
        }
    }

    private static Shape shape(String text) {
        String[] sides = text.split("x");
        long[] shape = new long[sides.length];
        for (int i = 0; i < shape.length; i++) shape[i] = Long.parseLong(sides[i]);
        return new Shape(shape);
    }
}
