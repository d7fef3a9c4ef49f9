/**
 * Files that change a model's weights by products of two narrow matrices, under the names that programs gave them, merged while
 * the model is loaded.
 */
package org.prompttoprompt.lora;
