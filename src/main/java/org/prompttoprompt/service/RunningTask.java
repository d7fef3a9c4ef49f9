package org.prompttoprompt.service;

import ij.IJ;
import java.util.List;
import org.prompttoprompt.pipeline.Frame;
import org.prompttoprompt.pipeline.Progress;
import org.scijava.Cancelable;
import org.scijava.app.StatusService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * Tells the status bar and the task monitor how a run goes on, and shows previews; the monitor's cancel button, or Escape,
 * stops it.
 */
public final class RunningTask implements Progress, AutoCloseable {
    private static final int SCALE = 1000;

    private final StatusService status;
    private final Cancelable command;
    private final Task task;
    private final PreviewWindow preview;
    private final RunLine line = new RunLine(this::show);
    private Progress listener = Progress.NONE;
    private boolean keeps;
    private boolean stopped;

    /** Starts to tell; {@code command} is asked whether it was cancelled. */
    public RunningTask(String name, StatusService status, TaskService tasks, Cancelable command) {
        this.status = status;
        this.command = command;
        preview = new PreviewWindow(name, status.context());
        task = tasks.createTask(name);
        task.setProgressMaximum(SCALE);
        task.start();
        IJ.resetEscape();
        line.listen();
        // At once: what comes first may take a while.
        show(name.replace("...", "") + ": starting", 0);
    }

    /** Tells one more how the run goes on; it may stop the run too. */
    public void addListener(Progress progress) {
        listener = progress;
    }

    /** Says that images which are done when it is stopped are kept. */
    public RunningTask keeping() {
        keeps = true;
        return this;
    }

    /** Who waits for minutes is told that they need not. */
    private String cure() {
        if (!line.isLong()) return "";
        return keeps ? "; Esc stops it and keeps finished images" : "; Esc stops it";
    }

    @Override
    public boolean goOn(long done, long total, String message) {
        line.step(done, total, message);
        boolean wanted = listener.goOn(done, total, message);
        stopped = !wanted || isCancelled();
        return !stopped;
    }

    @Override
    public boolean isWanted() {
        stopped |= !listener.isWanted() || isCancelled();
        return !stopped;
    }

    private boolean isCancelled() {
        return command.isCanceled() || task.isCanceled() || IJ.escapePressed();
    }

    private void show(long done, long total, String message, String left) {
        show(message + left + (left.isEmpty() ? "" : cure()), (int) (SCALE * done / total));
    }

    private void show(String message, int part) {
        status.showStatus(part, SCALE, message);
        // Plain ImageJ has nobody who listens to SciJava's status.
        IJ.showStatus(message);
        IJ.showProgress(part, SCALE);
        task.setProgressValue(part);
        task.setStatusMessage(message);
    }

    @Override
    public boolean wantsPreview(int step) {
        return preview.wants(step);
    }

    @Override
    public void preview(List<Frame> images) {
        preview.show(images);
    }

    @Override
    public void close() {
        line.close();
        preview.close();
        task.finish();
        status.clearStatus();
        IJ.showStatus(stopped ? "Stopped" : "");
        IJ.showProgress(1.0);
    }
}
