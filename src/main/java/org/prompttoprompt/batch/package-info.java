/**
 * Data sets out of tables: {@link org.prompttoprompt.batch.DatasetMaker} reads the rows, draws what they ask for, and writes
 * the images with their labels in a layout that training programs read.
 */
package org.prompttoprompt.batch;
