package org.prompttoprompt.request;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prompttoprompt.Refusal;

/**
 * An object that is moved.
 *
 * @param object its words; none: all of the place
 * @param place where it is, in pixels; empty: wherever its words act
 * @param dx pixels that it goes to the right
 * @param dy pixels that it goes down
 * @param zoom how much larger it becomes
 */
public record MoveValues(List<WordName> object, Optional<Place> place, double dx, double dy, double zoom) {
    /** How much smaller or larger an object may become. */
    public static final double LEAST_ZOOM = 0.1, MOST_ZOOM = 10;

    private static final String SHIFT = "Give pixels to the right and down, as in 40,-12.";
    private static final String PLACE =
            "Give a point on the object, as in 30,64, or the box around it as in 10,50,32,28:"
                    + " left, top, width and height in pixels.";

    /**
     * A part of the image, in pixels.
     *
     * @param width 0 for a point
     * @param height likewise
     */
    public record Place(double x, double y, double width, double height) {
        /** Returns whether it is a point and no box. */
        public boolean isPoint() {
            return width == 0;
        }
    }

    public MoveValues {
        object = List.copyOf(object);
    }

    /** Returns whether a request moves an object. */
    public static boolean isWanted(EditRequest request) {
        return request.task().options().contains(Option.SHIFT)
                && !(shift(request.get(Option.SHIFT)).equals(List.of(0.0, 0.0)) && zoom(request.get(Option.ZOOM)) == 1);
    }

    /**
     * Reads what is moved where.
     *
     * @return nothing where nothing is
     * @throws Refusal if the object is not told, does not move, or leaves the image
     */
    public static Optional<MoveValues> of(EditRequest request) {
        if (!request.task().options().contains(Option.SHIFT)) return Optional.empty();
        MoveValues move = read(request);
        List<WordName> object = move.object();
        Optional<Place> place = move.place();
        boolean told = !object.isEmpty() || place.isPresent();
        if (!isWanted(request)) {
            if (!told) return Optional.empty();
            String named =
                    object.isEmpty() ? "place=" + request.get(Option.PLACE) : "object=" + request.get(Option.OBJECT);
            throw new Refusal(named + ": shift=" + request.get(Option.SHIFT) + " moves it nowhere. " + SHIFT
                    + " Or give a zoom other than 1.");
        }
        if (!told)
            throw new Refusal("object is empty: name the object that is moved, such as object=ball, or its place.");
        if (object.isEmpty() && place.get().isPoint())
            throw new Refusal("place=" + request.get(Option.PLACE)
                    + " is a point: name the object there as well, such as object=ball, or give the box around it.");
        if (request.seeds().size() > 1)
            throw new Refusal("seed=" + request.get(Option.SEED)
                    + ": an object is moved in one image, as it is elsewhere in each. Give one seed.");
        move.requireInside(request);
        return Optional.of(move);
    }

    /** Returns what a request says, whether or not it makes sense. */
    public static MoveValues read(EditRequest request) {
        List<Double> shift = shift(request.get(Option.SHIFT));
        return new MoveValues(
                WordValue.parse(Option.OBJECT, request.get(Option.OBJECT)).stream()
                        .map(WordValue::word)
                        .toList(),
                place(request.get(Option.PLACE)),
                shift.get(0),
                shift.get(1),
                zoom(request.get(Option.ZOOM)));
    }

    private void requireInside(EditRequest request) {
        double width = request.number(Option.WIDTH, 0, EditRequest.MAX_SIDE);
        double height = request.number(Option.HEIGHT, 0, EditRequest.MAX_SIDE);
        if (Math.abs(dx) >= width || Math.abs(dy) >= height)
            throw new Refusal("shift=" + Numbers.text(dx) + "," + Numbers.text(dy)
                    + " moves an object out of the image wherever it is, which is " + Numbers.text(width) + " x "
                    + Numbers.text(height) + " pixels. Give a shorter one.");
        if (place.isEmpty()) return;
        Place from = place.get();
        boolean here = from.x + from.width > 0 && from.y + from.height > 0 && from.x < width && from.y < height;
        if (!here)
            throw new Refusal("place=" + request.get(Option.PLACE) + " is outside of the image, which is "
                    + Numbers.text(width) + " x " + Numbers.text(height) + " pixels. " + PLACE);
        requireTarget(from.x + from.width / 2, from.y + from.height / 2, width, height);
    }

    /**
     * Refuses a target outside of the image.
     *
     * @param x middle of the object, in pixels
     */
    public void requireTarget(double x, double y, double width, double height) {
        boolean there = x + dx >= 0 && y + dy >= 0 && x + dx < width && y + dy < height;
        if (there) return;
        throw new Refusal("shift=" + Numbers.text(dx) + "," + Numbers.text(dy)
                + " moves the object out of the image: its middle would come to " + Math.round(x + dx) + ","
                + Math.round(y + dy) + " of " + Numbers.text(width) + " x " + Numbers.text(height)
                + " pixels. Give a shorter one.");
    }

    /** Reads a shift: pixels to the right and down. */
    static List<Double> shift(String text) {
        return numbers(new Given(Option.SHIFT.key(), text, SHIFT), 2);
    }

    static double zoom(String text) {
        return Values.number(Option.ZOOM.key(), text, LEAST_ZOOM, MOST_ZOOM);
    }

    /** Reads a place: a point or a box; empty for none. */
    static Optional<Place> place(String text) {
        if (text.isBlank()) return Optional.empty();
        Given given = new Given(Option.PLACE.key(), text, PLACE);
        List<Double> n = numbers(given, text.split(",", -1).length > 2 ? 4 : 2);
        if (n.size() == 2) return Optional.of(new Place(n.get(0), n.get(1), 0, 0));
        if (n.get(2) <= 0 || n.get(3) <= 0) throw given.wrong("the box is empty");
        return Optional.of(new Place(n.get(0), n.get(1), n.get(2), n.get(3)));
    }

    private static List<Double> numbers(Given given, int count) {
        String[] items = given.text().split(",", -1);
        if (items.length != count) throw given.wrong("these are not " + (count == 2 ? "two" : "four") + " numbers");
        List<Double> numbers = Arrays.stream(items)
                .map(item -> Decimal.read(given, item.strip()).doubleValue())
                .toList();
        for (double number : numbers)
            if (Math.abs(number) > EditRequest.MAX_SIDE)
                throw given.wrong("one is out of range, which is " + EditRequest.MAX_SIDE);
        return numbers;
    }
}
