/**
 * Data sets: the images that are there with what is told of each, which of them are kept, and the layouts, manifests and cards that
 * training programs and people read. How the images come about is {@code batch}'s.
 */
package org.prompttoprompt.dataset;
