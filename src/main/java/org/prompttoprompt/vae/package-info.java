/**
 * Images to latents and back: diffusers' AutoencoderKL, built from its config.json. May import {@code nn} and what is below.
 */
package org.prompttoprompt.vae;
