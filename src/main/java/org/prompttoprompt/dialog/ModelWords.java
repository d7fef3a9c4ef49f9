package org.prompttoprompt.dialog;

import java.awt.Window;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.swing.JLabel;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.request.EditRequest;
import org.prompttoprompt.request.Option;
import org.prompttoprompt.request.Task;
import org.prompttoprompt.service.P2PService;
import org.prompttoprompt.text.Vocabulary;
import org.scijava.Context;

/** The words of the model that a dialog's fields name: completed, judged, and listed. */
final class ModelWords {
    private final P2PService p2p;
    private final List<WordNote> notes = new ArrayList<>();
    private Vocabulary vocabulary = Vocabulary.NONE;
    private JTextField last;
    /** Fields in which somebody has put the caret somewhere. */
    private final Set<JTextField> written = new HashSet<>();

    ModelWords(Context context) {
        p2p = context.service(P2PService.class);
    }

    /** Takes the words of the model in this folder; a folder that is none has no words. */
    void ofModel(String folder) {
        String model = folder.equals("null") ? "" : folder;
        try {
            vocabulary = p2p.defaults(EditRequest.of(Task.GENERATE).with(Option.MODEL, model))
                    .vocabulary();
        } catch (Refusal e) {
            vocabulary = Vocabulary.NONE; // OK tells it
        }
        notes.forEach(note -> note.setVocabulary(vocabulary));
    }

    /** Completes what is typed here; returns the note below a prompt, null for other fields. */
    JLabel add(JTextField field, boolean prompt) {
        if (last == null) last = field;
        field.addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                last = field;
            }
        });
        field.addCaretListener(event -> {
            if (field.isFocusOwner()) written.add(field);
        });
        WordCompletion.on(field, () -> vocabulary);
        if (!prompt) return null;
        WordNote note = new WordNote(field, vocabulary);
        notes.add(note);
        field.getDocument().addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                java.awt.EventQueue.invokeLater(note::look);
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                java.awt.EventQueue.invokeLater(note::look);
            }

            @Override
            public void changedUpdate(DocumentEvent event) {}
        });
        field.addFocusListener(new FocusAdapter() {
            @Override
            public void focusLost(FocusEvent event) {
                note.look();
            }
        });
        note.look();
        return note.label();
    }

    /** Returns whether there are words to list, and a field to write them in. */
    boolean areThere() {
        return last != null && !vocabulary.words().isEmpty();
    }

    void open(Window owner) {
        WordsWindow.open(owner, vocabulary, word -> {
            if (!written.contains(last)) last.setCaretPosition(last.getText().length());
            WordsWindow.insert(last, word);
        });
    }
}
