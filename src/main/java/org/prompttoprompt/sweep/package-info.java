/**
 * One walk through time for many variants. A tau sweep of eleven images costs a third of eleven edits, because variants
 * share their latents as long as what is done to them has been the same.
 */
package org.prompttoprompt.sweep;
