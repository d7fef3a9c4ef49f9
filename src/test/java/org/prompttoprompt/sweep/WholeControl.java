package org.prompttoprompt.sweep;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.prompttoprompt.attention.AttentionControl;
import org.prompttoprompt.attention.Site;
import org.prompttoprompt.attention.Witness;

/** Hands on all that the control says; subclasses cut something. */
class WholeControl implements AttentionControl {
    final AttentionControl control;

    WholeControl(AttentionControl control) {
        this.control = control;
    }

    @Override
    public boolean wants(Site site) {
        return control.wants(site);
    }

    @Override
    public int firstRow() {
        return control.firstRow();
    }

    @Override
    public Optional<Witness> witness(Site site) {
        return control.witness(site);
    }

    @Override
    public Optional<NDArray> ready(Site site) {
        return control.ready(site);
    }

    @Override
    public NDArray apply(NDArray maps, Site site) {
        return control.apply(maps, site);
    }
}
