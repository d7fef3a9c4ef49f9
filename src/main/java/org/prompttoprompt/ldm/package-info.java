/**
 * The original layout of Stable Diffusion (CompVis, "LDM"): all parts in one file, under names of their own, without
 * configuration. Its names become those of diffusers, its configuration is read from its shapes.
 */
package org.prompttoprompt.ldm;
