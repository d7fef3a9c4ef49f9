package org.prompttoprompt.dialog;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.swing.JLabel;
import javax.swing.Timer;

/** Says below the fields what will be done with what is typed in them; looked at again a moment after it changed. */
final class PlanNote extends JLabel {
    private static final long serialVersionUID = 1;
    private static final int MILLIS = 300;

    private final transient Supplier<Map<String, String>> typed;
    private final transient Function<Map<String, String>, String> says;
    private final Timer timer = new Timer(MILLIS, event -> look());
    private transient Map<String, String> last;

    PlanNote(Supplier<Map<String, String>> typed, Function<Map<String, String>, String> says) {
        this.typed = typed;
        this.says = says;
        setName("plan");
        look();
    }

    private void look() {
        Map<String, String> now = typed.get();
        if (now.equals(last)) return;
        last = now;
        String text = says.apply(now);
        setText(text.isEmpty() ? " " : text);
    }

    /** While it is in a window. */
    @Override
    public void addNotify() {
        super.addNotify();
        timer.start();
    }

    @Override
    public void removeNotify() {
        timer.stop();
        super.removeNotify();
    }
}
