/**
 * The image that is open in ImageJ: what the model sees of it, where it may change, and the way back to its own pixels. May use
 * {@code ij}, requests and results, never a command or a window.
 */
package org.prompttoprompt.canvas;
