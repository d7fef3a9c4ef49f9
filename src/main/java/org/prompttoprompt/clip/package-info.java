/**
 * CLIP, which compares images with texts: its image encoder, and how an image is made ready for it. Nothing here draws.
 */
package org.prompttoprompt.clip;
