package org.prompttoprompt.dialog;

import ij.IJ;
import ij.util.Java2;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.UIManager;
import javax.swing.WindowConstants;
import javax.swing.plaf.metal.MetalLookAndFeel;
import org.prompttoprompt.command.MenuCommand;
import org.prompttoprompt.macro.InputText;
import org.prompttoprompt.macro.RefusedInput;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * The dialog of a command, in Fiji and in plain ImageJ: what everybody decides first, the rest folded away by sections. Where an
 * input's default stands for the model's number, the number is shown.
 */
public final class CommandDialog {
    private static final int EDGE = 12;

    private final Module module;
    private final ConvertService convert;
    private final Form form;
    private final String title;
    private JDialog dialog;
    private boolean accepted;
    private Optional<String> refused = Optional.empty();

    /**
     * Makes the dialog, which shows nothing yet.
     *
     * @param keys of the inputs that it asks for
     * @param typed what the fields show in place of the module's inputs
     * @throws org.prompttoprompt.Refusal if the command lacks what the dialog cannot give
     */
    public CommandDialog(Module module, List<String> keys, Map<String, String> typed, ConvertService convert) {
        this.module = module;
        this.convert = convert;
        title = module.getInfo().getMenuPath().getLeaf().getName().replace("...", "");
        if (module.getDelegateObject() instanceof MenuCommand command) command.fillDialog();
        form = onEventThread(() -> {
            // Fiji brings a look of its own; plain ImageJ leaves Java's.
            if (UIManager.getLookAndFeel() instanceof MetalLookAndFeel) Java2.setSystemLookAndFeel();
            return new Form(module, keys, typed, convert.context());
        });
    }

    /** Begins with the field that a refusal is about, if it is about one. */
    public void beginAfter(String reason) {
        refused = RefusedInput.of(module.getInfo(), reason).map(ModuleItem::getName);
    }

    /** Asks, and returns whether OK was pressed. */
    public boolean show() {
        if (form.isFileToSave()) return onEventThread(() -> form.chooseFileToSave(title));
        onEventThread(() -> {
            build();
            dialog.setVisible(true);
            dialog.dispose();
            return null;
        });
        return accepted;
    }

    /**
     * Sets the inputs to what was typed.
     *
     * @throws org.prompttoprompt.Refusal naming key and value if a field holds no value of its input
     */
    public void setInputs() {
        for (Map.Entry<String, String> field : form.values().entrySet()) {
            ModuleItem<?> item = module.getInfo().getInput(field.getKey());
            module.setInput(
                    item.getName(), InputText.value(item, field.getValue().strip(), convert));
            module.resolveInput(item.getName());
        }
    }

    /** Returns the value in each field by its key. */
    public Map<String, String> typed() {
        return new LinkedHashMap<>(form.values());
    }

    private void build() {
        dialog = new JDialog(IJ.getInstance(), title, true);
        dialog.setName("command");
        dialog.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        JPanel content = new JPanel(new BorderLayout());
        form.panel().setBorder(BorderFactory.createEmptyBorder(EDGE, EDGE, EDGE / 2, EDGE));
        JScrollPane scroll = new JScrollPane(form.panel());
        scroll.setBorder(BorderFactory.createEmptyBorder());
        scroll.getViewport().setOpaque(false);
        scroll.setOpaque(false);
        content.add(scroll, BorderLayout.CENTER);
        content.add(buttons(), BorderLayout.SOUTH);
        dialog.setContentPane(content);
        form.whenFolded(() -> {
            dialog.pack();
            Screens.fit(dialog);
        });
        growWith(scroll);
        Escape.closes(dialog);
        dialog.pack();
        dialog.setLocationRelativeTo(null);
        Screens.fit(dialog);
        // A window that does not show yet gives the caret to its first field.
        dialog.addWindowListener(new WindowAdapter() {
            @Override
            public void windowOpened(WindowEvent event) {
                form.begin(refused);
            }
        });
    }

    /** What comes below a field, such as a note of an unknown word, makes the window longer as far as the screen has room. */
    private void growWith(JScrollPane scroll) {
        int[] before = {Integer.MAX_VALUE};
        int[] width = {0};
        form.panel().addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent event) {
                int now = form.panel().getHeight();
                int view = scroll.getViewport().getHeight();
                // Of a window that somebody has made short, a bar shows the rest as before.
                if (now > view && before[0] <= view && width[0] == dialog.getWidth()) {
                    dialog.setSize(dialog.getWidth(), dialog.getHeight() + now - view);
                    Screens.fit(dialog);
                }
                before[0] = now;
                width[0] = dialog.getWidth();
            }
        });
    }

    private Component buttons() {
        JPanel left = new JPanel(new FlowLayout(FlowLayout.LEFT));
        left.add(button("Help", () -> PageWindow.ofCommand(module.getInfo())));
        if (form.hasWords()) left.add(button("Words...", () -> form.openWords(dialog)));
        JPanel right = new JPanel(new FlowLayout(FlowLayout.RIGHT));
        right.add(button("Cancel", dialog::dispose));
        JButton ok = button("OK", () -> {
            accepted = true;
            dialog.dispose();
        });
        right.add(ok);
        dialog.getRootPane().setDefaultButton(ok);
        JPanel all = new JPanel(new BorderLayout());
        all.setBorder(BorderFactory.createEmptyBorder(0, EDGE / 2, EDGE / 2, EDGE / 2));
        all.add(left, BorderLayout.WEST);
        all.add(right, BorderLayout.EAST);
        return all;
    }

    private static JButton button(String label, Runnable action) {
        JButton button = new JButton(label);
        button.addActionListener(event -> action.run());
        return button;
    }

    private static boolean onEventThread(BooleanSupplier work) {
        return onEventThread((java.util.function.Supplier<Boolean>) work::getAsBoolean);
    }

    private static <T> T onEventThread(java.util.function.Supplier<T> work) {
        if (EventQueue.isDispatchThread()) return work.get();
        Object[] result = new Object[1];
        try {
            EventQueue.invokeAndWait(() -> result[0] = work.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("Interrupted while its dialog was open");
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException unchecked) throw unchecked;
            throw new IllegalStateException(e.getCause());
        }
        @SuppressWarnings("unchecked")
        T made = (T) result[0];
        return made;
    }
}
