/** LPIPS, which compares images by the features of a network that knows pictures: a folder with its weights is the user's to give. */
package org.prompttoprompt.lpips;
