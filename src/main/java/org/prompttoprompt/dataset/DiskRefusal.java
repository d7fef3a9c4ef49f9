package org.prompttoprompt.dataset;

import java.nio.file.Path;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.engine.OutputFile;

/** The disk takes no more: the job ends, and can go on later. */
public final class DiskRefusal extends Refusal {
    private static final long serialVersionUID = 1L;

    /** @param file that could not be written */
    public DiskRefusal(String file, Throwable cause) {
        super(
                file + " cannot be written, because " + why(file, cause)
                        + ". Mend that and start again with the same table and folder; what is done is kept.",
                cause);
    }

    private static String why(String file, Throwable cause) {
        return cause instanceof Exception e ? OutputFile.why(Path.of(file), e) : String.valueOf(cause.getMessage());
    }
}
