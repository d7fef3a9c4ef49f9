package org.prompttoprompt.text;

import ai.djl.ndarray.NDArray;
import org.prompttoprompt.checkpoint.Config;
import org.prompttoprompt.checkpoint.Weights;
import org.prompttoprompt.engine.Ops;
import org.prompttoprompt.nn.LayerNorm;
import org.prompttoprompt.nn.Linear;

/** One layer of CLIP's text or image encoder: self-attention and a perceptron, each on the normalised input. */
public final class ClipLayer {
    /**
     * What all layers have in common.
     *
     * @param causal whether a token sees those before it alone
     */
    public record Shape(int dim, int inner, int heads, double eps, String activation, boolean causal) {}

    private final Shape shape;
    private final LayerNorm layerNorm1;
    private final LayerNorm layerNorm2;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear out;
    private final Linear fc1;
    private final Linear fc2;

    public ClipLayer(Weights w, Shape shape) {
        this.shape = shape;
        int dim = shape.dim;
        layerNorm1 = new LayerNorm(w.at("layer_norm1"), dim, shape.eps);
        layerNorm2 = new LayerNorm(w.at("layer_norm2"), dim, shape.eps);
        Weights attention = w.at("self_attn");
        query = new Linear(attention.at("q_proj"), dim, dim);
        key = new Linear(attention.at("k_proj"), dim, dim);
        value = new Linear(attention.at("v_proj"), dim, dim);
        out = new Linear(attention.at("out_proj"), dim, dim);
        fc1 = new Linear(w.at("mlp.fc1"), dim, shape.inner);
        fc2 = new Linear(w.at("mlp.fc2"), shape.inner, dim);
    }

    /** Returns the option {@code hidden_act}, if it is one of those that CLIP has. */
    public static String activation(Config config) {
        config.allow("hidden_act", "quick_gelu", "gelu");
        return config.getString("hidden_act", "quick_gelu");
    }

    /**
     * Returns the option {@code num_attention_heads}.
     *
     * @param dim length of the states
     * @throws org.prompttoprompt.Refusal if the heads do not share it evenly
     */
    public static int heads(Config config, int dim, int otherwise) {
        int heads = config.getInt("num_attention_heads", otherwise);
        if (heads >= 1 && dim % heads == 0) return heads;
        throw config.refuse("num_attention_heads", "it must divide hidden_size = " + dim);
    }

    /** Returns the states, [rows, tokens, dim], after this layer. */
    public NDArray forward(NDArray x) {
        NDArray h = layerNorm1.forward(x);
        NDArray q = query.forward(h);
        NDArray k = key.forward(h);
        NDArray v = value.forward(h);
        NDArray attended = shape.causal ? Ops.sdpaCausal(q, k, v, shape.heads) : Ops.sdpa(q, k, v, shape.heads);
        NDArray y = out.forward(attended).addi(x);
        NDArray inner = fc1.forward(layerNorm2.forward(y));
        NDArray active = shape.activation.equals("gelu") ? Ops.gelu(inner) : Ops.quickGelu(inner);
        return fc2.forward(active).addi(y);
    }
}
