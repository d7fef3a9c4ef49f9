package org.prompttoprompt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePlacesTest {
    private static final Rectangle SCREEN = new Rectangle(0, 0, 1366, 768);
    private static final Rectangle IMAGEJ = new Rectangle(0, 0, 600, 110);

    @Test
    void windowsStandBesideEachOtherWhileThereIsRoom() {
        List<Rectangle> taken = new ArrayList<>(List.of(IMAGEJ));
        for (int i = 0; i < 4; i++) {
            Rectangle place = FreePlaces.place(new Rectangle(7, 7, 330, 350), taken, SCREEN);
            assertTrue(SCREEN.contains(place), place.toString());
            for (Rectangle other : taken) assertFalse(place.intersects(other), place + " hides " + other);
            taken.add(place);
        }
        Rectangle wide = FreePlaces.place(new Rectangle(0, 0, 1300, 300), List.of(IMAGEJ), SCREEN);
        assertEquals(new Rectangle(0, 114, 1300, 300), wide);
    }

    @Test
    void withoutRoomTheLeastIsHidden() {
        Rectangle small = new Rectangle(0, 0, 400, 400);
        Rectangle large = new Rectangle(0, 0, 1366, 500);
        Rectangle place = FreePlaces.place(small, List.of(large), SCREEN);
        assertEquals(768 - 400, place.y, "at the bottom only 132 rows are hidden");
        Rectangle tooLarge = FreePlaces.place(new Rectangle(0, 0, 2000, 900), List.of(), SCREEN);
        assertEquals(new Rectangle(0, 0, 2000, 900), tooLarge);
    }
}
