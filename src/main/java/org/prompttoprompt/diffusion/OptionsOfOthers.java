package org.prompttoprompt.diffusion;

/** What the files of some samplers say to them alone: it changes nothing of what the others do. */
final class OptionsOfOthers {
    static final String[] KEYS = {
        "algorithm_type",
        "clip_sample",
        "clip_sample_range",
        "disable_corrector",
        "dynamic_thresholding_ratio",
        "euler_at_final",
        "final_sigmas_type",
        "flow_shift",
        "interpolation_type",
        "lambda_min_clipped",
        "lower_order_final",
        "original_inference_steps",
        "predict_x0",
        "rescale_betas_zero_snr",
        "sample_max_value",
        "set_alpha_to_one",
        "shift_terminal",
        "sigma_max",
        "sigma_min",
        "skip_prk_steps",
        "solver_order",
        "solver_p",
        "solver_type",
        "steps_offset",
        "thresholding",
        "time_shift_type",
        "timestep_scaling",
        "timestep_type",
        "use_beta_sigmas",
        "use_dynamic_shifting",
        "use_exponential_sigmas",
        "use_flow_sigmas",
        "use_karras_sigmas",
        "use_lu_lambdas",
        "variance_type"
    };

    private OptionsOfOthers() {}
}
