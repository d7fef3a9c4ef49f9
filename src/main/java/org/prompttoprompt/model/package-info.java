/**
 * Models: the folder, what it says of itself, what it wants by default, the embedded one, and the loaded parts. May import
 * {@code text}, {@code unet}, {@code vae}, {@code diffusion} and what is below.
 */
package org.prompttoprompt.model;
