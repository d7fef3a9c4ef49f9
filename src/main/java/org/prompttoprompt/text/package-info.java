/**
 * Prompts: their tokens, their words, the alignment of two prompts, and their encoding by CLIP's text model.
 */
package org.prompttoprompt.text;
