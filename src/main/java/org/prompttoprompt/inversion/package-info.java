/** Ways into an image that is there already: what makes it the source of an edit, each with its formula and its source. */
package org.prompttoprompt.inversion;
