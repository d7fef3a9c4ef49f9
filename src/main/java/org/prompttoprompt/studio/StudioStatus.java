package org.prompttoprompt.studio;

/**
 * The status row while a job runs, and the last result again where a preview of another stood.
 *
 * @param whenFailed shows that result
 */
record StudioStatus(StatusRow row, Runnable whenFailed) implements StudioJobs.Listener {
    @Override
    public void running(double share, String message) {
        row.running(share, message);
    }

    @Override
    public void failed(String message) {
        row.failed(message);
        whenFailed.run();
    }
}
