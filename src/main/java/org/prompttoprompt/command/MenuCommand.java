package org.prompttoprompt.command;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.ij.Recipe;
import org.scijava.command.ContextCommand;

/**
 * What all commands of the menu have in common: what cannot be done is told in one readable sentence, and ends the macro that
 * asked for it; a fault of ours is logged with its trace besides.
 */
public abstract class MenuCommand extends ContextCommand implements P2PCommand {
    private ImagePlus image;
    private ImagePlus held;
    private Throwable fault;

    /** Names the image to work on. Without it that is the image in front. */
    public void setImage(ImagePlus image) {
        this.image = image;
    }

    /**
     * Returns the image in front when the command was called. It keeps its pixels until the command ends, even if its window
     * is closed meanwhile.
     *
     * @throws Refusal if none is open
     */
    protected ImagePlus activeImage() {
        if (held != null) return held;
        ImagePlus active = image != null ? image : WindowManager.getCurrentImage();
        if (active == null) {
            throw new Refusal(
                    "No image is open: open one that Prompt-to-Prompt made, or make one by Plugins > Prompt-to-Prompt > Generate...");
        }
        active.setIgnoreFlush(true);
        held = active;
        if (active.getProcessor() == null) {
            throw new Refusal("The image '" + active.getTitle()
                    + "' was closed before the command could read it: open it again.");
        }
        return active;
    }

    /**
     * Returns the recipe of {@link #activeImage}, and tells in the log what this version does not understand of it.
     *
     * @throws Refusal if no image is open, or it holds none
     */
    protected Recipe recipe() {
        Recipe recipe = Recipe.of(activeImage());
        List<String> unknown = recipe.unknownKeys();
        if (!unknown.isEmpty()) {
            IJ.log("The recipe of '" + activeImage().getTitle()
                    + "' has lines that this version of Prompt-to-Prompt does not know: "
                    + String.join(", ", unknown)
                    + ". A newer version wrote them; they are passed over, and the image may come out"
                    + " otherwise.");
        }
        return recipe;
    }

    /** Fills the inputs with what is asked for mostly, before the dialog is shown. */
    public void fillDialog() {}

    /**
     * Does what the command is for.
     *
     * @throws Refusal with one readable sentence if something is wrong that the user can mend
     */
    protected abstract void work();

    /** Returns what went wrong, if the command ended by a fault of ours and not by a refusal. */
    Optional<Throwable> fault() {
        return Optional.ofNullable(fault);
    }

    private void end(String message) {
        cancel(Messages.forDialog(message));
        if (IJ.isMacro()) Macro.abort();
    }

    @Override
    public void run() {
        try {
            InstalledCopies.warnOnce();
            work();
        } catch (CancellationException e) {
            cancel("");
        } catch (Refusal e) {
            end(e.getMessage());
        } catch (ThreadDeath e) {
            throw e; // how a macro is ended
        } catch (RuntimeException | Error e) {
            fault = e;
            end(Messages.ofFault(e));
        } finally {
            if (held != null) held.setIgnoreFlush(false);
            held = null;
        }
    }
}
