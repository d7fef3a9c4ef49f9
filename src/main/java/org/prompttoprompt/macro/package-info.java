/**
 * Lines of ImageJ's macro language, written as the Recorder does and read strictly. May import {@code text} and what is
 * below.
 */
package org.prompttoprompt.macro;
