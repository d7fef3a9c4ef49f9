package org.prompttoprompt.spark;

import org.prompttoprompt.pipeline.Progress;
import org.prompttoprompt.service.TimeLeft;

/** Progress as lines, one for each message that is new. */
final class Lines implements Progress {
    private final TimeLeft left = new TimeLeft();
    private String last = "";

    @Override
    public boolean goOn(long done, long total, String message) {
        if (!message.equals(last)) System.err.println(message + left.after(done, total));
        last = message;
        return true;
    }
}
