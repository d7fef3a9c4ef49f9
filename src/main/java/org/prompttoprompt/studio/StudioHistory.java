package org.prompttoprompt.studio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** All results of a session in their order, and the way through them: undo goes back to the one before on that way. */
final class StudioHistory {
    private final List<StudioEntry> entries = new ArrayList<>();
    private final Deque<Integer> back = new ArrayDeque<>();
    private final Deque<Integer> forward = new ArrayDeque<>();
    private int current = -1;

    /** Adds a result, which becomes the current one. */
    void add(StudioEntry entry) {
        entries.add(entry);
        go(entries.size() - 1);
    }

    /** Makes an earlier result the current one. */
    void go(int entry) {
        if (entry == current) return;
        if (current >= 0) back.push(current);
        forward.clear();
        current = entry;
    }

    /** Leaves the current result for something that is none yet; undo goes back to it. */
    void leave() {
        if (current >= 0) back.push(current);
        forward.clear();
        current = -1;
    }

    /** Goes back; returns whether there was a way. */
    boolean undo() {
        if (back.isEmpty()) return false;
        if (current >= 0) forward.push(current);
        current = back.pop();
        return true;
    }

    /** Goes forward again after {@link #undo}; returns whether there was a way. */
    boolean redo() {
        if (forward.isEmpty()) return false;
        back.push(current);
        current = forward.pop();
        return true;
    }

    boolean canUndo() {
        return !back.isEmpty();
    }

    boolean canRedo() {
        return !forward.isEmpty();
    }

    /** Returns the number of the current result, -1 if there is none yet. */
    int current() {
        return current;
    }

    Optional<StudioEntry> entry() {
        return current < 0 ? Optional.empty() : Optional.of(entries.get(current));
    }

    List<StudioEntry> entries() {
        return List.copyOf(entries);
    }

    /** Returns whether the result that is shown is of this state. */
    boolean shows(StudioState state) {
        return entry().map(StudioEntry::state).filter(state::equals).isPresent();
    }

    /** Returns whether the result that is shown has the source of this state, or the picture is an image that is there. */
    boolean showsSource(StudioState state) {
        return state.image().isPresent()
                || entry().filter(entry -> entry.state().source().equals(state.source())
                                && entry.state().image().isEmpty())
                        .isPresent();
    }
}
