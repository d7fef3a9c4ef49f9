package org.prompttoprompt.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.FeatureControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.checkpoint.Opening;
import org.prompttoprompt.engine.Precision;
import org.prompttoprompt.engine.PyTorch;
import org.prompttoprompt.p2p.Edit;
import org.prompttoprompt.p2p.Renormalise;
import org.prompttoprompt.p2p.Replace;
import org.prompttoprompt.p2p.Reweight;
import org.prompttoprompt.text.Alignment;
import org.prompttoprompt.text.Tokens;
import org.prompttoprompt.unet.Context;

/** The maps of a network in half precision are edited in single precision, and rows of attention sum to 1 in it. */
class HalfEditTest {
    private static final Path TINY = Path.of("src/test/resources/golden/models/tiny-sd1");

    @ParameterizedTest
    @EnumSource
    void anEditActsAsInSinglePrecision(Precision precision) {
        float[] edited = edited(precision);
        float[] single = edited(Precision.FLOAT32);
        double worst = 0;
        for (int i = 0; i < edited.length; i++) worst = Math.max(worst, Math.abs(edited[i] - single[i]));
        assertTrue(worst <= (precision == Precision.BFLOAT16 ? .2 : .03), precision + " " + worst);
    }

    private static float[] edited(Precision precision) {
        return PyTorch.call(() -> {
            try (StableDiffusion model = StableDiffusion.open(TINY, Opening.PLAIN.in(precision));
                    NDManager manager = model.newManager()) {
                Tokens source = model.tokenizer.encode("a cat next to a castle");
                Tokens target = model.tokenizer.encode("a squirrel next to a castle");
                Edit swap = new Replace(Alignment.swap(source, target, Alignment.Mode.ALIGNED));
                Edit edit = new Renormalise(new Reweight(swap, java.util.Collections.nCopies(77, 1.5f)));
                AttentionControl control = new AttentionControl() {
                    @Override
                    public boolean wants(Site site) {
                        return site.cross();
                    }

                    @Override
                    public NDArray apply(NDArray maps, Site site) {
                        assertEquals(DataType.FLOAT32, maps.getDataType());
                        float off = maps.sum(new int[] {-1}).sub(1).abs().max().getFloat();
                        assertTrue(off < 1e-5, "rows sum to 1 up to " + off);
                        return NDArrays.stack(new NDList(maps.get(0), edit.apply(maps.get(0), maps.get(1))));
                    }
                };
                Conditioning how = Conditioning.of(64, 64);
                Context context =
                        Context.concat(List.of(model.encode(manager, source, how), model.encode(manager, target, how)));
                NDArray z = manager.arange(2f * 4 * 32 * 32).div(8192).sub(.5f).reshape(new Shape(2, 4, 32, 32));
                return model.unet
                        .forward(z, 501, context, control, FeatureControl.NONE)
                        .toFloatArray();
            }
        });
    }
}
