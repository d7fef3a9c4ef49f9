package org.prompttoprompt.batch;

import java.nio.file.Path;
import java.util.function.Function;

/** The files that cells of a table name. */
public interface TableFiles {
    /**
     * Reads a file while it lies on this computer.
     *
     * @param name as the cell says it
     * @param reading is given its path, where there may be no file
     * @throws java.nio.file.InvalidPathException if the name is none
     */
    <T> T read(String name, Function<Path, T> reading);

    /** Returns the files whose names are relative to a folder of this computer. */
    static TableFiles of(Path folder) {
        return new TableFiles() {
            @Override
            public <T> T read(String name, Function<Path, T> reading) {
                return reading.apply(folder.resolve(name).normalize());
            }
        };
    }
}
