package org.prompttoprompt.request;

/**
 * The way into an image, typed.
 *
 * @param method that is used
 * @param firstStep the first sampling step that is run: as the strength says, all but the last ones are left out
 * @param inner null-text: the most updates of a step
 * @param quantile proximal guidance: share of the differences that are taken for none, 0 to 1
 * @param sourceScale edit-friendly DDPM: guidance scale of the source
 */
public record WayValues(Method method, int firstStep, int inner, double quantile, double sourceScale) {}
