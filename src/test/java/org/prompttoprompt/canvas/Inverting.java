package org.prompttoprompt.canvas;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import net.imglib2.img.array.ArrayImgs;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.pipeline.Cost;
import org.prompttoprompt.pipeline.EditInput;
import org.prompttoprompt.pipeline.EditResult;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.MapSummary;
import org.prompttoprompt.pipeline.Provenance;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.FrameKey;

/** In place of the model, to see what becomes of pixels: the source is what it sees, the edit a function of that. */
final class Inverting implements Retouch.Model {
    /** What it saw, packed colours. */
    final List<int[]> seen = new ArrayList<>();

    final List<EditInput> inputs = new ArrayList<>();
    private final EditRequest request;
    private final UnaryOperator<int[]> edit;

    Inverting(EditRequest request, UnaryOperator<int[]> edit) {
        this.request = request;
        this.edit = edit;
    }

    static int[] negative(int[] argb) {
        int[] other = argb.clone();
        for (int i = 0; i < other.length; i++) other[i] ^= 0xffffff;
        return other;
    }

    @Override
    public EditResult draw(EditRequest asked, EditInput input, String note) {
        inputs.add(input);
        int width = input.image().orElseThrow().width();
        int height = input.image().orElseThrow().height();
        float[] rgb = PyTorch.call(() -> {
            try (NDManager manager = PyTorch.newManager()) {
                return input.image().orElseThrow().toTensor(manager).toFloatArray();
            }
        });
        int n = width * height;
        int[] argb = new int[n];
        for (int i = 0; i < n; i++) {
            argb[i] = 0xff000000;
            for (int c = 0; c < 3; c++) argb[i] |= Math.round((rgb[c * n + i] + 1) * 127.5f) << 16 - 8 * c;
        }
        seen.add(argb);
        List<Frame> frames = new ArrayList<>();
        for (FrameKey key : FrameKey.of(request)) {
            int[] pixels = key.source() ? argb : edit.apply(argb);
            frames.add(new Frame(key.label(), key.values(), key.source(), ArrayImgs.argbs(pixels, width, height)));
        }
        return new EditResult(
                request,
                new Provenance("none", "", "", "", "", "", 1, "", "abc"),
                List.of(),
                frames,
                "",
                new Cost(0, 0),
                false,
                MapSummary.NONE,
                List.of(),
                Optional.empty());
    }
}
