package org.prompttoprompt.studio;

import java.awt.Component;
import java.awt.Container;
import java.awt.FocusTraversalPolicy;
import java.util.List;
import java.util.function.Supplier;

/** The order in which Tab goes through the parts of a panel, and leaves it after the last one. */
final class TabOrder extends FocusTraversalPolicy {
    private final Supplier<List<Component>> order;

    TabOrder(Supplier<List<Component>> order) {
        this.order = order;
    }

    @Override
    public Component getComponentAfter(Container panel, Component part) {
        return at(order.get().indexOf(part) + 1);
    }

    @Override
    public Component getComponentBefore(Container panel, Component part) {
        return at(order.get().indexOf(part) - 1);
    }

    private Component at(int index) {
        List<Component> parts = order.get();
        return index < 0 || index >= parts.size() ? null : parts.get(index);
    }

    @Override
    public Component getFirstComponent(Container panel) {
        return at(0);
    }

    @Override
    public Component getLastComponent(Container panel) {
        return at(order.get().size() - 1);
    }

    @Override
    public Component getDefaultComponent(Container panel) {
        return at(0);
    }
}
