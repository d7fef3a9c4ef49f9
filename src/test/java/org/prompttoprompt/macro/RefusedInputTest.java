package org.prompttoprompt.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.command.Interpolate;
import org.scijava.command.CommandInfo;

/** A dialog tells of which of its fields a refusal is. */
class RefusedInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target is empty: write what the last frame is to show. | Edited prompt",
                "frames=1 is out of range | Frames",
                "save=/x: nothing can be written | ''",
                "nothing=1 | ''",
                "There is no image. | ''",
                "the model is gone | ''",
            })
    void theFieldIsNamedAsTheDialogShowsIt(String reason, String field) {
        CommandInfo info = new CommandInfo(Interpolate.class);
        String told = field.isEmpty() ? reason : "In the field '" + field + "':\n" + reason;
        assertEquals(told, RefusedInput.inDialog(info, reason));
    }
}
