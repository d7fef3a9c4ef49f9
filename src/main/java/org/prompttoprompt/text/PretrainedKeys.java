package org.prompttoprompt.text;

import org.prompttoprompt.checkpoint.Config;

/**
 * The general keys that transformers writes into the config.json of any model (PretrainedConfig): how text is generated, what
 * is returned, how the file came about. They change nothing of an encoder's last hidden state.
 */
public final class PretrainedKeys {
    private static final String[] KEYS = {
        // the file, and how it is loaded
        "architectures",
        "attn_implementation",
        "auto_map",
        "dtype",
        "torch_dtype",
        "transformers_version",
        "tokenizer_class",
        "use_bfloat16",
        "torchscript",
        "gradient_checkpointing",
        "chunk_size_feed_forward",
        // what is returned
        "return_dict",
        "output_attentions",
        "output_hidden_states",
        "output_scores",
        "return_dict_in_generate",
        "use_cache",
        "use_return_dict",
        // tokens
        "bos_token_id",
        "eos_token_id",
        "pad_token_id",
        "sep_token_id",
        "decoder_start_token_id",
        "prefix",
        "forced_bos_token_id",
        "forced_eos_token_id",
        // other tasks
        "finetuning_task",
        "id2label",
        "label2id",
        "num_labels",
        "problem_type",
        "task_specific_params",
        "tf_legacy_loss",
        "tie_word_embeddings",
        "tie_encoder_decoder",
        "is_encoder_decoder",
        "is_decoder",
        "add_cross_attention",
        "cross_attention_hidden_size",
        "logit_scale_init_value",
        // how text is generated
        "max_length",
        "min_length",
        "do_sample",
        "early_stopping",
        "num_beams",
        "num_beam_groups",
        "diversity_penalty",
        "temperature",
        "top_k",
        "top_p",
        "typical_p",
        "repetition_penalty",
        "length_penalty",
        "no_repeat_ngram_size",
        "encoder_no_repeat_ngram_size",
        "bad_words_ids",
        "num_return_sequences",
        "remove_invalid_values",
        "exponential_decay_length_penalty",
        "suppress_tokens",
        "begin_suppress_tokens"
    };

    private PretrainedKeys() {}

    /** Declares that they do not matter; what changes the network though is refused. */
    public static void ignore(Config config) {
        config.allowEmpty("pruned_heads", "quantization_config");
        config.ignore(KEYS);
    }
}
