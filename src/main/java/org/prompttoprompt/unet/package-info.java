/**
 * The network that predicts the noise: diffusers' UNet2DConditionModel as in Stable Diffusion 1.x and 2.x, built from its
 * config.json, with the hook in {@link org.prompttoprompt.unet.Attention}.
 */
package org.prompttoprompt.unet;
