/**
 * One walk through time for many variants. A tau sweep of eleven images costs a third of eleven edits, because variants
 * share their latents as long as what is done to them has been the same. May import {@code p2p}, {@code diffusion} and
 * {@code attention}.
 */
package org.prompttoprompt.sweep;
