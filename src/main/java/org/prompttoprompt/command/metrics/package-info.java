/** Sweeps in numbers: how far each image is from its source, as a table and a plot. */
package org.prompttoprompt.command.metrics;
