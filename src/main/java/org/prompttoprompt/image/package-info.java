/**
 * Between ImgLib2 and tensors.
 */
package org.prompttoprompt.image;
