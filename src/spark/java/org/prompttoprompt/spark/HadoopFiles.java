package org.prompttoprompt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.batch.Table;
import org.prompttoprompt.batch.TableFile;
import org.prompttoprompt.batch.TableFiles;

/**
 * The files that a table names, on any file system that Hadoop knows: each is copied to this computer while it is read.
 *
 * @param folder of the table, to which names are relative
 */
record HadoopFiles(Path folder, Configuration configuration) implements TableFiles {
    /**
     * Reads a table.
     *
     * @throws Refusal if it is not there or no table
     */
    static Table table(String path, Configuration configuration) {
        if (path.isBlank()) throw new Refusal("table is empty: name a file, such as table=hdfs:///data/cells.csv.");
        Path file = new Path(path);
        try {
            FileSystem files = file.getFileSystem(configuration);
            if (!files.exists(file))
                throw new Refusal("table=" + path + ": there is no such file. Name one in CSV, TSV or JSON Lines.");
            try (var in = files.open(file)) {
                return TableFile.read(
                        path, in.readAllBytes(), new HadoopFiles(folder(path, configuration), configuration));
            }
        } catch (IOException e) {
            throw new Refusal("table=" + path + " cannot be read (" + e.getMessage() + "): copy it elsewhere.", e);
        }
    }

    /** Returns the folder of a table. */
    static Path folder(String table, Configuration configuration) throws IOException {
        Path file = new Path(table);
        return file.getFileSystem(configuration).makeQualified(file).getParent();
    }

    @Override
    public <T> T read(String name, Function<java.nio.file.Path, T> reading) {
        Path file = new Path(folder, name);
        try {
            FileSystem files = file.getFileSystem(configuration);
            if (!files.exists(file)) throw new Refusal("there is no file " + file);
            java.nio.file.Path place = Files.createTempDirectory("prompt-to-prompt");
            java.nio.file.Path copy = place.resolve(file.getName());
            try {
                try (var in = files.open(file)) {
                    Files.copy(in, copy);
                }
                return reading.apply(copy);
            } finally {
                Files.deleteIfExists(copy);
                Files.delete(place);
            }
        } catch (IOException e) {
            throw new Refusal(file + " cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
