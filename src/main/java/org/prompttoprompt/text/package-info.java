/**
 * Prompts: their tokens, their words, the alignment of two prompts, and their encoding by CLIP's text model. May import
 * {@code nn}.
 */
package org.prompttoprompt.text;
