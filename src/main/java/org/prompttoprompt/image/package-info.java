/**
 * Between ImgLib2 and tensors. May import only ImgLib2 and DJL.
 */
package org.prompttoprompt.image;
