/**
 * Data sets on Apache Spark: {@link org.prompttoprompt.spark.SparkDataset} draws the parts of a data set on the machines of a
 * cluster. It is no part of the plugin: the profile {@code spark} builds it into a jar of its own.
 */
package org.prompttoprompt.spark;
