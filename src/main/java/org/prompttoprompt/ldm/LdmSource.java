package org.prompttoprompt.ldm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.prompttoprompt.checkpoint.Damaged;
import org.prompttoprompt.checkpoint.HalfInFile;
import org.prompttoprompt.checkpoint.TensorSource;
import org.prompttoprompt.engine.Precision;

/** One part of a model in a file of the original layout, under the names of diffusers. */
final class LdmSource implements TensorSource {
    private final TensorSource file;
    private final Map<String, Shape> shapes;
    private final Map<String, Stored> names;

    /**
     * @param shapes of all tensors of the file
     * @param names where each tensor lies
     */
    LdmSource(TensorSource file, Map<String, Shape> shapes, Map<String, Stored> names) {
        this.file = file;
        this.shapes = shapes;
        this.names = names;
    }

    @Override
    public TensorSource mapped() {
        return new LdmSource(file.mapped(), shapes, names);
    }

    @Override
    public Set<String> names() {
        return names.keySet();
    }

    @Override
    public void require(String name, Shape shape) {
        Stored stored = stored(name, shape);
        file.require(stored.key(), there(stored, shape));
    }

    @Override
    public Optional<Path> file(String name) {
        return Optional.ofNullable(names.get(name)).flatMap(stored -> file.file(stored.key()));
    }

    @Override
    public NDArray load(String name, Shape shape) {
        Stored stored = stored(name, shape);
        Shape there = there(stored, shape);
        NDArray whole = file.load(stored.key(), there);
        return switch (stored.form()) {
            case WHOLE -> there.equals(shape) ? whole : copy(whole, a -> a.reshape(shape));
            case TRANSPOSED -> copy(whole, a -> a.transpose());
            case FIRST_THIRD, SECOND_THIRD, LAST_THIRD -> copy(whole, a -> third(a, stored, shape));
        };
    }

    private Stored stored(String name, Shape shape) {
        Stored stored = names.get(name);
        if (stored != null) return stored;
        throw new Damaged(
                file + " has no tensor for " + name + " " + shape + ": it is not a whole model, or one of another kind",
                "Download it again, or choose another.");
    }

    /** Returns the shape that a tensor must have in the file. */
    private Shape there(Stored stored, Shape shape) {
        Shape has = shapes.get(stored.key());
        return switch (stored.form()) {
            case WHOLE -> isSame(has, shape) ? has : shape;
            case TRANSPOSED -> reversed(shape);
            case FIRST_THIRD, SECOND_THIRD, LAST_THIRD -> threefold(shape);
        };
    }

    @Override
    public Optional<HalfInFile> half(String name, Shape shape, Precision computing) {
        Stored stored = names.get(name);
        if (stored == null || stored.form() == Stored.Form.TRANSPOSED) return Optional.empty();
        boolean whole = stored.form() == Stored.Form.WHOLE;
        Shape there = whole ? shapes.get(stored.key()) : threefold(shape);
        if (whole && !isSame(there, shape)) return Optional.empty();
        return file.half(stored.key(), there, computing)
                .map(half -> half.seen(a -> whole ? a.reshape(shape) : third(a, stored, shape)));
    }

    /** A matrix may be stored as a 1 x 1 convolution, or the other way round. */
    private static boolean isSame(Shape there, Shape shape) {
        return there.size() == shape.size() && stripped(there).equals(stripped(shape));
    }

    /** A 1 x 1 convolution without its last axes. */
    private static Shape stripped(Shape shape) {
        boolean one = shape.dimension() == 4 && shape.get(2) == 1 && shape.get(3) == 1;
        return one ? shape.slice(0, 2) : shape;
    }

    private static Shape reversed(Shape shape) {
        long[] sizes = shape.getShape().clone();
        for (int i = 0; i < sizes.length; i++) sizes[i] = shape.get(sizes.length - 1 - i);
        return new Shape(sizes);
    }

    private static Shape threefold(Shape shape) {
        long[] sizes = shape.getShape().clone();
        sizes[0] *= Stored.THIRDS;
        return new Shape(sizes);
    }

    private static NDArray third(NDArray all, Stored stored, Shape shape) {
        long rows = shape.get(0);
        int which = stored.form().ordinal() - Stored.Form.FIRST_THIRD.ordinal();
        return all.get(which * rows + ":" + (which + 1) * rows);
    }

    /** Returns a copy of a view, for a view would not live longer than the file's array. */
    private static NDArray copy(NDArray whole, UnaryOperator<NDArray> view) {
        try (whole;
                NDArray seen = view.apply(whole)) {
            NDArray copy = seen.duplicate();
            NDScope.unregister(copy);
            return copy;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
