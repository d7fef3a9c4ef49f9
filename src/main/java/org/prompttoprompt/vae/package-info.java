/**
 * Images to latents and back: diffusers' AutoencoderKL, built from its config.json.
 */
package org.prompttoprompt.vae;
