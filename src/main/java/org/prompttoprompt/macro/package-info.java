/**
 * Lines of ImageJ's macro language, written as the Recorder does and read strictly.
 */
package org.prompttoprompt.macro;
