/**
 * PyTorch on DJL: its start, its thread, the native libraries and where they are unpacked, and {@link
 * org.prompttoprompt.engine.Ops}, the only door to the operations that DJL lacks.
 */
package org.prompttoprompt.engine;
