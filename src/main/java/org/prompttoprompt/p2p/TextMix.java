package org.prompttoprompt.p2p;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.BinaryOperator;
import org.prompttoprompt.engine.Rows;
import org.prompttoprompt.unet.Context;

/**
 * The text between two prompts, a vector for each token: (1 - s)·c + s·c*, or, on the arc between the two, sin((1 - s)·θ)/sin θ·c +
 * sin(s·θ)/sin θ·c* with θ the angle between them (Shoemake 1985, slerp). A token of the edited prompt is mixed with its partner in the
 * source prompt.
 *
 * @param s 0 is the source prompt, 1 the edited one
 * @param spherical whether on the arc
 * @param partners the source's token of each token of the edited prompt, each once
 */
public record TextMix(double s, boolean spherical, List<Integer> partners) {
    /** Below that sin θ the arc is a straight line, as far as numbers go. */
    private static final float STRAIGHT = 1e-3f;

    public TextMix {
        partners = List.copyOf(partners);
    }

    /** Returns the text between two, which have one row and as many tokens; in the order of the edited prompt's. */
    public Context of(Context source, Context target) {
        int[] rows = partners.stream().mapToInt(Integer::intValue).toArray();
        NDArray c = Rows.select(source.tokens().get(0), rows).expandDims(0);
        BinaryOperator<NDArray> way = spherical ? this::arc : this::line;
        return new Context(
                way.apply(c, target.tokens()),
                source.added()
                        .map(a -> new Context.Added(
                                line(a.pooled(), target.added().orElseThrow().pooled()), a.sizes())),
                target.guidance());
    }

    /** Returns c at s = 0 and c* at s = 1, exactly. */
    private NDArray line(NDArray c, NDArray cStar) {
        return c.mul((float) (1 - s)).add(cStar.mul((float) s));
    }

    private NDArray arc(NDArray c, NDArray cStar) {
        NDArray cosine = dot(c, cStar)
                .div(dot(c, c).mul(dot(cStar, cStar)).sqrt().maximum(1e-12f))
                .clip(-1, 1);
        NDArray theta = cosine.acos();
        NDArray sine = theta.sin();
        NDArray straight = sine.lt(STRAIGHT).toType(c.getDataType(), false);
        NDArray safe = sine.maximum(STRAIGHT);
        NDArray on = c.mul(theta.mul((float) (1 - s)).sin().div(safe))
                .add(cStar.mul(theta.mul((float) s).sin().div(safe)));
        return line(c, cStar).mul(straight).add(on.mul(straight.neg().add(1)));
    }

    private static NDArray dot(NDArray a, NDArray b) {
        return a.mul(b).sum(new int[] {-1}, true);
    }
}
