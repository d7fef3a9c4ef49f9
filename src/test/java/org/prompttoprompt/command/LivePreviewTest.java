package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.prompttoprompt.service.PreviewSetting;
import org.prompttoprompt.service.PreviewWindow;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.prefs.PrefService;

/** The switch of the previews; the window itself is tested in a real ImageJ by {@code PreviewGuiTest}. */
class LivePreviewTest {
    private static CommandModule set(Context context, int every) throws Exception {
        return context.service(CommandService.class)
                .run(LivePreview.class, true, "every", every)
                .get();
    }

    @AfterEach
    void forget() {
        try (Context context = new Context()) {
            context.service(PrefService.class).clear(PreviewSetting.class);
        }
    }

    @Test
    void theSettingIsKept() throws Exception {
        try (Context context = new Context()) {
            assertEquals(5, PreviewSetting.stepsBetween(context));
            assertFalse(set(context, 3).isCanceled());
        }
        try (Context later = new Context()) {
            assertEquals(3, PreviewSetting.stepsBetween(later));
            set(later, 0);
            assertEquals(0, PreviewSetting.stepsBetween(later));
        }
    }

    @Test
    void theDialogShowsTheSetting() throws Exception {
        try (Context context = new Context()) {
            set(context, 7);
            LivePreview command = new LivePreview();
            CommandModule module =
                    new CommandModule(context.service(CommandService.class).getCommand(LivePreview.class), command);
            context.inject(command);
            command.fillDialog();
            assertEquals("7", module.getInput("every"));
        }
    }

    @Test
    void refusesANegativeNumber() throws Exception {
        try (Context context = new Context()) {
            CommandModule module = set(context, -1);
            assertTrue(module.isCanceled());
            assertTrue(module.getCancelReason().startsWith("every=-1: "), module.getCancelReason());
            assertEquals(5, PreviewSetting.stepsBetween(context));
        }
    }

    @Test
    void thereIsNoWindowWithoutADisplay() {
        try (Context context = new Context();
                PreviewWindow window = new PreviewWindow("Generate...", context)) {
            for (int step = 0; step < 20; step++) assertFalse(window.wants(step));
        }
    }
}
