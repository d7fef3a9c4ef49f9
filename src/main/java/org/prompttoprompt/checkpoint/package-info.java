/**
 * Weights by their own names and shapes, and the options beside them, out of files that are not trusted. A new layout of
 * files is a {@link org.prompttoprompt.checkpoint.TensorSource}.
 */
package org.prompttoprompt.checkpoint;
