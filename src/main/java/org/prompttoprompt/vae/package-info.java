/**
 * Images to latents and back: diffusers' AutoencoderKL, built from its config.json. May import nn.
 */
package org.prompttoprompt.vae;
