package org.prompttoprompt.studio;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.ij.Messages;
import org.prompttoprompt.model.ModelDefaults;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;

/** Asks what a model wants where a request leaves it open. At the first use the embedded model is unpacked: not on the event thread. */
final class ModelNumbers {
    private final P2PService p2p;
    private final BiConsumer<EditRequest, ModelDefaults> then;
    private final Consumer<String> wrong;
    private String last;

    /**
     * Asks nothing yet. Answers come on the event thread.
     *
     * @param then gets a request with the model's values, and its defaults
     * @param wrong hears why there are none
     */
    ModelNumbers(P2PService p2p, BiConsumer<EditRequest, ModelDefaults> then, Consumer<String> wrong) {
        this.p2p = p2p;
        this.then = then;
        this.wrong = wrong;
    }

    /** Asks the model of a source for its values of a task at the source's size, unless it was asked last. */
    void ask(Task task, EditRequest source) {
        String model = source.get(Option.MODEL);
        String asked = model + "\n" + task.takesImage();
        if (asked.equals(last)) return;
        last = asked;
        EditRequest open = EditRequest.of(task)
                .with(Option.MODEL, model)
                .with(Option.WIDTH, source.get(Option.WIDTH))
                .with(Option.HEIGHT, source.get(Option.HEIGHT));
        Thread thread = new Thread(() -> answer(open, asked), "Prompt Studio asks the model");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer(EditRequest open, String asked) {
        Runnable found;
        try {
            EditRequest filled = p2p.resolve(open);
            ModelDefaults defaults = p2p.defaults(open);
            found = () -> then.accept(filled, defaults);
        } catch (Refusal e) {
            found = () -> wrong.accept(e.getMessage());
        } catch (RuntimeException | Error e) {
            String sentence = Messages.ofFault(e);
            found = () -> wrong.accept(sentence);
        }
        Runnable answer = found;
        SwingUtilities.invokeLater(() -> {
            if (asked.equals(last)) answer.run();
        });
    }
}
