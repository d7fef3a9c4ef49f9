package org.prompttoprompt.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import org.prompttoprompt.clip.ClipModel;
import org.prompttoprompt.image.SourceImage;

/** CLIP's vectors of images and prompts, their cosines, and directional similarity. */
final class ClipGolden implements GoldenKind {
    private static final double TOLERANCE = 3e-5;

    @Override
    public void check(GoldenCase c) {
        ClipModel clip = ClipModel.open(c.model(), c.manager());
        List<float[]> images = new ArrayList<>();
        for (String name : texts(c, "images")) {
            float[] image = clip.image(image(c.tensor(name + "_u8")));
            unit(c, name + "_embeds", c.tensor(name + "_embeds"), image);
            images.add(image);
        }
        List<String> prompts = texts(c, "prompts");
        List<float[]> read = prompts.stream().map(clip::text).toList();
        NDArray expected = c.tensor("cosines");
        for (int i = 0; i < prompts.size(); i++) {
            unit(c, "text_embeds", c.tensor("text_embeds").get(i + ":" + (i + 1)), read.get(i));
            for (int j = 0; j < images.size(); j++)
                near(c, "cosines", expected.getFloat(j, i), ClipModel.cosine(images.get(j), read.get(i)));
        }
        double direction = ClipModel.direction(images.get(0), images.get(1), read.get(0), read.get(1));
        near(c, "direction", c.tensor("direction").getFloat(0), direction);
    }

    private static List<String> texts(GoldenCase c, String key) {
        return c.json().getAsJsonArray(key).asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** [height, width, 3] levels. */
    private static SourceImage image(NDArray levels) {
        Shape shape = levels.getShape();
        float[] rgb = levels.toType(DataType.FLOAT32, true)
                .transpose(2, 0, 1)
                .div(255)
                .toFloatArray();
        return SourceImage.of((int) shape.get(1), (int) shape.get(0), rgb);
    }

    private static void unit(GoldenCase c, String what, NDArray expected, float[] actual) {
        NDArray flat = expected.flatten();
        c.close(what, flat.div(flat.norm()), c.manager().create(actual), TOLERANCE);
    }

    private static void near(GoldenCase c, String what, double expected, double actual) {
        c.close(what, c.manager().create((float) expected), c.manager().create((float) actual), TOLERANCE);
    }
}
